"""The accounts of several payers at once, under their locks, as `payments.desk` opens one; what is booked on them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.facts import Why
from autossa.domain.billing.payments.index import Fact
from autossa.operations.billing.payments.desk import Desk, say_moved, write_rows
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.queries.billing.payments.accounts import accounts_of
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.rows import AssignmentRow


@dataclass
class Booked:
    """What is to be written, in the order in which it was decided: whose payments are, and what they are for."""

    assigned: dict[UUID, tuple[UUID, Why]] = field(default_factory=dict)
    rows: list[Fact] = field(default_factory=list)

    def write(self, ctx: ActionContext) -> None:
        """All of it. Raises IntegrityError where somebody said at the same moment whose a payment is."""
        copy_rows(
            [
                AssignmentRow(key, payer, ctx.today, why.value, ctx.actor.user, ctx.now)
                for key, (payer, why) in self.assigned.items()
            ]
        )
        write_rows(self.rows, ctx)


def open_desks(wanted: Iterable[tuple[UUID, str]], ctx: ActionContext) -> Iterator[Desk]:
    """Lock these payers, in the order of their ids, and read their accounts in these currencies.

    Inside a transaction, and a constant number of queries. One that is no payer is left out. Raises DayToCome.
    """
    keys = list(wanted)
    found = models.Organisation.objects.select_for_update().filter(pk__in={payer for payer, _ in keys})
    payers = set(found.exclude(kind="vendor").order_by("pk").values_list("pk", flat=True))
    check_day(ctx)
    say_moved(payers, ctx)
    quiet, terms = replace(ctx, seen=None), payment_terms(ctx.today)
    accounts, left_out = accounts_of(payers), _disputed(payers)
    for payer, currency in keys:
        if payer in payers:
            key = (str(payer), currency)
            yield Desk(payer, accounts.get(key) or Account(*key), terms, quiet, left_out.get(payer, frozenset()))


def _disputed(payers: set[UUID]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = {}
    rows = models.Dispute.objects.filter(ended_on=None, claim__payer__in=payers)
    for payer, claim in rows.values_list("claim__payer", "claim_id"):
        found[payer] = found.get(payer, frozenset()) | {str(claim)}
    return found
