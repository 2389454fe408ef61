"""How an event is written."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field
from pydantic import AwareDatetime, BeforeValidator

from autossa.api.v1.frame.paging import PageAsk
from autossa.api.v1.frame.shapes import Answer, Body, Id
from autossa.operations.accounts.webhooks.messages import event_data, full_data, moment_text
from autossa.queries.access import Account
from autossa.queries.accounts.events import EventRow


def _comma(value: Any) -> Any:
    return [one for one in value[0].split(",") if one] if isinstance(value, list) and len(value) == 1 else value


class EventAsk(PageAsk):
    """Which events."""

    type: Annotated[list[str], BeforeValidator(_comma)] = Field(
        default_factory=list, max_length=50, description="Of these types; several with a comma between."
    )
    project: str = Field("", max_length=40, description="Of this project.")
    since: AwareDatetime | None = Field(None, description="From this moment on.")
    undelivered: str = Field("", max_length=40, description="Not delivered to the endpoint with this id.")
    full: bool = Field(False, description="With the object as it is now.")


class EventObject(Answer):
    """What an event is about, and where that is read."""

    id: str
    url: str | None


class EventActivity(Answer):
    """What somebody did, as the activity log says."""

    action: str
    actor: str
    details: dict[str, Any]


class EventOut(Answer):
    """What happened. `sequence` counts the events of its project from 1 on, without holes."""

    id: Id
    type: str
    occurred_at: str = Field(json_schema_extra={"format": "date-time"})
    sequence: int | None
    project: Id | None
    organisation: Id | None
    object: EventObject | None
    attributes: dict[str, Any] | None = Field(None, description="With full: the object as it is now.")
    activity: EventActivity | None = Field(None, description="With full: what the activity log says.")


class ResendIn(Body):
    """To which endpoint."""

    webhook: Id


class DeliveryMade(Answer):
    """A delivery that is due now."""

    id: Id


def event_out(row: EventRow, account: Account, now: datetime, *, is_full: bool) -> EventOut:
    """An event for somebody."""
    more = full_data(row, account, now) if is_full else {}
    return EventOut(type=row.type, occurred_at=moment_text(row.occurred_at), **event_data(row), **more)
