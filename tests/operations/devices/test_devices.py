"""Devices of a project: registered, renamed, made standby of another, removed (rule 6)."""

from uuid import uuid4

import pytest

from autossa.operations.context import Seen
from autossa.operations.devices import activations, devices
from autossa.operations.devices.found import DeviceIsStandby, DeviceNotFound
from autossa.operations.errors import OperationError
from autossa.operations.validation import TextMissing
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import ALICE, Shop, on
from tests.operations.devices.machines import DAY, MAC, activate, machine, two_machines

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_device_is_known_by_its_hardware_id_whatever_stands_between(shop: Shop) -> None:
    project = shop.project()
    row = models.Device.objects.get(pk=machine(project, hardware_id="001B.213c.4d5e"))
    assert (row.hardware_id, row.hardware_key, row.registered_on) == ("00:1B:21:3C:4D:5E", "001B213C4D5E", d(DAY))
    log = models.Activity.objects.get(project=project, action="register_device")
    assert log.details == {"device": "Frankfurt", "hardware_id": "00:1B:21:3C:4D:5E"}


@pytest.mark.parametrize(
    ("name", "hardware_id", "code"),
    [
        ("Berlin", "00-1B-21-3C-4D-5E", "hardware_id_taken"),
        ("Frankfurt", "SN-1234", "device_name_taken"),
        ("FRANKfurt", "SN-1234", "device_name_taken"),
        ("Berlin", "SN", "no_hardware_id"),
        ("Berlin", "Büro 1", "no_hardware_id"),
        (" ", "SN-1234", "text_missing"),
        ("Berlin", "", "text_missing"),
        ("Berlin", "SN\u202e12345", "character_not_allowed"),
    ],
)
def test_what_is_no_new_device(shop: Shop, name: str, hardware_id: str, code: str) -> None:
    project = shop.project()
    machine(project)
    with pytest.raises(OperationError) as refused:
        machine(project, name, hardware_id)
    assert refused.value.code == code


def test_the_same_hardware_can_be_in_another_project(shop: Shop) -> None:
    machine(shop.project())
    assert machine(shop.project("Other"))


def test_rename(shop: Shop) -> None:
    project, device, _ = two_machines(shop)
    assert devices.rename(project=project, device=device, name=" Mainz ", ctx=on(DAY))
    assert not devices.rename(project=project, device=device, name="Mainz", ctx=on(DAY))
    with pytest.raises(devices.DeviceNameTaken):
        devices.rename(project=project, device=device, name="berlin", ctx=on(DAY))
    assert devices.rename(project=project, device=device, name="MAINZ", ctx=on(DAY))
    with pytest.raises(TextMissing):
        devices.rename(project=project, device=device, name="", ctx=on(DAY))


def test_a_device_of_another_project_is_not_there(shop: Shop) -> None:
    _, device, _ = two_machines(shop)
    other = shop.project("Other")
    with pytest.raises(DeviceNotFound):
        devices.rename(project=other, device=device, name="Mine", ctx=on(DAY))
    with pytest.raises(DeviceNotFound):
        devices.remove(project=other, device=uuid4(), ctx=on(DAY))
    with pytest.raises(DeviceNotFound):
        activate(other, device)


def test_a_standby_takes_what_its_master_has(shop: Shop) -> None:
    project, master, standby = two_machines(shop)
    devices.make_standby(project=project, device=standby, master=master, ctx=on(DAY))
    devices.make_standby(project=project, device=standby, master=master, ctx=on(DAY))
    with pytest.raises(DeviceIsStandby):
        activate(project, standby)
    third = machine(project, "Third", "SN-3000")
    for wrong in (
        lambda: devices.make_standby(project=project, device=third, master=standby, ctx=on(DAY)),
        lambda: devices.register(
            project=project, name="Fourth", hardware_id="SN-4000", standby_of=standby, ctx=on(DAY)
        ),
    ):
        with pytest.raises(DeviceIsStandby):
            wrong()
    with pytest.raises(devices.DeviceHasStandbys):
        devices.make_standby(project=project, device=master, master=third, ctx=on(DAY))
    devices.end_standby(project=project, device=standby, ctx=on(DAY))
    activate(project, standby)
    with pytest.raises(devices.NoStandby):
        devices.end_standby(project=project, device=standby, ctx=on(DAY))


def test_a_device_with_licenses_becomes_no_standby(shop: Shop) -> None:
    project, master, other = two_machines(shop)
    activate(project, other)
    with pytest.raises(devices.DeviceInUse):
        devices.make_standby(project=project, device=other, master=master, ctx=on(DAY))
    with pytest.raises(devices.StandbyOfItself):
        devices.make_standby(project=project, device=master, master=master, ctx=on(DAY))


def test_a_device_is_removed_once_nothing_is_on_it(shop: Shop) -> None:
    project, device, standby = two_machines(shop)
    activate(project, device)
    devices.make_standby(project=project, device=standby, master=device, ctx=on(DAY))
    with pytest.raises(devices.DeviceInUse):
        devices.remove(project=project, device=device, ctx=on(DAY))
    activations.release(project=project, device=device, license_id="L1", ctx=on(DAY))
    with pytest.raises(devices.DeviceHasStandbys):
        devices.remove(project=project, device=device, ctx=on(DAY))
    devices.remove(project=project, device=standby, ctx=on(DAY))
    row = models.DeviceCredential.objects.create(
        device_id=device, digest=b"x" * 32, hint="abcd", created_at=on(DAY).now
    )
    devices.remove(project=project, device=device, ctx=on(DAY))
    row.refresh_from_db()
    assert row.revoked_at == on(DAY).now
    with pytest.raises(DeviceNotFound):
        devices.remove(project=project, device=device, ctx=on(DAY))
    assert machine(project, hardware_id=MAC)  # it can come again


def test_nothing_is_done_for_a_day_that_is_past_or_after_seeing_something_else(shop: Shop) -> None:
    project, device, _ = two_machines(shop)
    with pytest.raises(OperationError) as refused:
        devices.rename(project=project, device=device, name="Mainz", ctx=on("2026-01-19"))
    assert refused.value.code == "day_before_last"
    ctx = on(DAY, ALICE)
    stale = type(ctx)(ctx.actor, ctx.today, ctx.now, Seen("other", lambda: "shown"))
    with pytest.raises(OperationError) as refused:
        devices.rename(project=project, device=device, name="Mainz", ctx=stale)
    assert refused.value.code == "changed_since_shown"
