"""Lost devices are written off by staff, a few a year; what was on one comes back (rule 6)."""

import pytest

from autossa.operations.devices import devices, lost
from autossa.operations.validation import TextMissing
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.devices.machines import DAY, activate, history, machine, two_machines

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_what_was_on_it_comes_back_even_what_is_never_released(shop: Shop) -> None:
    models.LicenseType.objects.update(can_be_released=False)
    project, device, standby = two_machines(shop)
    activate(project, device, 7)
    devices.make_standby(project=project, device=standby, master=device, ctx=on(DAY))
    with pytest.raises(TextMissing):
        lost.write_off(project=project, device=device, reason=" ", ctx=on(DAY))
    assert lost.write_off(project=project, device=device, reason="Stolen", ctx=on(DAY)) == 7
    row = models.Device.objects.get(pk=device)
    assert (row.gone_on, row.departure, row.gone_reason) == (d(DAY), "lost", "Stolen")
    assert history(project) == [("Frankfurt", 7, "lost")]
    activate(project, standby, 10)  # a device of its own now
    log = models.Activity.objects.get(project=project, action="write_off_device")
    assert log.details["licenses"] == {"L1": 7}


def test_so_many_within_a_year_for_each_project(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    third = machine(project, "Third", "SN-3000")
    lost.write_off(project=project, device=device, reason="Stolen", ctx=on(DAY))
    lost.write_off(project=project, device=other, reason="Burnt", ctx=on("2026-03-01"))
    with pytest.raises(lost.LostLimitReached) as refused:
        lost.write_off(project=project, device=third, reason="Gone", ctx=on("2027-01-19"))
    assert (refused.value.facts["most"], refused.value.facts["again"]) == (2, d("2027-01-20"))
    elsewhere = shop.project("Other")
    lost.write_off(project=elsewhere, device=machine(elsewhere), reason="Gone", ctx=on("2026-03-01"))
    lost.write_off(project=project, device=third, reason="Gone", ctx=on("2027-01-20"))


def test_none_at_all_where_the_vendor_says_so(shop: Shop) -> None:
    project, device, _ = two_machines(shop)
    models.VendorSettings.objects.create(lost_a_year=0, changed_at=on(DAY).now)
    with pytest.raises(lost.NoneIsWrittenOff):
        lost.write_off(project=project, device=device, reason="Stolen", ctx=on(DAY))
