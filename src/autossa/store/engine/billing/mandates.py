"""Mandates as the rules take them, from rows: with what was amended, and by what they were used (billing 12)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.billing.payments.mandates import Amendment, Mandate, Scheme, Use
from autossa.store import models

# A debit that was taken back before it was sent was no use; one that the bank refused went back on that day.
_USES = """
SELECT d.mandate_id::text, d.collect_on, coalesce(d.ended_on, (
    SELECT min(r.day) FROM payments p JOIN payment_returns r ON r.payment_id = p.id WHERE p.debit_id = d.id
))
FROM debits d WHERE d.mandate_id = ANY(%s::uuid[]) AND (d.ended_on IS NULL OR d.end_code <> '')
ORDER BY d.collect_on, d.id
"""


def mandates_in_force(payers: Iterable[UUID]) -> dict[UUID, Mandate]:
    """The one mandate of each payer that was neither stopped nor revoked. Three queries."""
    rows = models.Mandate.objects.filter(payer__in=list(payers), stopped_on=None, revoked_on=None)
    return {row.payer_id: found for row, found in with_history(rows)}


def with_history(rows: Iterable[models.Mandate]) -> list[tuple[models.Mandate, Mandate]]:
    """These mandates as the rules take them, each beside its row. Two queries."""
    listed = list(rows)
    keys = [row.pk for row in listed]
    amendments: dict[UUID, list[Amendment]] = defaultdict(list)
    for one in models.MandateAmendment.objects.filter(mandate__in=keys).order_by("day", "id"):
        amendments[one.mandate_id].append(Amendment(one.day, one.iban, one.holder))
    uses: dict[str, list[Use]] = defaultdict(list)
    for mandate, collect_on, returned_on in _all(_USES, keys) if keys else ():
        uses[mandate].append(Use(collect_on, returned_on))
    return [(row, _mandate(row, tuple(amendments[row.pk]), tuple(uses[str(row.pk)]))) for row in listed]


def _mandate(row: models.Mandate, amendments: tuple[Amendment, ...], uses: tuple[Use, ...]) -> Mandate:
    return Mandate(
        reference=row.reference,
        payer=str(row.payer_id),
        signed_on=row.signed_on,
        iban=row.iban,
        holder=row.holder,
        scheme=Scheme(row.scheme),
        is_one_off=row.is_one_off,
        confirmed_on=row.confirmed_on,
        amendments=amendments,
        uses=uses,
        stopped_on=row.stopped_on,
        stop_code=row.stop_code,
        revoked_on=row.revoked_on,
    )


def _all(sql: str, keys: list[UUID]) -> list[tuple[str, date, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [keys])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return [(mandate, collect_on, returned_on) for mandate, collect_on, returned_on in found]
