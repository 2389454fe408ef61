"""Payments in words: methods, why a payment is for what it is for, what a line of a statement is."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.facts import Source, Why
from autossa.domain.billing.payments.statement import Movement
from autossa.domain.orders.orders import NotBooked
from autossa.wording import formats
from autossa.wording.languages import gettext_noop, say, translate

if TYPE_CHECKING:
    from autossa.queries.billing.payments.statements import Line, StatementFacts

PAYMENT_METHOD: dict[Method, Promise] = {
    Method.TRANSFER: gettext_lazy("Bank transfer"),
    Method.DIRECT_DEBIT: gettext_lazy("Direct debit"),
    Method.CARD: gettext_lazy("Card"),
}
PAYMENT_METHOD_NOTE: dict[Method, Promise] = {
    Method.TRANSFER: gettext_lazy("You transfer each invoice by its due date."),
    Method.DIRECT_DEBIT: gettext_lazy("Each invoice is collected from your account; the invoice says on which day."),
    Method.CARD: gettext_lazy("You pay each invoice by card on a page of our payment provider."),
}
PAYMENT_SOURCE: dict[Source, Promise] = {
    Source.BANK: gettext_lazy("From a bank statement"),
    Source.COLLECTION: gettext_lazy("From a collection"),
    Source.GATEWAY: gettext_lazy("From the card service"),
    Source.STAFF: gettext_lazy("Entered manually"),
}
WHY_ALLOCATED: dict[Why, Promise] = {
    Why.NAMED: gettext_lazy("Its reference names this"),
    Why.EXACT: gettext_lazy("Exactly the amount of one open invoice"),
    Why.ALL_OVERDUE: gettext_lazy("Exactly the sum of everything overdue"),
    Why.COLLECTED: gettext_lazy("Collected by direct debit"),
    Why.CREDIT_USED: gettext_lazy("Credit on account, used for the oldest open invoice"),
    Why.BY_HAND: gettext_lazy("Allocated manually"),
    Why.WRONG: gettext_lazy("Reversed: it was for something else"),
    Why.RELEASED: gettext_lazy("Released: a credit note came after it"),
    Why.RETURNED: gettext_lazy("Returned by the bank"),
}
NOT_BOOKED: dict[NotBooked, Promise] = {
    NotBooked.DECLINED: gettext_lazy("The order was declined before the payment arrived."),
    NotBooked.WITHDRAWN: gettext_lazy("The order was withdrawn before the payment arrived."),
    NotBooked.BOOKED_BEFORE: gettext_lazy("The order had been booked before with another payment."),
    NotBooked.TOO_LITTLE: gettext_lazy("Less arrived than the order costs."),
    NotBooked.REFUSED: gettext_lazy("The project has changed since the order was placed."),
}
MOVEMENT: dict[Movement, Promise] = {
    Movement.DOCUMENT: gettext_lazy("Invoice"),
    Movement.FEE: gettext_lazy("Fee"),
    Movement.CREDIT_NOTE: gettext_lazy("Credit note"),
    Movement.PAYMENT: gettext_lazy("Payment"),
    Movement.RETURN: gettext_lazy("Payment returned by the bank"),
    Movement.PAID_OUT: gettext_lazy("Refund"),
    Movement.MOVED: gettext_lazy("Payment removed: it was from another payer"),
    Movement.WRITTEN_OFF: gettext_lazy("Written off"),
    Movement.WAIVED: gettext_lazy("Fee waived"),
    Movement.NEEDLESS: gettext_lazy("Write-off no longer needed"),
}
_LABELS = {
    "statement": gettext_noop("Statement of account"),
    "customer": gettext_noop("Customer number"),
    "sign": gettext_noop("Our reference"),
    "from": gettext_noop("From"),
    "until": gettext_noop("Until"),
    "day": gettext_noop("Date"),
    "what": gettext_noop("Movement"),
    "amount": gettext_noop("Amount"),
    "balance": gettext_noop("Account balance"),
    "opening": gettext_noop("Balance before"),
    "charged": gettext_noop("Charged"),
    "credited": gettext_noop("Paid and credited"),
    "closing": gettext_noop("Balance to pay"),
    "credit": gettext_noop("Credit on account"),
    "open": gettext_noop("Open on the last day, by due date"),
    "settled": gettext_noop("Settlement"),
}


def payment_method(value: Method, language: str = "") -> str:
    """A way to pay."""
    return say(PAYMENT_METHOD[value], language)


def statement_label(name: str, language: str) -> str:
    """What stands before a value of a statement, or above a column."""
    return translate(_LABELS[name], language)


def movement(line: "Line", language: str = "") -> str:
    """What a line is, with the number of its document: "Invoice INV-2026-000017"."""
    return f"{say(MOVEMENT[line.what], language)} {line.number}".rstrip()


def movement_note(line: "Line", language: str = "") -> str:
    """What stands below it: when it is due, or how the money came and with which reference; "" for nothing."""
    if line.due_on is not None:
        return translate("due %(day)s", language) % {"day": formats.day(line.due_on, language)}
    parts = [say(PAYMENT_METHOD[line.method], language)] if line.method else []
    return " · ".join([*parts, *([line.reference] if line.reference else [])])


def pay_everything(facts: "StatementFacts", language: str) -> str:
    """How the balance is paid at once."""
    amount = formats.money(facts.closing, facts.currency, language)
    text = translate("To pay the whole balance of %(amount)s, transfer it with this one reference.", language)
    return text % {"amount": amount}


def nothing_to_pay(facts: "StatementFacts", language: str) -> str:
    """Where the balance is 0, or a credit."""
    if facts.closing == 0:
        return translate("Everything is paid. Thank you.", language)
    amount = formats.money(-facts.closing, facts.currency, language)
    text = translate("%(amount)s are on account for you. They are used for your next invoice.", language)
    return text % {"amount": amount}
