"""A row in each table of payments, the bank and dunning; what a copy of it needs; and what breaks it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from autossa.domain.billing.documents import Method
from autossa.operations.billing.documents import put_file
from autossa.operations.billing.payments import moving, receiving
from autossa.queries.billing import shelf
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, NOW, VERA, Shop, on

DAY = date(2026, 6, 10)
LATER, NOBODY = NOW.replace(month=6, day=10), UUID(int=7)
IBAN, SHA256 = "DE02120300000000202051", "0" * 64


def fill_money(shop: Shop) -> None:
    """Money that came, went back, was paid out, moved and given up; a debit, a checkout, a letter, a suspension."""
    _terms(shop)
    open_claims = models.Claim.objects.filter(payer=shop.alice, rest__gt=200).order_by("due_on", "id")
    first, second, third, *_ = open_claims
    paid = _paid(shop.alice, 1_00, first.id)
    moving.move(payment=_paid(shop.alice, 7_00), payer=shop.charlie, ctx=on(DAY.isoformat()))
    fee, *moved = _bank()
    models.SetAside.objects.create(bank_payment=fee, reason="A fee of the bank", by=VERA.user, at=LATER)
    debit, checkout = _debited(shop, second), _checked_out(shop, second)
    models.Payment.objects.create(
        day=DAY, amount=9_00, currency="EUR", method="transfer", source="bank", bank_payment=moved[0], debit=debit,
        checkout=checkout, entered_at=LATER,
    )  # fmt: skip
    back = _sent_back(paid, first, moved[1])
    _refunded(shop, moved[2])
    letter = _dunned(shop, third)
    _fees(shop, letter, back)
    _held(shop, third)
    models.WriteOff.objects.create(
        claim=third, amount=1, reason="Not worth it", alone=False, proposed_by=VERA.user, proposed_at=LATER
    )
    order = models.CreditOrder.objects.filter(state="open")[0]
    models.Continuation.objects.create(
        order=order, option="annual_monthly", pay_until=date(2026, 7, 1), asked_by=ALICE.user, asked_at=LATER
    )


def _terms(shop: Shop) -> None:
    models.PaymentPolicy.objects.create(
        starts_on=DAY, methods=["direct_debit", "card"], creditor_id="DE98ZZZ09999999999", tolerance=5,
        uses_credit=True, passes_on_fees=True, prenotify_days=5, lead_days=1, core_final_days=56, b2b_final_days=3,
        mandate_months=36, set_by=VERA.user, set_at=LATER,
    )  # fmt: skip
    models.PaymentChoice.objects.create(payer_id=shop.alice, method="transfer", set_by=ALICE.user, set_at=LATER)
    models.BaseRate.objects.create(starts_on=DAY, points=227, set_by=VERA.user, set_at=LATER)


def _paid(payer: UUID, amount: int, *documents: UUID) -> UUID:
    payment = new_id()
    receiving.enter(
        payment=payment, payer=payer, amount=amount, currency="EUR", method=Method.TRANSFER, day=DAY,
        documents=documents, ctx=on(DAY.isoformat()),
    )  # fmt: skip
    return payment


def _bank() -> list[models.BankPayment]:
    file = models.BankFile.objects.create(
        name="june.xml", sha256=SHA256, size=1, entries=1, new_entries=1, imported_by=VERA.user, imported_at=LATER
    )
    entry = models.BankEntry.objects.create(
        file=file, identity="a" * 32, account=IBAN, day=DAY, amount=-12_00, currency="EUR", is_reversal=False
    )
    return [
        models.BankPayment.objects.create(entry=entry, position=n, amount=-2_00, charges=0, name="The bank")
        for n in range(1, 7)
    ]


def _debited(shop: Shop, claim: models.Claim) -> models.Debit:
    mandate = models.Mandate.objects.create(
        reference="M-1", payer_id=shop.alice, scheme="CORE", signed_on=DAY, signed_by=ALICE.user, signed_at=LATER,
        iban=IBAN, holder="Alice Ltd", text="Collect it",
    )  # fmt: skip
    models.Mandate.objects.create(
        reference="M-3", payer_id=shop.charlie, scheme="CORE", signed_on=DAY, signed_at=LATER, iban=IBAN,
        holder="Charlie", text="Collect it",
    )  # fmt: skip
    models.MandateAmendment.objects.create(
        mandate=mandate, day=DAY, iban=IBAN, holder="Alice Ltd", made_by=ALICE.user, made_at=LATER
    )
    sha256 = put_file(b"<D-1/>")
    with transaction.atomic():
        file = models.BankOrder.objects.create(
            kind="debits", scheme="CORE", day=DAY + timedelta(days=5), message_id="D-1", count=1, total=1_00,
            sha256=sha256, size=6, path=shelf.path_of(sha256), made_on=DAY, made_by=VERA.user, made_at=LATER,
        )  # fmt: skip
        debit = models.Debit.objects.create(
            file=file, mandate=mandate, end_to_end_id="E-1", sequence="FRST", collect_on=file.day, amount=1_00
        )
        models.DebitPart.objects.create(debit=debit, claim=claim, amount=1_00)
    models.DebitNotice.objects.create(claim=claim, told_on=DAY, collect_on=file.day, told_at=LATER)
    models.DebitRetry.objects.create(claim=claim, day=DAY, by=VERA.user, at=LATER)
    return debit


def _checked_out(shop: Shop, claim: models.Claim) -> models.Checkout:
    checkout = models.Checkout.objects.create(
        payer_id=shop.alice, currency="EUR", amount=1_00, provider="fake", provider_id="cs_1", made_by=ALICE.user,
        made_at=LATER, expires_at=LATER + timedelta(days=1),
    )  # fmt: skip
    models.CheckoutPart.objects.create(checkout=checkout, claim=claim, amount=1_00)
    models.GatewayEvent.objects.create(
        provider="fake", event="evt_1", kind="checkout.session.completed", checkout=checkout, received_at=LATER
    )
    return checkout


def _sent_back(payment: UUID, claim: models.Claim, by: models.BankPayment) -> models.PaymentReturn:
    with transaction.atomic():
        models.Allocation.objects.create(payment_id=payment, claim=claim, day=DAY, amount=-50, why="returned", at=LATER)
        return models.PaymentReturn.objects.create(
            payment_id=payment, day=DAY, amount=40, code="AC04", fee=3_00, bank_payment=by, at=LATER
        )


def _refunded(shop: Shop, done: models.BankPayment) -> None:
    """Two that were approved, one of which the bank has done, and one that waits for a second person."""
    payments = [_paid(shop.charlie, 10_00) for _ in range(2)]
    account = models.PayoutAccount.objects.create(
        payer_id=shop.charlie, iban=IBAN, holder="Charlie", confirmed_by=ALICE.user, confirmed_at=LATER
    )
    asked: dict[str, Any] = {
        "payer_id": shop.charlie, "currency": "EUR", "amount": 3_00, "account": account, "reason": "Paid twice",
        "proposed_by": VERA.user, "proposed_at": LATER,
    }  # fmt: skip
    approved: dict[str, Any] = {"approved_on": DAY, "approved_by": ALICE.user, "approved_at": LATER}
    for by in (None, done):
        with transaction.atomic():
            refund = models.Refund.objects.create(**asked, **approved, bank_payment=by)
            models.Payout.objects.create(refund=refund, payment_id=payments[0], day=DAY, amount=3_00)
    models.Refund.objects.create(**asked)


def _dunned(shop: Shop, claim: models.Claim) -> models.DunningLetter:
    policy = models.DunningPolicy.objects.create(
        starts_on=DAY, is_on=False, levels=[], warn_days=7, max_open_monthly=2, max_open=1, set_by=VERA.user,
        set_at=LATER,
    )  # fmt: skip
    invoice = models.Invoice.objects.get(pk=claim.id)
    letter = models.DunningLetter.objects.create(
        payer_id=shop.alice, currency="EUR", year=2026, number=1, day=DAY, level=1, name="reminder", pay_until=DAY,
        total=claim.rest, policy=policy, buyer=invoice.buyer, made_at=LATER,
    )  # fmt: skip
    models.DunningLine.objects.create(letter=letter, claim=claim, position=1, level=1, rest=claim.rest)
    contract = models.Contract.objects.get()
    of: dict[str, Any] = {"contract": contract, "payer_id": shop.alice, "currency": "EUR", "documents": [claim.id]}
    models.SuspensionWarning.objects.create(day=DAY, suspend_on=DAY + timedelta(days=7), made_at=LATER, **of)
    models.DunningSuspension.objects.create(day=DAY, made_at=LATER, **of)
    _kept(letter)
    return letter


def _kept(letter: models.DunningLetter) -> None:
    design, content = models.DocumentDesign.objects.all()[0], b"%PDF of a letter"
    sha256 = put_file(content)
    models.DocumentFile.objects.create(
        letter=letter, format="pdf", sha256=sha256, size=len(content), path=shelf.path_of(sha256), design=design,
        version=1, made_at=LATER,
    )  # fmt: skip


def _fees(shop: Shop, letter: models.DunningLetter, back: models.PaymentReturn) -> None:
    of: dict[str, Any] = {"payer_id": shop.alice, "currency": "EUR", "year": 2026, "day": DAY, "made_at": LATER}
    models.Fee.objects.create(number=1, amount=5_00, reason="letter", letter=letter, **of)
    models.Fee.objects.create(number=2, amount=3_00, reason="returned", payment_return=back, **of)
    models.InvoiceSeries.objects.bulk_create(
        models.InvoiceSeries(series=series, year=2026, last=last) for series, last in (("DUN", 1), ("FEE", 2))
    )


def _held(shop: Shop, claim: models.Claim) -> None:
    by: dict[str, Any] = {"day": DAY, "set_by": VERA.user, "set_at": LATER}
    models.DunningPause.objects.create(payer_id=shop.alice, until=DAY, reason="On holiday", **by)
    models.PaymentPromise.objects.create(payer_id=shop.alice, until=DAY, documents=[claim.id], **by)
    models.Dispute.objects.create(claim=claim, reason="Never ordered", **by)


MONEY_UNUSED: dict[str, dict[str, Any]] = {
    "allocations": {"amount": 1},
    "bank_entries": {"identity": "b" * 32},
    "bank_orders": {"message_id": "D-2"},
    "bank_payments": {"position": 999},
    "checkouts": {"provider_id": "cs_2"},
    "debits": {"end_to_end_id": "E-2", "collect_on": date(2100, 1, 1)},
    "disputes": {"ended_on": DAY},
    "dunning_letters": {"number": 999, "day": date(2100, 1, 1)},
    "dunning_policies": {"levels": Jsonb([])},
    "dunning_suspensions": {"resumed_on": DAY, "resumed_at": LATER},
    "fees": {"number": 999, "reason": "interest"},
    "gateway_events": {"event": "evt_2"},
    "mandates": {"reference": "M-2", "revoked_on": DAY},
    "payment_returns": {"amount": 1, "bank_payment_id": None},
    "payments": {
        "payer_id": None, "allocated": 0, "returned": 0, "paid_out": 0, "bank_payment_id": None, "debit_id": None,
        "checkout_id": None,
    },
    "refunds": {"approved_on": None, "approved_by": None, "approved_at": None, "declined_at": LATER},
    "suspension_warnings": {"day": date(2026, 6, 1)},
    "write_offs": {"declined_at": LATER},
}  # fmt: skip
"""What a copy of a row must have of its own, beside a new id."""
_ANOTHER = (
    "SELECT id FROM claims WHERE payer = (SELECT payer_id FROM mandates WHERE reference = 'M-1')"
    " AND id NOT IN (SELECT document FROM {})"
)
MONEY_OF_OTHERS = {
    "checkout_parts": ("document", _ANOTHER.format("checkout_parts")),
    "continuations": ("order_id", "SELECT id FROM credit_orders WHERE id NOT IN (SELECT order_id FROM continuations)"),
    "debits": ("mandate_id", "SELECT id FROM mandates WHERE reference = 'M-3'"),
    "debit_parts": ("document", _ANOTHER.format("debit_parts")),
    "dunning_lines": ("document", _ANOTHER.format("dunning_lines")),
    "payment_assignments": ("payment_id", "SELECT id FROM payments WHERE payer_id IS NULL"),
    "payouts": (
        "payment_id",
        "SELECT p.id FROM payments p JOIN refunds r USING (payer_id)"
        " WHERE p.id NOT IN (SELECT payment_id FROM payouts)",
    ),
    "set_aside": (
        "bank_payment_id",
        "SELECT id FROM bank_payments WHERE id NOT IN (SELECT bank_payment_id FROM set_aside)",
    ),
}
"""What a copy of a row must take from another table."""
MONEY_CHOSEN = {
    "allocations": "why = 'returned'",
    "fees": "reason = 'letter'",
    "mandates": "reference = 'M-1'",
    "payment_assignments": "payment_id IN (SELECT payment_id FROM allocations)",
    "payments": "bank_payment_id IS NOT NULL",
    "refunds": "approved_at IS NOT NULL AND bank_payment_id IS NULL",
}
"""Which row is copied, where it matters."""
MONEY_REFERRED = {
    "alices_payment": "SELECT payment_id FROM payment_returns",
    "another_payment": "SELECT payment_id FROM payouts",
    "bank_order": "SELECT id FROM bank_orders",
    "claimed_return": "SELECT payment_return_id FROM fees WHERE payment_return_id IS NOT NULL",
    "done_refund": "SELECT bank_payment_id FROM refunds WHERE bank_payment_id IS NOT NULL",
}

CHECK, UNIQUE = "23514", "23505"
_LONG_AGO = date(2000, 1, 1)
_APPROVED = {"approved_by": VERA.user, "approved_at": LATER, "declined_at": None}
MONEY_BREAKS: list[tuple[str, str, dict[str, Any]]] = [
    (CHECK, "invoices_method", {"method": "cheque"}),
    # what payers chose and gave
    (CHECK, "payment_policies_methods", {"methods": ["cheque"]}),
    (CHECK, "payment_policies_tolerance", {"tolerance": -1}),
    (CHECK, "payment_policies_creditor", {"creditor_id": ""}),
    (CHECK, "payment_choices_method", {"method": "cheque"}),
    (UNIQUE, "mandates_reference_key", {"reference": ...}),
    (CHECK, "mandates_scheme", {"scheme": "COR1"}),
    (CHECK, "mandates_iban", {"iban": "DE"}),
    (CHECK, "mandates_holder", {"holder": ""}),
    (CHECK, "mandates_stopped", {"stop_code": "AC04"}),
    (CHECK, "mandates_days", {"confirmed_on": _LONG_AGO}),
    (CHECK, "mandates_days", {"stopped_on": _LONG_AGO}),
    (CHECK, "mandates_days", {"revoked_on": _LONG_AGO}),
    (UNIQUE, "mandates_one_in_force", {"revoked_on": None}),
    (CHECK, "mandate_amendments_iban", {"iban": "DE"}),
    (CHECK, "mandate_amendments_holder", {"holder": ""}),
    (CHECK, "continuations_ended", {"refusal": "no_price"}),
    (CHECK, "continuations_ended", {"concluded_on": DAY}),
    # the bank
    (CHECK, "bank_files_sha256", {"sha256": "A" * 64}),
    (CHECK, "bank_files_entries", {"new_entries": 2}),
    (UNIQUE, "bank_entries_identity_key", {"identity": ...}),
    (CHECK, "bank_entries_amount", {"amount": 0}),
    (UNIQUE, "bank_payments_once", {"position": ...}),
    (CHECK, "set_aside_reason", {"reason": ""}),
    (UNIQUE, "bank_orders_message_id_key", {"message_id": ...}),
    (CHECK, "bank_orders_kind", {"kind": "gifts", "scheme": ""}),
    (CHECK, "bank_orders_scheme", {"scheme": ""}),
    (CHECK, "bank_orders_scheme", {"kind": "refunds"}),
    (CHECK, "bank_orders_total", {"total": 0}),
    (CHECK, "bank_orders_total", {"count": 0}),
    (CHECK, "bank_orders_ended", {"sent_at": LATER, "taken_back_at": LATER}),
    (CHECK, "bank_orders_sha256", {"sha256": "A" * 64}),
    (UNIQUE, "debits_end_to_end_id_key", {"end_to_end_id": ...}),
    (CHECK, "debits_sequence", {"sequence": "NEXT"}),
    (CHECK, "debits_amount", {"amount": 0}),
    (UNIQUE, "debits_once", {"mandate_id": ...}),
    (CHECK, "debits_whole", {"amount": 2_00}),
    (CHECK, "debit_parts_amount", {"amount": 0}),
    (CHECK, "debit_parts_whole", {"amount": 5}),
    (CHECK, "debit_notices_days", {"collect_on": _LONG_AGO}),
    (CHECK, "checkouts_state", {"state": "gone"}),
    (CHECK, "checkouts_amount", {"amount": 0}),
    (UNIQUE, "checkouts_once", {"provider_id": ...}),
    (CHECK, "checkout_parts_amount", {"amount": 0}),
    # payments
    (CHECK, "payments_method", {"method": "cheque"}),
    (CHECK, "payments_source", {"source": "found"}),
    (CHECK, "payments_amount", {"amount": 0}),
    (CHECK, "payments_new", {"paid_out": 1}),
    (CHECK, "payments_new", {"allocated": 1}),
    (CHECK, "payments_new", {"payer_id": NOBODY}),
    (CHECK, "payments_new", {"moved": 1}),
    (UNIQUE, "payments_bank_payment_id_key", {"bank_payment_id": ...}),
    (UNIQUE, "payments_debit_id_key", {"debit_id": ...}),
    (UNIQUE, "payments_checkout_id_key", {"checkout_id": ...}),
    (CHECK, "payment_assignments_why", {"why": "luck"}),
    (CHECK, "allocations_why", {"why": "luck"}),
    (CHECK, "allocations_amount", {"amount": 0}),
    (CHECK, "allocations_counted", {"amount": -51}),
    (CHECK, "payment_returns_amount", {"amount": 0}),
    (CHECK, "payment_returns_amount", {"fee": -1}),
    (UNIQUE, "payment_returns_bank_payment_id_key", {"bank_payment_id": ...}),
    (CHECK, "payment_moves_amount", {"amount": 0}),
    (UNIQUE, "payment_moves_to_id_key", {"payment_id": "alices_payment"}),
    (CHECK, "payment_moves_counted", {"payment_id": "alices_payment", "to_id": "another_payment"}),
    (CHECK, "payout_accounts_iban", {"iban": "DE"}),
    (CHECK, "payout_accounts_holder", {"holder": ""}),
    (CHECK, "refunds_amount", {"amount": 0}),
    (CHECK, "refunds_reason", {"reason": ""}),
    (CHECK, "refunds_decided", {"approved_on": DAY}),
    (CHECK, "refunds_two_people", {"approved_on": DAY, **_APPROVED}),
    (CHECK, "refunds_sent", {"sent_in_id": "bank_order"}),
    (UNIQUE, "refunds_one_open", {"declined_at": None}),
    (UNIQUE, "refunds_bank_payment_id_key", {"bank_payment_id": "done_refund"}),
    (CHECK, "refunds_whole", {"approved_on": DAY, **_APPROVED, "approved_by": ALICE.user}),
    (CHECK, "payouts_amount", {"amount": 0}),
    (CHECK, "payouts_counted", {"payment_id": "alices_payment"}),
    (CHECK, "payouts_whole", {"amount": 1}),
    (CHECK, "write_offs_amount", {"amount": 0}),
    (CHECK, "write_offs_reason", {"reason": ""}),
    (CHECK, "write_offs_decided", {"day": DAY}),
    (CHECK, "write_offs_two_people", {"day": DAY, **_APPROVED}),
    (UNIQUE, "write_offs_one_open", {"declined_at": None}),
    (CHECK, "write_offs_new_counted", {"day": DAY, **_APPROVED, "alone": True, "amount": 10**9}),
    # dunning
    (UNIQUE, "fees_number_once", {"number": ...}),
    (CHECK, "fees_amount", {"amount": 0}),
    (CHECK, "fees_of_one_thing", {"letter_id": None}),
    (CHECK, "fees_of_one_thing", {"reason": "gift"}),
    (UNIQUE, "fees_letter_once", {"reason": ...}),
    (UNIQUE, "fees_payment_return_id_key",
     {"reason": "returned", "letter_id": None, "payment_return_id": "claimed_return"}),
    (CHECK, "dunning_policies_periods", {"max_open": 0}),
    (CHECK, "base_rates_points", {"points": 20_000}),
    (UNIQUE, "dunning_letters_number_once", {"number": ...}),
    (UNIQUE, "dunning_letters_once", {"day": ...}),
    (CHECK, "dunning_letters_level", {"level": 0}),
    (CHECK, "dunning_letters_total", {"total": 0}),
    (CHECK, "dunning_lines_rest", {"rest": 0}),
    (CHECK, "dunning_lines_rest", {"interest": -1}),
    (CHECK, "suspension_warnings_days", {"suspend_on": _LONG_AGO}),
    (CHECK, "suspension_warnings_documents", {"documents": []}),
    (UNIQUE, "suspension_warnings_once", {"day": ...}),
    (CHECK, "dunning_suspensions_documents", {"documents": []}),
    (CHECK, "dunning_suspensions_resumed", {"resumed_at": None}),
    (CHECK, "dunning_suspensions_resumed", {"resumed_on": _LONG_AGO}),
    (UNIQUE, "dunning_suspensions_once", {"resumed_on": None, "resumed_at": None}),
    (CHECK, "dunning_pauses_days", {"until": _LONG_AGO}),
    (CHECK, "dunning_pauses_reason", {"reason": ""}),
    (CHECK, "dunning_pauses_ended", {"ended_on": _LONG_AGO}),
    (CHECK, "promises_days", {"until": _LONG_AGO}),
    (CHECK, "disputes_reason", {"reason": ""}),
    (CHECK, "disputes_ended", {"ended_on": _LONG_AGO}),
    (UNIQUE, "disputes_one_open", {"ended_on": None}),
]  # fmt: skip

MONEY_FROZEN: dict[str, tuple[str, str, str]] = {
    "bank_orders": ("total = total + 1", "sent_at = made_at", "sent_at IS NULL"),
    "checkouts": ("amount = amount + 1", "state = 'paid'", "state <> 'paid'"),
    "continuations": ("option = 'x'", "refused_on = pay_until, refusal = 'no_price'", "refused_on IS NULL"),
    "debits": ("amount = amount + 1", "ended_on = collect_on", "ended_on IS NULL"),
    "disputes": ("reason = 'x'", "ended_on = day", "ended_on IS NULL"),
    "dunning_pauses": ("reason = 'x'", "ended_on = day", "ended_on IS NULL"),
    "dunning_suspensions": ("day = day - 1", "resumed_on = day, resumed_at = made_at", "resumed_on IS NULL"),
    "mandates": ("holder = 'x'", "revoked_on = signed_on", "revoked_on IS NULL"),
    "payments": (
        "amount = amount + 1", "payer_id = (SELECT id FROM organisations WHERE kind = 'partner')", "payer_id IS NULL",
    ),
    "payout_accounts": ("holder = 'x'", "withdrawn_at = confirmed_at", "withdrawn_at IS NULL"),
    "refunds": (
        "amount = amount + 1",
        "bank_payment_id = (SELECT id FROM bank_payments WHERE position = 6)",
        "bank_payment_id IS NULL AND approved_at IS NOT NULL",
    ),
    "write_offs": ("reason = 'x'", "declined_at = proposed_at", "declined_at IS NULL"),
}  # fmt: skip
"""A change of what is frozen, what may happen once, of which rows."""
MONEY_WRITING = {
    "claims_kept", "claims_frozen", "claims_new", "fees_claimed", "invoices_claimed", "payment_assignments_counted",
    "payment_returns_counted", "write_offs_counted",
}  # fmt: skip
"""Triggers that write and refuse nothing, and those of sums: tried in test_money."""
