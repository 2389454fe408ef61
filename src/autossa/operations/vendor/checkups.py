"""When the database was verified and backed up, noted for those who watch it (`queries.runs.figures`)."""

from datetime import datetime
from enum import StrEnum

from django.db import DatabaseError, transaction

from autossa.store import models


class Kind(StrEnum):
    """What is done to the whole database from time to time."""

    VERIFY = "verify"
    BACKUP = "backup"


def note(*, kind: Kind, now: datetime, findings: int = 0, size: int = 0) -> bool:
    """Note that it was done; False where nothing can be written, as on a standby. `size` is in bytes."""
    values = {"done_at": now, "findings": findings, "size": size}
    try:
        with transaction.atomic():
            models.Checkup.objects.update_or_create(kind=kind, defaults=values)
    except DatabaseError:
        return False
    return True
