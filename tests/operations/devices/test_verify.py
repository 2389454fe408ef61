"""`autossa verify` finds nothing after whatever can be done to devices, and everything that cannot be."""

import pytest

from autossa.operations import licenses
from autossa.operations.devices import activations, credentials, devices, lost
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.shop import ALICE, Shop, on
from tests.operations.devices.machines import DAY, activate, machine, two_machines

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def found() -> list[str]:
    return [one.wrong for one in check_all()]


def test_nothing_is_wrong_after_everything_that_can_be_done(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    credentials.issue(device=other, ctx=on(DAY))
    activate(project, device, 6)
    activate(project, other, 4)
    licenses.return_license(project=project, license_id="L1", quantity=5, ctx=on(DAY, ALICE))
    activations.move(project=project, device=device, license_id="L1", quantity=2, to=other, ctx=on("2026-01-25"))
    activations.release(project=project, device=device, license_id="L1", quantity=1, ctx=on("2026-01-26"))
    lost.write_off(project=project, device=other, reason="Stolen", ctx=on("2026-01-27"))
    activate(project, device, 2, "2026-01-28")
    standby = machine(project, "Third", "SN-3000", "2026-01-28", standby_of=device)
    devices.remove(project=project, device=standby, ctx=on("2026-01-28"))
    assert found() == []


def test_a_license_on_what_is_gone_is_found(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    activate(project, device, 6)
    credentials.issue(device=device, ctx=on(DAY))
    models.Device.objects.filter(pk=other).update(parent=device)
    models.Device.objects.filter(pk=device).update(gone_on=on(DAY).today, departure="removed")
    assert sorted(found()) == [
        "it is gone and can still sign in",
        "it stands on a device that is gone",
        "its master is gone, or a standby itself",
    ]


def test_a_license_on_a_standby_is_found(shop: Shop) -> None:
    project, device, other = two_machines(shop)
    activate(project, device, 6)
    models.Device.objects.filter(pk=device).update(parent=other)
    assert found() == ["it stands on a standby"]


def test_more_than_licensed_is_found(shop: Shop) -> None:
    """The day of an entry is what nobody may change; here the line is made to end before."""
    project, device, _ = two_machines(shop)
    activate(project, device, 6)
    models.LicenseLine.objects.filter(project=project).update(ended_on="2026-01-18")
    assert found() == ["on 2026-01-20 6 of it came to be on devices, and 0 were licensed"]


def test_a_license_that_was_never_bound_is_found(shop: Shop) -> None:
    project, device, _ = two_machines(shop)
    models.Activation.objects.create(
        project_id=project, device_id=device, license=models.License.objects.get(), quantity=1, since=on(DAY).today
    )
    assert found() == ["it was on a device on 2026-01-20, and first activated never"]
