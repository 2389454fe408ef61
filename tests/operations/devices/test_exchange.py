"""What a device without a network shows is answered, and what it says is installed is remembered."""

from uuid import UUID

import pytest

from autossa.documents.licenses.requests import DeviceRequest, Kind, write_request
from autossa.operations.devices import keys
from autossa.operations.devices.files import LicenseFileNotFound
from autossa.operations.devices.license_files.exchange import answer
from autossa.store import models
from tests.cast.machines import machine, pbx
from tests.cast.shop import Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
FEB, NEXT = "2026-02-02", "2026-02-03"


@pytest.fixture
def device(shop: Shop) -> UUID:
    keys.ensure(ctx=on("2026-01-01"))
    pbx()
    return machine(shop.covered())


def shown(device: UUID, version: str, product: str = "PBX", kind: Kind = Kind.REQUEST, serial: int = 0) -> int:
    """The serial that the device is answered with."""
    row = models.Device.objects.get(pk=device)
    request = DeviceRequest(kind, row.public_id, product=product, version=version, serial=serial)
    return answer(project=row.project_id, given=write_request(request), ctx=on(FEB)).serial


def installed() -> list[tuple[str, str]]:
    return list(models.Installation.objects.values_list("product__code", "version"))


def test_what_it_says_is_installed_is_remembered(device: UUID) -> None:
    serial = shown(device, "14.0")
    assert installed() == [("PBX", "14.0")]
    shown(device, "14.1", kind=Kind.CONFIRM, serial=serial)
    assert installed() == [("PBX", "14.1")]
    assert models.Activity.objects.filter(action="report_installation").count() == 2


@pytest.mark.parametrize(("product", "version"), [("NONE", "14.0"), ("", "14.0"), ("PBX", "")])
def test_it_is_answered_whatever_it_says_of_what_is_unknown(device: UUID, product: str, version: str) -> None:
    assert shown(device, version, product) == 1
    assert installed() == []


def test_nothing_is_remembered_of_what_is_refused(device: UUID) -> None:
    with pytest.raises(LicenseFileNotFound):
        shown(device, "14.0", kind=Kind.CONFIRM, serial=9)
    assert installed() == []
