"""How a calendar address is made and listed."""

from ninja import Field

from autossa.api.v1.frame.shapes import Answer, Body, Id
from autossa.operations.accounts.webhooks.messages import moment_text
from autossa.queries.accounts.calendars import FeedRow


class CalendarIn(Body):
    """Of what."""

    project: Id | None = Field(None, description="Of this project alone; without one of all that you may see.")


class CalendarMade(Answer):
    """A new address. It is answered once."""

    url: str


class CalendarOut(Answer):
    """An address that is good; of it the last letters alone are kept."""

    id: Id
    project_name: str | None = Field(description="Null: of all projects.")
    hint: str
    created_at: str
    last_read_at: str | None


def calendar_out(row: FeedRow) -> CalendarOut:
    """An address of one's own."""
    return CalendarOut(
        id=row.id, project_name=row.project or None, hint=row.hint, created_at=moment_text(row.created_at),
        last_read_at=moment_text(row.read_at) if row.read_at else None,
    )  # fmt: skip
