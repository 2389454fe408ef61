"""Contacts of an organisation: which addresses get the mails of which purpose."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.own_domain import is_outside
from autossa.operations.validation import MAX_NAME, read_email, read_line
from autossa.store import models
from autossa.store.models.organisations.organisations import FIRST_PURPOSES, PURPOSES
from autossa.wording.languages import LANGUAGES


class ContactExists(Invalid):
    """{email} is already a contact for this purpose."""

    field = "email"


class ContactOutside(Invalid):
    """Until the vendor has verified {name}, its contacts have addresses of its own domain."""

    field = "email"


class ContactNotFound(NotFound):
    """There is no such contact."""


class UnknownPurpose(Invalid):
    """There is no purpose {purpose}; there are {purposes}."""

    field = "purpose"


class UnknownLanguage(Invalid):
    """There is no language {language}; there are {languages}."""

    field = "language"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who gets the mails of a purpose (admin, billing, invoice, license), and in which language."""

    purpose: str
    name: str
    email: str
    language: str


def add(*, organisation: UUID, new: Contact, ctx: ActionContext) -> UUID:
    """A new contact.

    Raises ContactExists, ContactOutside, UnknownPurpose, UnknownLanguage, LimitReached, Invalid for the address.
    """
    fields = _read(new)
    limits.count(Deed.REQUEST, ctx, organisations=[organisation])
    _check_own(organisation, fields["email"], ctx)
    return _add(organisation, fields, ctx)


def _add(organisation: UUID, fields: dict[str, str], ctx: ActionContext) -> UUID:
    try:
        with transaction.atomic():
            row = models.Contact.objects.create(organisation_id=organisation, **fields)
            _record(ctx, "add_contact", organisation, row)
    except IntegrityError:
        raise ContactExists(email=fields["email"]) from None
    return row.id


def add_everywhere(*, organisation: UUID, email: str, language: str, ctx: ActionContext) -> None:
    """The first contact of a new organisation, for each of the first purposes: who is to own it. Raises as `add`."""
    for purpose in FIRST_PURPOSES:
        _add(organisation, _read(Contact(purpose, "", email, language)), ctx)


def change(*, contact: UUID, organisation: UUID, new: Contact, ctx: ActionContext) -> None:
    """Change a contact. Raises ContactNotFound, ChangedSinceShown, else as `add`."""
    fields = _read(new)
    limits.count(Deed.REQUEST, ctx, organisations=[organisation])
    _check_own(organisation, fields["email"], ctx)
    try:
        with transaction.atomic():
            found = models.Contact.objects.select_for_update().filter(pk=contact, organisation_id=organisation)
            if found.first() is None:
                raise ContactNotFound
            ctx.check_seen()
            found.update(**fields)
            _record(ctx, "change_contact", organisation, models.Contact(**fields))
    except IntegrityError:
        raise ContactExists(email=new.email) from None


def remove(*, contact: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Remove a contact; where none is left for a purpose, the owners get its mails. Raises ContactNotFound."""
    with transaction.atomic():
        found = models.Contact.objects.select_for_update().filter(pk=contact, organisation_id=organisation)
        row = found.first()
        if row is None:
            raise ContactNotFound
        ctx.check_seen()
        row.delete()
        _record(ctx, "remove_contact", organisation, row)


def _read(new: Contact) -> dict[str, str]:
    if new.purpose not in PURPOSES:
        raise UnknownPurpose(purpose=new.purpose, purposes=", ".join(PURPOSES))
    if new.language not in LANGUAGES:
        raise UnknownLanguage(language=new.language, languages=", ".join(LANGUAGES))
    return {
        "purpose": new.purpose,
        "name": read_line(new.name, "the name", MAX_NAME, required=False, field="name"),
        "email": read_email(new.email),
        "language": new.language,
    }


def _check_own(organisation: UUID, address: str, ctx: ActionContext) -> None:
    """Contacts get e-mails, and so would anybody whom a company names that nobody knows. Raises ContactOutside."""
    row = models.Organisation.objects.filter(pk=organisation).first()
    if row is not None and is_outside(row, address, ctx):
        raise ContactOutside(name=row.name)


def _record(ctx: ActionContext, action: str, organisation: UUID, contact: models.Contact) -> None:
    details = {"purpose": contact.purpose, "email": contact.email}
    record_activity(ctx, action, organisation=organisation, details=details)
