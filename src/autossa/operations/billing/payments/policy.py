"""What the vendor decides of payments, from today on: a new version, never a change (billing 9 to 13)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from autossa.domain.billing.bank.ibans import is_creditor_id
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models

MOST_DAYS, MOST_MONTHS, MOST_TOLERANCE = 90, 36, 100_00


class CreditorIdNeeded(Invalid):
    """Direct debits need your SEPA creditor identifier."""

    field = "creditor_id"


class CreditorIdInvalid(Invalid):
    """This is not a SEPA creditor identifier. Check it digit by digit."""

    field = "creditor_id"


class CollectingAccountNeeded(Invalid):
    """Enter your IBAN in your details on invoices first: direct debits are credited to it."""

    field = "methods"


class PolicyNumberInvalid(Invalid):
    """This number is too small or too large."""


def set_payment_policy(
    *, methods: Iterable[Method], creditor_id: str, policy: PaymentPolicy, ctx: ActionContext
) -> UUID | None:
    """From today on it holds so; None where nothing changes. A transfer is always offered.

    Raises CreditorIdNeeded, CreditorIdInvalid, CollectingAccountNeeded, PolicyNumberInvalid.
    """
    offered = sorted({method.value for method in methods} - {Method.TRANSFER.value})
    creditor_id = "".join(creditor_id.split()).upper()
    _check(offered, creditor_id, policy)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payment_policies'))")
        ctx.check_seen()
        present = payment_terms(ctx.today)
        if (present.policy, present.creditor_id) == (policy, creditor_id) and present.offered == {
            Method.TRANSFER,
            *map(Method, offered),
        }:
            return None
        facts = {name: getattr(policy, name) for name in PaymentPolicy.__dataclass_fields__}
        row = models.PaymentPolicy.objects.create(
            starts_on=ctx.today,
            methods=offered,
            creditor_id=creditor_id,
            set_by=ctx.actor.user,
            set_at=ctx.now,
            **facts,
        )
        record_activity(ctx, "set_payment_policy", details={"methods": ", ".join(offered), **facts})
    return row.id


def _check(offered: list[str], creditor_id: str, policy: PaymentPolicy) -> None:
    if creditor_id and not is_creditor_id(creditor_id):
        raise CreditorIdInvalid
    if Method.DIRECT_DEBIT.value in offered:
        if not creditor_id:
            raise CreditorIdNeeded
        if not models.SellerFacts.objects.order_by("-number").values_list("iban", flat=True).first():
            raise CollectingAccountNeeded
    most = {"tolerance": MOST_TOLERANCE, "mandate_months": MOST_MONTHS}
    least = {"mandate_months": 1, "lead_days": 1}
    for name in ("tolerance", "prenotify_days", "lead_days", "core_final_days", "b2b_final_days", "mandate_months"):
        if not least.get(name, 0) <= getattr(policy, name) <= most.get(name, MOST_DAYS):
            error = PolicyNumberInvalid()
            error.field = name
            raise error
