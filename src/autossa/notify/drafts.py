"""From an event in the outbox to the mail it makes: which one, to whom, with which values in their language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from autossa.queries.organisations.recipients import Recipient
from autossa.queries.vendor.demo_clock import days_ahead
from autossa.store import models
from autossa.wording.glossary import on_behalf_of, the_project

Values = Callable[[str], dict[str, str]]
Personal = Callable[[Recipient], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the outbox: what happened, when; the moment at which its mails are made, and the vendor's zone."""

    id: UUID
    topic: str
    payload: Mapping[str, Any]
    project: UUID | None
    created_at: datetime
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The day in the vendor's zone on which the mails are made; the demo may show another one."""
        if settings.TODAY:
            return date.fromisoformat(settings.TODAY) + timedelta(days=days_ahead())
        return self.now.astimezone(self.zone).date()

    def key(self, name: str) -> UUID:
        """An id in the payload."""
        return UUID(self.payload[name])


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a mail, by its kind (`operations.runs.attachments` knows them) and the id of what it shows.

    The outbox keeps this; the file itself is read, or made, when the mail is sent.
    """

    kind: str
    key: UUID
    form: str

    def as_payload(self) -> dict[str, str]:
        """As the outbox keeps it."""
        return {"kind": self.kind, "key": str(self.key), "form": self.form}


@dataclass(frozen=True, slots=True)
class MailDraft:
    """One mail to several people; after `expires` it is of no use and not sent any more.

    `personal` are values that depend on who reads, such as "your project". All of them get the `attachments`.
    """

    key: str
    recipients: list[Recipient]
    values: Values
    path: str
    expires: datetime | None = None
    personal: Personal = lambda _: {}
    attachments: tuple[Attached, ...] = ()

    def values_for(self, to: Recipient) -> dict[str, str]:
        """What the mail says to one of them, in their language."""
        return self.values(to.language) | self.personal(to)


MailBuilder = Callable[[Event], MailDraft | Sequence[MailDraft] | None]
"""Gives None when an event makes no mail, or no longer; several when it tells people different things."""


def project_of(event: Event) -> models.Project:
    """The event's project with its customer."""
    if event.project is None:
        raise LookupError("the event names no project")
    return models.Project.objects.select_related("customer").get(pk=event.project)


def names(project: models.Project) -> dict[str, str]:
    """What every mail about a project can say."""
    return {"project": project.name, "customer": project.customer.name}


def to_reader_of(project: models.Project) -> Personal:
    """A project in the reader's own relation: "your project Office", or "the project Office of Alice Ltd"."""

    def personal(to: Recipient) -> dict[str, str]:
        customer = "" if to.reads_for == project.customer_id else project.customer.name
        return {"the_project": the_project(project.name, customer, to.language), "for_customer": customer}

    return personal


def about_project(key: str, project: models.Project, to: list[Recipient], values: Values, path: str) -> MailDraft:
    """A mail about a project: its names beside the values, and the project in each reader's relation."""
    personal = to_reader_of(project)
    return MailDraft(key, to, lambda language: names(project) | values(language), path, personal=personal)


def signed(row: models.Activity | models.ContractMessage, customer: UUID, language: str) -> str:
    """Who did it, by name, with the organisation they did it for where they are not of the customer."""
    acting_for = models.Organisation.objects.filter(pk=row.acting_for).first() if row.acting_for else None
    if acting_for:
        return on_behalf_of(row.actor_name, acting_for.name, language)
    with_them = models.Membership.objects.filter(user=row.actor, organisation__kind__in=["customer", "partner"])
    found = with_them.order_by("organisation__name").values_list("organisation_id", "organisation__name")
    names = dict(found) if row.actor else {}
    if not names or customer in names:
        return row.actor_name
    return f"{row.actor_name} ({', '.join(names.values())})"


def find_activity(event: Event, action: str) -> models.Activity | None:
    """The activity row that was written together with the event: who did it, and their words."""
    found = models.Activity.objects.filter(project=event.project, action=action, at=event.created_at)
    return found.filter(pk__gt=event.id).order_by("pk").first() or found.order_by("-pk").first()
