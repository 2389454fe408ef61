"""Who is to be erased: what they are and were called, and their e-mail addresses, as far as these are proven."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from autossa.queries.organisations.people import PersonRow, person


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
