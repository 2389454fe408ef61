"""What waits for a second person: write-offs and refunds that somebody proposed (billing 10, 13)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.ibans import masked
from autossa.queries.billing.payments.rows import claim_id
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class WaitingDecision:
    """A proposal; minor units. `number` is the claim's, "" for a refund, which has the account's last four signs.

    `is_mine`: the reader proposed it, so that somebody else has to approve it.
    """

    id: str
    is_refund: bool
    payer: str
    payer_id: str
    number: str
    claim: str
    account: str
    amount: Money
    currency: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    is_mine: bool


def waiting_decisions(reader: UUID | None, most: int | None = None) -> tuple[WaitingDecision, ...]:
    """What waits, the oldest first: all of it, or so much. Four queries."""
    undecided = {"approved_at": None, "declined_at": None}
    of_claims = models.WriteOff.objects.select_related("claim").filter(**undecided).order_by("proposed_at", "id")
    of_payers = models.Refund.objects.select_related("account").filter(**undecided).order_by("proposed_at", "id")
    write_offs, refunds = list(of_claims[:most]), list(of_payers[:most])
    payers = {row.claim.payer for row in write_offs} | {row.payer_id for row in refunds}
    names = dict(models.Organisation.objects.filter(pk__in=payers).values_list("id", "name"))
    proposers = {row.proposed_by for row in write_offs} | {row.proposed_by for row in refunds}
    people = {row.id: str(row) for row in models.User.objects.filter(pk__in=[key for key in proposers if key])}
    found = [
        WaitingDecision(
            row.public_id, False, names.get(row.claim.payer, ""), public_id("org", row.claim.payer), row.claim.number,
            claim_id(row.claim.kind, row.claim_id), "", row.amount, row.claim.currency, row.reason,
            people.get(row.proposed_by, "") if row.proposed_by else "", row.proposed_at, row.proposed_by == reader,
        )
        for row in write_offs
    ]  # fmt: skip
    found += [
        WaitingDecision(
            row.public_id, True, names.get(row.payer_id, ""), public_id("org", row.payer_id), "", "",
            masked(row.account.iban), row.amount, row.currency, row.reason, people.get(row.proposed_by, ""),
            row.proposed_at, row.proposed_by == reader,
        )
        for row in refunds
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.proposed_at))[:most]


def count_waiting_decisions() -> int:
    """How many wait. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM write_offs WHERE approved_at IS NULL AND declined_at IS NULL)"
            " + (SELECT count(*) FROM refunds WHERE approved_at IS NULL AND declined_at IS NULL)"
        )
        return int(cursor.fetchone()[0])
