"""Who may approve a quote for the customer: its owners and managers, and contacts that have no account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from autossa.domain.orders.quotes import About
from autossa.domain.rights import Action, Role, Standing, may
from autossa.queries.one_time_secrets import digest
from autossa.store import models
from autossa.store.ids import public_id

ACCEPTS: dict[About, Action] = {
    About.CREDITS: Action.EDIT_BILLING,
    About.LICENSES: Action.EDIT_BILLING,
    About.CONTRACT: Action.EDIT_CONTRACTS,
}
"""What somebody must be allowed to do who accepts a quote."""

_PURPOSES = ("admin", "billing")


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who can be asked; `user` is the person, None for a contact without an account."""

    id: str
    name: str
    email: str
    language: str
    user: UUID | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link leads to: the request and its quote, by key."""

    consent: UUID
    quote: UUID
    project: UUID
    customer: UUID
    customer_name: str
    name: str
    user: UUID | None
    asked_by: str
    message: str
    expires_at: datetime


def approvers(customer: UUID, about: About) -> tuple[Approver, ...]:
    """Who can be asked for a customer, people first. Two queries.

    A contact is for administration or invoices; one that is the address of somebody with an account acts as that
    person, or not at all.
    """
    return (*_people(customer, about), *_contacts(customer))


def bound_by(quote: models.Quote) -> UUID:
    """Whose deed accepting a quote is: the payer's of an order, the customer's of a contract."""
    return quote.project.customer_id if About(quote.about) is About.CONTRACT else quote.payer_id


def find_asked(secret: str, now: datetime) -> Asked | None:
    """An open request by the secret of its link, while whoever was asked may still approve.

    None alike for one that is unknown, answered, withdrawn or expired.
    """
    row = (
        models.Consent.objects.open()
        .select_related("quote__project__customer")
        .filter(digest=digest(secret), expires_at__gt=now)
        .first()
    )
    if row is None:
        return None
    customer = row.quote.project.customer
    if customer.suspended_on is not None or not is_still_one(row, customer.id):
        return None
    return Asked(
        row.id, row.quote_id, row.quote.project_id, customer.id, customer.name, row.name, row.user, row.asked_by_name,
        row.message, row.expires_at,
    )  # fmt: skip


def is_still_one(row: models.Consent, customer: UUID) -> bool:
    """Whoever was asked still speaks for the customer, under the address that the link was sent to."""
    found = approvers(customer, About(row.quote.about))
    return any(one.user == row.user and one.email == row.email for one in found)


def _people(customer: UUID, about: About) -> Iterator[Approver]:
    roles = [role.value for role in Role if _may(role, ACCEPTS[about])]
    found = models.Membership.objects.select_related("user").filter(
        organisation=customer, role__in=roles, user__is_active=True, user__suspended_at=None
    )
    for row in found.order_by("user__name", "user__email"):
        person = row.user
        yield Approver(
            public_id("usr", person.id), person.name or person.email, person.email, person.language, person.id
        )


def _contacts(customer: UUID) -> Iterator[Approver]:
    found = models.Contact.objects.filter(organisation=customer, purpose__in=_PURPOSES).order_by("email", "purpose")
    people = set(models.User.objects.filter(email__in=found.values("email")).values_list("email", flat=True))
    seen: set[str] = set()
    for row in found:
        if row.email not in people and row.email not in seen:
            seen.add(row.email)
            yield Approver(public_id("ctc", row.id), row.name or row.email, row.email, row.language, None)


def _may(role: Role, action: Action) -> bool:
    return role in (Role.OWNER, Role.MANAGER, Role.VIEWER) and may(action, frozenset({Standing(role.value)}))
