"""Licenses on devices: activated in whole or part, released, moved; none of it changes what is paid (rule 6)."""

from datetime import timedelta

import pytest

from autossa.domain.lines import Ssa
from autossa.operations import licenses
from autossa.operations.devices import activations, devices
from autossa.operations.devices.permitted import ReleaseNotCovered
from autossa.operations.errors import OperationError, Refused
from autossa.operations.releases import products
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY
from autossa.queries.as_of import project_as_of
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import ALICE, Shop, on
from tests.operations.devices.machines import DAY, activate, history, machine, on_devices, two_machines
from tests.operations.releases.shelf import MONDAY, branch, product, published

pytestmark = [pytest.mark.store, pytest.mark.django_db]
LATER = "2026-02-20"


def test_the_first_activation_fixes_the_day_from_which_is_counted(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    activate(project, device, 4)
    activate(project, other, 6, LATER)
    found = project_as_of(project, d(LATER))
    assert found is not None
    assert found.project.base == d(DAY) + timedelta(days=1)
    assert models.License.objects.get(project=project).activated_on == d(DAY)
    assert on_devices(project) == {"Frankfurt": 4, "Berlin": 6}


def test_a_license_that_is_never_charged_fixes_nothing(shop: Shop) -> None:
    catalogue.add_license_type(
        code="RENT", name="Rent", ssc_per_year=1, starts_on=FIRST_DAY, ssa=Ssa.INCLUDED, ctx=on("2026-01-15")
    )
    project, device, _ = two_machines(shop)
    licenses.add(project=project, license_id="R1", license_type="RENT", quantity=2, ctx=on(DAY))
    activate(project, device, 2, license_id="R1")
    assert models.Project.objects.get(pk=project).first_activation is None


def test_no_more_than_is_free_and_both_numbers_are_said(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    activate(project, device, 7)
    with pytest.raises(activations.QuantityExceeded) as refused:
        activate(project, other, 4)
    facts = refused.value.facts
    assert (refused.value.code, facts["on_devices"], facts["licensed"], facts["free"]) == (
        "quantity_exceeded",
        7,
        10,
        3,
    )
    activate(project, other, 3)
    assert on_devices(project) == {"Frankfurt": 7, "Berlin": 3}


@pytest.mark.parametrize("license_id", ["L1", "L2", "L3"])
def test_only_what_is_confirmed_and_alive(shop: Shop, license_id: str) -> None:
    project, device, _ = two_machines(shop)
    licenses.request(
        project=project, license_id="L2", license_type="PORT", quantity=1, origin="customer", ctx=on(DAY, ALICE)
    )
    licenses.return_license(project=project, license_id="L1", quantity=10, ctx=on(DAY, ALICE))
    with pytest.raises(Refused) as refused:
        activate(project, device, license_id=license_id)
    assert refused.value.refusal.code == "no_such_license"
    assert not models.Activation.objects.exists()


def test_what_is_given_up_for_a_later_day_can_be_activated_until_then(shop: Shop) -> None:
    project = shop.covered(quantity=10)
    device = machine(project)
    licenses.return_license(project=project, license_id="L1", quantity=10, ctx=on(DAY, ALICE))
    activate(project, device, 10)
    with pytest.raises(Refused):
        activate(project, device, day="2026-02-15")


def test_released_in_part_the_rest_goes_on(shop: Shop) -> None:
    project, device, _ = two_machines(shop)
    activate(project, device, 7)
    before = project_as_of(project, d(LATER))
    activations.release(project=project, device=device, license_id="L1", quantity=3, ctx=on(LATER, ALICE))
    assert history(project) == [("Frankfurt", 7, "changed"), ("Frankfurt", 4, "")]
    activations.release(project=project, device=device, license_id="L1", ctx=on(LATER, ALICE))
    assert history(project)[1:] == [("Frankfurt", 4, "released")]
    after = project_as_of(project, d(LATER))
    assert before is not None
    assert after is not None
    assert before.project == after.project  # nothing that is paid for has changed


@pytest.mark.parametrize(
    ("license_id", "quantity", "code"),
    [("L1", 8, "more_than_on_device"), ("L9", 1, "not_on_device"), ("L1", 0, "quantity_too_small")],
)
def test_what_is_not_there_is_not_released(shop: Shop, license_id: str, quantity: int, code: str) -> None:
    project, device, other = two_machines(shop)
    activate(project, device, 7)
    with pytest.raises(OperationError) as refused:
        activations.release(project=project, device=device, license_id=license_id, quantity=quantity, ctx=on(DAY))
    assert refused.value.code == code
    with pytest.raises(OperationError) as refused:
        activations.move(
            project=project, device=device, license_id=license_id, quantity=quantity, to=other, ctx=on(DAY)
        )
    assert refused.value.code == code


def test_moved_in_part_and_whole(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    activate(project, device, 7)
    activate(project, other, 1)
    activations.move(project=project, device=device, license_id="L1", quantity=2, to=other, ctx=on(LATER, ALICE))
    assert on_devices(project) == {"Frankfurt": 5, "Berlin": 3}
    activations.move(project=project, device=device, license_id="L1", to=other, ctx=on(LATER, ALICE))
    assert on_devices(project) == {"Berlin": 8}
    assert history(project)[-2:] == [("Berlin", 3, "changed"), ("Berlin", 8, "")]
    assert ("Frankfurt", 5, "moved") in history(project)
    with pytest.raises(activations.MovedToItself):
        activations.move(project=project, device=other, license_id="L1", to=other, ctx=on(LATER))
    devices.make_standby(project=project, device=device, master=other, ctx=on(LATER))
    with pytest.raises(OperationError) as refused:
        activations.move(project=project, device=other, license_id="L1", to=device, ctx=on(LATER))
    assert refused.value.code == "device_is_standby"


def test_what_was_given_up_may_stay_on_devices_and_moves_and_leaves_as_before(shop: Shop) -> None:
    """Said, not punished: more on devices than licensed (`quantity_exceeded`)."""
    project, device, other = two_machines(shop)
    activate(project, device, 6)
    activate(project, other, 4)
    licenses.return_license(project=project, license_id="L1", quantity=5, ctx=on(DAY, ALICE))
    with pytest.raises(activations.QuantityExceeded):
        activate(project, device)
    activations.move(project=project, device=device, license_id="L1", quantity=2, to=other, ctx=on(DAY))
    activations.release(project=project, device=other, license_id="L1", quantity=1, ctx=on(DAY))
    assert on_devices(project) == {"Frankfurt": 4, "Berlin": 5}


def test_the_type_says_whether_it_is_released(shop: Shop) -> None:
    models.LicenseType.objects.filter(code="PORT").update(can_be_released=False)
    project, device, other = two_machines(shop)
    activate(project, device, 6)
    for wrong in (
        lambda: activations.release(project=project, device=device, license_id="L1", ctx=on(DAY)),
        lambda: activations.move(project=project, device=device, license_id="L1", to=other, ctx=on(DAY)),
    ):
        with pytest.raises(activations.BoundToDevice):
            wrong()
    licenses.return_license(project=project, license_id="L1", quantity=7, ctx=on(DAY, ALICE))
    activations.release(project=project, device=device, license_id="L1", quantity=3, ctx=on(DAY))
    assert on_devices(project) == {"Frankfurt": 3}


@pytest.fixture
def pbx(shop: Shop) -> None:
    """A product that PORT belongs to: 13.0 was out before L1 was acquired, 14.0 came after."""
    key = product()
    products.set_product_types(product=key, majors={"PORT": ""}, ctx=on(MONDAY))
    line = branch(key)
    published(line, "13.0", "2026-01-02")
    published(line, "14.0", "2026-02-10")


def installed(device: object, version: str) -> None:
    release = models.Release.objects.filter(version=version).first()
    models.Installation.objects.create(
        device_id=device, product=models.Product.objects.get(), release=release, version=version,
        reported_at=on(MONDAY).now,
    )  # fmt: skip


@pytest.mark.usefixtures("pbx")
@pytest.mark.parametrize(("version", "refused"), [("13.0", False), ("14.0", True), ("99", False)])
def test_only_what_might_ever_be_installed_there(shop: Shop, version: str, refused: bool) -> None:
    project, device, other = two_machines(shop, day=MONDAY)
    installed(device, version)
    if not refused:
        return activate(project, device, day=LATER)
    with pytest.raises(ReleaseNotCovered) as error:
        activate(project, device, day=LATER)
    assert (error.value.code, error.value.facts["license"], error.value.facts["release"]) == (
        "release_not_covered", "L1", version,
    )  # fmt: skip
    activate(project, other, day=LATER)
    with pytest.raises(ReleaseNotCovered):
        activations.move(project=project, device=other, license_id="L1", to=device, ctx=on(LATER))
    with pytest.raises(ReleaseNotCovered):
        devices.make_standby(project=project, device=device, master=other, ctx=on(LATER))
    assert models.Activation.objects.standing().get().device_id == other
    return None


@pytest.mark.usefixtures("pbx")
def test_what_is_on_the_standby_counts_too_and_covered_is_enough(shop: Shop) -> None:
    project = shop.covered(months=2)
    device = machine(project, day=MONDAY)
    standby = machine(project, "Berlin", "SN-1234", MONDAY, standby_of=device)
    installed(standby, "14.0")
    activate(project, device, day=LATER)
    lapsed = shop.project("Lapsed")
    master = machine(lapsed, day=MONDAY)
    installed(machine(lapsed, "Berlin", "SN-1234", MONDAY, standby_of=master), "14.0")
    with pytest.raises(ReleaseNotCovered):
        activate(lapsed, master, day=LATER)


@pytest.mark.usefixtures("pbx")
def test_a_license_of_another_product_has_no_say(shop: Shop) -> None:
    project, device, _ = two_machines(shop, day=MONDAY)
    licenses.add(project=project, license_id="O1", license_type="OPERATOR", quantity=1, ctx=on(MONDAY))
    installed(device, "14.0")
    activate(project, device, day=LATER, license_id="O1")
