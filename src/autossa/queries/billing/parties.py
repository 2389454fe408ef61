"""Organisations as documents name them, version by version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.billing.parties import Party
from autossa.queries.billing.treatments import TreatmentRow, treatments_of
from autossa.store import models


@dataclass(frozen=True, slots=True)
class PartyVersion:
    """A version, from when on it held, and the names of what it changed."""

    version: int
    since: datetime
    party: Party
    changed: tuple[str, ...]

    @property
    def address(self) -> str:
        """In lines."""
        party = self.party
        return PostalAddress(party.street, party.more, party.post_code, party.city).text


_FIELDS = (
    "name", "number", "street", "more", "post_code", "city", "country", "vat_id", "email", "buyer_reference", "language"
)  # fmt: skip


def party_of(row: models.Party) -> Party:
    """A version as the domain has it."""
    return Party(**{name: getattr(row, name) for name in _FIELDS})


def parties(keys: Iterable[UUID]) -> dict[UUID, Party]:
    """The versions with these keys. One query."""
    return {row.id: party_of(row) for row in models.Party.objects.filter(pk__in=set(keys))}


def party_history(organisation: UUID) -> tuple[PartyVersion, ...]:
    """All versions of an organisation, the newest first. One query."""
    found: list[PartyVersion] = []
    before: Party | None = None
    for row in models.Party.objects.filter(organisation=organisation).order_by("version"):
        party = party_of(row)
        changed = () if before is None else tuple(n for n in _FIELDS if getattr(before, n) != getattr(party, n))
        found.append(PartyVersion(row.version, row.since, party, changed))
        before = party
    return tuple(reversed(found))


def billing_history(organisation: UUID) -> tuple[tuple[PartyVersion, ...], tuple[TreatmentRow, ...]]:
    """What invoices said of an organisation, and how it was taxed, the newest first. Three queries."""
    return party_history(organisation), treatments_of(organisation)
