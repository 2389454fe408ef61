"""Who is to be erased: what they are and were called, and their e-mail addresses, as far as these are proven.

Somebody without an account is known by one address, and by what contacts with it are called.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import connection

from autossa.queries.organisations.people import PersonRow, person
from autossa.store import models


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Present and former names and addresses, each once."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """A person, and all that an alias will stand for once they are blocked."""

    person: PersonRow
    known: KnownAs


def erasure_page(user: UUID) -> ErasurePage | None:
    """None for somebody who does not exist (any more)."""
    row = person(user)
    return ErasurePage(row, known_as(user)) if row is not None else None


def known_as(user: UUID) -> KnownAs:
    """Of a person; nothing for one who does not exist."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT given, is_address FROM known_as(%s) ORDER BY given", [user])
        found = cursor.fetchall()
    return KnownAs(
        tuple(given for given, is_address in found if not is_address),
        tuple(given for given, is_address in found if is_address),
    )


@dataclass(frozen=True, slots=True)
class AddressPage:
    """An address that is no account's, and what an alias will stand for: names, and where the address has a place."""

    address: str
    has_account: bool
    names: tuple[str, ...]
    contact_of: tuple[str, ...]
    invited_to: tuple[str, ...]
    invoiced_for: tuple[str, ...]
    registrations: int
    waiting_mails: int


def address_page(address: str) -> AddressPage:
    """Of an address in the form that is kept. Seven queries."""
    contacts = models.Contact.objects.filter(email=address)
    invitations = models.Invitation.objects.filter(email=address)
    contracts = models.Contract.objects.filter(invoice_contact=address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT given FROM names_at(%s) ORDER BY given", [address])
        names = tuple(given for (given,) in cursor.fetchall())
    return AddressPage(
        address,
        has_account(address),
        names,
        _each(contacts.values_list("organisation__name", flat=True)),
        _each(invitations.values_list("organisation__name", flat=True)),
        _each(contracts.values_list("project__name", flat=True)),
        models.Registration.objects.filter(email=address).count(),
        models.OutboxMessage.objects.filter(payload__to=address, delivered_at=None).count(),
    )


def has_account(address: str) -> bool:
    """Somebody logs in with it, or has proven that it is theirs."""
    is_proven = EmailAddress.objects.filter(email=address, verified=True).exists()
    return is_proven or models.User.objects.filter(email=address).exists()


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
