"""A device tries a product out once in its life, whoever has it (rule 6)."""

import pytest

from autossa.operations.devices import devices, trials
from autossa.operations.releases import products
from autossa.queries.devices.holdings import device_scope
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.devices.machines import DAY, activate, machine, two_machines
from tests.operations.releases.shelf import product

pytestmark = [pytest.mark.store, pytest.mark.django_db]
TRY = "2026-02-02"


@pytest.fixture(autouse=True)
def pbx(shop: Shop) -> None:
    products.set_product_types(product=product(), majors={"PORT": ""}, ctx=on(TRY))


def test_it_lasts_as_long_as_the_vendor_says(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    assert trials.start(project=project, device=device, product="PBX", ctx=on(TRY)) == d("2026-05-03")
    row = models.Device.objects.get(pk=device)
    assert device_scope(row, "PBX", d("2026-05-02")).trial_until == d("2026-05-03")
    assert device_scope(row, "PBX", d("2026-05-03")).trial_until is None
    models.VendorSettings.objects.create(trial_days=10, changed_at=on(DAY).now)
    assert trials.start(project=project, device=other, product="PBX", ctx=on(TRY)) == d("2026-02-12")


def test_once_whichever_project_the_hardware_is_in(shop: Shop) -> None:
    project, device, _ = two_machines(shop)
    trials.start(project=project, device=device, product="PBX", ctx=on(TRY))
    elsewhere = shop.project("Other")
    for where, what in ((project, device), (elsewhere, machine(elsewhere, day=TRY))):
        with pytest.raises(trials.TrialUsed) as refused:
            trials.start(project=where, device=what, product="PBX", ctx=on("2027-02-02"))
        assert refused.value.facts == {"product": "Pbx"}  # and nothing of where it was
    devices.remove(project=elsewhere, device=what, ctx=on("2027-02-02"))


def test_not_where_a_license_is_nor_of_what_is_not_there(shop: Shop) -> None:
    project, device, standby = two_machines(shop)
    activate(project, device)
    devices.make_standby(project=project, device=standby, master=device, ctx=on(DAY))
    for one in (device, standby):
        with pytest.raises(trials.TrialNotNeeded):
            trials.start(project=project, device=one, product="PBX", ctx=on(TRY))
    with pytest.raises(products.ProductNotFound):
        trials.start(project=project, device=device, product="NONE", ctx=on(TRY))
