"""A device tries a product out once in its life, whoever has it (rule 6)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db.models import F

from autossa.domain.devices.devices import TRIALS_A_YEAR
from autossa.domain.lines import Ssa
from autossa.operations import licenses
from autossa.operations.devices import credentials, devices, files, keys, trials
from autossa.operations.one_time_secrets import digest
from autossa.operations.releases import products
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY
from autossa.queries.devices.holdings import device_scope
from autossa.queries.devices.license_files import claims_of
from autossa.queries.devices.rows import device_rows
from autossa.queries.devices.to_try import to_try
from autossa.queries.releases.device import device_releases
from autossa.store import models
from autossa.store.devices.asks import ask
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.devices.machines import DAY, machine, two_machines
from tests.operations.releases.shelf import branch, product, published

pytestmark = [pytest.mark.store, pytest.mark.django_db]
TRY = "2026-02-02"


@pytest.fixture(autouse=True)
def pbx(shop: Shop) -> None:
    products.set_product_types(product=product(), majors={"OPERATOR": ""}, ctx=on(TRY))  # they have PORT


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


def test_it_counts_for_the_device_that_began_it_whichever_door_is_asked(shop: Shop) -> None:
    """Whoever registers the same hardware elsewhere neither has the trial nor sees when it ends."""
    keys.ensure(ctx=on(DAY))
    published(branch(models.Product.objects.get().pk), "14.0", TRY)
    project, device, _ = two_machines(shop)
    elsewhere = shop.project("Other")
    copy = machine(elsewhere, day=TRY)
    ends_on = trials.start(project=project, device=device, product="PBX", ctx=on(TRY))
    assert doors(project, device) == [ends_on] * 5
    assert doors(elsewhere, copy) == [None] * 5


def doors(project: UUID, device: UUID) -> list[date | None]:
    """Until when the device tries PBX: asked by page, list, releases, file, and by the device itself."""
    row = models.Device.objects.get(pk=device)
    asked = ask(digest(credentials.issue(device=device, ctx=on(TRY))), now=on(TRY).now, span=timedelta(hours=1))
    listed = device_rows(models.Device.objects.filter(pk=device), d(TRY))[0].running
    releases = device_releases(project, row.public_id, d(TRY))
    file = claims_of(files.issue(project=project, device=device, ctx=on(TRY)).body)["devices"][0]
    assert asked is not None
    assert releases is not None
    return [
        device_scope(row, "PBX", d(TRY)).trial_until,
        next((one.trial.ends_on for one in listed), None),
        next((one.trial_until for one in releases.products), None),
        next((d(end) for _, end in file.get("trials", {}).values()), None),
        next((d(end) for _, _, end in asked.trials), None),
    ]


def start(project: UUID, device: UUID, day: str = TRY) -> None:
    trials.start(project=project, device=device, product="PBX", ctx=on(day))


def test_not_of_what_the_project_has_or_had(shop: Shop) -> None:
    """Nobody does without SSA for a while by a trial. What was never confirmed, or nothing but a slip, is not had."""
    project, device, other = two_machines(shop)
    licenses.add(project=project, license_id="L2", license_type="OPERATOR", quantity=1, ctx=on(DAY))
    line = models.LicenseLine.objects.filter(license__code="L2")
    for confirmed, ended_on in ((True, None), (True, d(TRY))):
        line.update(confirmed=confirmed, ended_on=ended_on)
        assert to_try(device, d(TRY)) == ()
        with pytest.raises(trials.TrialOfKnownProduct):
            start(project, device)
    line.update(ended_on=F("added_on"))
    start(project, device)
    line.update(confirmed=False, ended_on=None)
    start(project, other)
    with pytest.raises(products.ProductNotFound):
        trials.start(project=project, device=device, product="NONE", ctx=on(TRY))


def test_so_many_begin_in_a_project_within_a_year(shop: Shop) -> None:
    project = shop.project()
    boxes = [machine(project, f"Box {n}", f"SN-100{n}") for n in range(TRIALS_A_YEAR + 1)]
    for box in boxes[:-1]:
        start(project, box)
    devices.remove(project=project, device=boxes[0], ctx=on(TRY))  # it counts nevertheless
    assert to_try(boxes[-1], d("2027-02-01")) == ()
    with pytest.raises(trials.TrialLimitReached) as refused:
        start(project, boxes[-1], "2027-02-01")
    assert refused.value.facts == {"most": TRIALS_A_YEAR, "again": d("2027-02-02")}
    assert [one.code for one in to_try(boxes[-1], d("2027-02-02"))] == ["PBX"]
    start(project, boxes[-1], "2027-02-02")


def test_not_where_no_release_could_be_installed(shop: Shop) -> None:
    project, device, _ = two_machines(shop)
    given = {"name": "Headset", "ssc_per_year": 0, "ssa": Ssa.NONE, "starts_on": FIRST_DAY}
    catalogue.add_license_type(code="HEADSET", ctx=on(DAY), **given)  # type: ignore[arg-type]
    line = branch(models.Product.objects.get().pk)
    published(line, "14.0", TRY, requires=("HEADSET",))
    published(line, "14.1", "2026-02-04", requires=("PORT",))
    assert [one.missing for one in to_try(device, d(TRY))] == [("Headset",)]
    with pytest.raises(trials.TrialNeedsLicense) as refused:
        start(project, device)
    assert refused.value.facts == {"product": "Pbx", "types": "Headset"}
    assert [one.missing for one in to_try(device, d("2026-02-04"))] == [()]
    start(project, device, "2026-02-04")
