"""Devices that have to confirm a newer file: after a decrease, until they do."""

from uuid import UUID

import pytest

from autossa.operations import licenses
from autossa.operations.devices import devices, files, keys, lost
from autossa.queries.devices import overdue
from autossa.queries.devices.overdue import overdue_everywhere, overdue_in
from autossa.store import models
from tests.cast.days import d
from tests.cast.machines import machine, put_on, take_off
from tests.cast.shop import ALICE, Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
FEB, NEXT = "2026-02-02", "2026-02-03"


@pytest.fixture
def office(shop: Shop) -> UUID:
    keys.ensure(ctx=on("2026-01-01"))
    return shop.covered()


def waiting(project: UUID, day: str = NEXT) -> dict[str, tuple[tuple[str, int, int], ...]]:
    found = overdue_in(project, d(day))
    assert [one.device for one in found] == [one.device for one in overdue_everywhere(d(day))]
    return {one.name: one.more for one in found}


def given(project: UUID, device: UUID, day: str = FEB, *, confirmed: bool = True) -> int:
    """A file of the device, which it has."""
    serial = files.issue(project=project, device=device, ctx=on(day)).serial
    if confirmed:
        files.confirm(project=project, device=device, serial=serial, quantities=None, ctx=on(day))
    return serial


def test_a_device_without_a_file_or_a_decrease_is_left_alone(office: UUID) -> None:
    device, other = machine(office), machine(office, "Other", "SN-0001")
    take_off(put_on(device, 5), FEB)
    put_on(other, 5)
    given(office, other)
    assert waiting(office) == {}


@pytest.mark.parametrize("confirmed", [True, False])
def test_released_in_part_moved_or_whole(office: UUID, confirmed: bool) -> None:
    device = machine(office)
    activation = put_on(device, 5)
    given(office, device, confirmed=confirmed)
    take_off(activation, NEXT, left=2)
    assert waiting(office) == {"Main site": (("L1", 5, 2),)}
    given(office, device, NEXT, confirmed=False)
    assert waiting(office) == {"Main site": (("L1", 5, 2),)}, "it may still use the one before"
    given(office, device, NEXT)
    assert waiting(office) == {}
    take_off(models.Activation.objects.standing().get(), NEXT)
    assert waiting(office) == {"Main site": (("L1", 2, 0),)}


def test_more_is_no_decrease(office: UUID) -> None:
    device = machine(office)
    activation = put_on(device, 5)
    given(office, device)
    take_off(activation, NEXT, left=9)
    assert waiting(office) == {}


def test_what_is_given_up_is_a_decrease(office: UUID, shop: Shop) -> None:
    office = shop.project("Never covered")
    licenses.add(project=office, license_id="L2", license_type="OPERATOR", quantity=1, ctx=on("2026-01-20"))
    device = machine(office)
    put_on(device, 1, "L2", "2026-01-20")
    given(office, device)
    models.LicenseLine.objects.filter(license__code="L2").update(ended_on=d(NEXT))
    assert waiting(office, FEB) == {}
    assert waiting(office, NEXT) == {"Main site": (("L2", 1, 0),)}


def test_a_standby_has_what_its_master_has(office: UUID) -> None:
    master = machine(office)
    standby = machine(office, "Standby", "SN-0002", parent_id=master)
    activation = put_on(master, 5)
    given(office, standby)
    take_off(activation, NEXT, left=1)
    assert waiting(office) == {"Standby": (("L1", 5, 1),)}


@pytest.mark.parametrize(("departure", "more"), [("removed", (("L1", 5, 0),)), ("lost", None)])
def test_a_device_that_is_gone_keeps_its_file(office: UUID, departure: str, more: object) -> None:
    """One that was removed may run on elsewhere; a lost one was written off, nobody can give its file back."""
    device = machine(office)
    activation = put_on(device, 5)
    given(office, device)
    take_off(activation, NEXT)
    reason = "Stolen" if departure == "lost" else ""
    models.Device.objects.update(gone_on=d(NEXT), departure=departure, gone_reason=reason)
    assert waiting(office).get("Main site") == more


@pytest.mark.parametrize("act", ["end", "other master", "lost master"])
def test_a_former_standby_has_no_longer_what_its_master_has(office: UUID, act: str) -> None:
    master, other = machine(office), machine(office, "Other", "SN-0001")
    standby = machine(office, "Standby", "SN-0002", parent_id=master)
    put_on(master, 5)
    put_on(other, 1)
    given(office, standby)
    assert waiting(office) == {}
    now = 0
    if act == "end":
        devices.end_standby(project=office, device=standby, ctx=on(NEXT, ALICE))
    elif act == "lost master":
        lost.write_off(project=office, device=master, reason="Stolen", ctx=on(NEXT))
    else:
        devices.make_standby(project=office, device=standby, master=other, ctx=on(NEXT, ALICE))
        now = 1
    assert waiting(office) == {"Standby": (("L1", 5, now),)}
    given(office, standby, NEXT, confirmed=False)
    assert waiting(office) == {"Standby": (("L1", 5, now),)}
    given(office, standby, NEXT)
    assert waiting(office) == {}


def test_a_file_of_the_project_is_one_of_each_device_that_it_lists(office: UUID) -> None:
    """Nobody confirms it: a device of which something was released confirms one of its own that is newer."""
    device, other = machine(office), machine(office, "Other", "SN-0001")
    standby = machine(office, "Standby", "SN-0002", parent_id=device)
    activation = put_on(device, 5)
    put_on(other, 3)
    given(office, device)
    files.issue(project=office, ctx=on(FEB, ALICE))
    machine(office, "Later", "SN-0003")
    assert waiting(office) == {}
    take_off(activation, NEXT, left=2)
    more = (("L1", 5, 2),)
    assert waiting(office) == {"Main site": more, "Standby": more}
    files.issue(project=office, ctx=on(NEXT, ALICE))
    given(office, standby, NEXT, confirmed=False)
    assert waiting(office) == {"Main site": more, "Standby": more}
    given(office, device, NEXT)
    assert waiting(office) == {"Standby": more}
    given(office, standby, NEXT)
    assert waiting(office) == {}


def test_however_many_are_looked_at_none_is_left_off(office: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that come first, and of which nothing more is said, leave room for those that have to confirm."""
    monkeypatch.setattr(overdue, "_AT_ONCE", 1)
    first, last = machine(office, "First", "SN-0001"), machine(office, "Last", "SN-0002")
    activations = put_on(first, 5), put_on(last, 5)
    given(office, last)
    for activation in activations:
        take_off(activation, NEXT)
    given(office, first, NEXT)
    assert waiting(office) == {"Last": (("L1", 5, 0),)}


def test_a_file_of_the_project_without_devices_is_confirmed_by_nobody(office: UUID) -> None:
    files.issue(project=office, ctx=on(FEB, ALICE))
    assert waiting(office) == {}
