"""Messages that must leave the process, written with what caused them."""

from typing import Any
from uuid import UUID

from autossa.operations.occasions import Occasion
from autossa.store.copying import copy_rows
from autossa.store.ids import new_id
from autossa.store.tables import COLUMNS


def tell(topic: str, payload: dict[str, Any], by: Occasion, project: UUID | None = None) -> None:
    """Put a message into the outbox, in the present transaction."""
    copy_rows("outbox", COLUMNS["outbox"], [(new_id(), topic, project, payload, by.now, 0, "")])
