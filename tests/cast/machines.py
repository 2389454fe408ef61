"""Machines of the cast, with licenses on them and a product that is released; put there without a use case."""

from datetime import date
from uuid import UUID

from autossa.domain.devices.hardware_ids import hardware_key
from autossa.domain.releases.catalogue import ReleaseClass
from autossa.operations.releases import products, releases
from autossa.operations.releases.releases import ReleaseText
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import on

FIRST = "2026-01-15"


def machine(project: UUID, name: str = "Main site", hardware_id: str = "00:1b:21:3c:4d:5e", **more: object) -> UUID:
    key = hardware_key(hardware_id)
    return models.Device.objects.create(
        project_id=project, name=name, hardware_id=hardware_id, hardware_key=key, registered_on=d(FIRST), **more
    ).pk


def put_on(device: UUID, quantity: int, license_id: str = "L1", since: str = FIRST) -> models.Activation:
    row = models.Device.objects.get(pk=device)
    license = models.License.objects.get(project=row.project_id, code=license_id)
    return models.Activation.objects.create(
        project_id=row.project_id, device=row, license=license, quantity=quantity, since=d(since)
    )


def take_off(activation: models.Activation, day: str, left: int = 0) -> None:
    """Released from a day on, in whole or part."""
    ending = "changed" if left else "released"
    models.Activation.objects.filter(pk=activation.pk).update(ended_on=d(day), ending=ending)
    if left:
        put_on(activation.device_id, left, activation.license.code, since=day)


def pbx(*released: tuple[str, str], **more: object) -> UUID:
    """A product PBX of PORT and OPERATOR with these releases (version, day), published; the last one's id."""
    product = products.add_product(code="PBX", name="The PBX", ctx=on("2026-01-01"))
    products.set_product_types(product=product, majors={"PORT": "", "OPERATOR": ""}, ctx=on("2026-01-01"))
    branch = products.add_branch(product=product, name="14", ctx=on("2026-01-01"))
    return [published(branch, version, day, **more) for version, day in released][-1] if released else product


def published(branch: UUID, version: str, day: str, kind: ReleaseClass = ReleaseClass.FEATURE, **more: object) -> UUID:
    given = ReleaseText(version=version, released_on=d(day), release_class=kind, **more)  # type: ignore[arg-type]
    key = releases.draft(branch=branch, given=given, ctx=on("2026-01-02"))
    releases.publish(release=key, ctx=on("2026-01-02"))
    return key


def days_between(first: str, last: str) -> list[date]:
    return [date.fromordinal(number) for number in range(d(first).toordinal(), d(last).toordinal() + 1)]
