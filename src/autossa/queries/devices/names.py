"""From what people type to a device of a project."""

from uuid import UUID

from autossa.domain.devices.hardware_ids import NotAHardwareId, hardware_key
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import read_public_id


def find_device(project: UUID, text: str) -> UUID:
    """A present device of a project by `dev_…` or its hardware id, else by its exact name. Raises Unknown.

    What is printed on a device comes before what somebody called another one.
    """
    present = models.Device.objects.present().filter(project=project)
    try:
        found = present.filter(pk=read_public_id(models.Device.PREFIX, text)).first()
    except ValueError:
        found = _by_hardware(project, text) or present.filter(name=text).first()
    if found is None:
        raise Unknown(f"no device {text} in this project; give dev_…, its hardware ID or its name")
    return found.pk


def _by_hardware(project: UUID, text: str) -> models.Device | None:
    try:
        key = hardware_key(text)
    except NotAHardwareId:
        return None
    return models.Device.objects.present().filter(project=project, hardware_key=key).first()
