"""Why a payment was used for something, why one waits, why something is suggested; what an import did."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from autossa.domain.billing.bank.faults import FileRefused
from autossa.domain.billing.bank.imported import Aside, Settled
from autossa.domain.billing.bank.statements import ReturnReason
from autossa.domain.billing.payments.facts import Why
from autossa.domain.billing.payments.matching import Hint, Waiting
from autossa.wording import formats
from autossa.wording.billing.bank import file_refused, return_reason

WHY: dict[Why, Promise] = {
    Why.NAMED: pgettext_lazy("why a payment was matched", "its text names it"),
    Why.EXACT: gettext_lazy("exactly this amount, from an account that is known"),
    Why.ALL_OVERDUE: gettext_lazy("exactly all that was overdue, from an account that is known"),
    Why.COLLECTED: gettext_lazy("collected by direct debit"),
    Why.CREDIT_USED: gettext_lazy("money on account, used for the oldest"),
    Why.BY_HAND: gettext_lazy("assigned by a person"),
    Why.WRONG: gettext_lazy("reversed by a person"),
    Why.RELEASED: gettext_lazy("no longer needed after a credit note"),
    Why.RETURNED: gettext_lazy("open again: the bank took the money back"),
}
WAITING: dict[Waiting, Promise] = {
    Waiting.UNKNOWN_PAYER: gettext_lazy("Its text names no invoice, and nobody has paid from this account before."),
    Waiting.NO_EXACT_AMOUNT: gettext_lazy(
        "Its text names no invoice, and no open invoice of this payer has its amount."
    ),
    Waiting.SEVERAL_EXACT: gettext_lazy("Its text names no invoice, and several of this payer have its amount."),
    Waiting.SEVERAL_PAYERS: gettext_lazy("Its text names invoices of several payers."),
    Waiting.OTHER_CURRENCY: gettext_lazy("Its text names an invoice in another currency."),
    Waiting.ORDER_SHORT: gettext_lazy("Its text names an order, but it is less than the order’s amount."),
    Waiting.ORDER_AND_MORE: gettext_lazy("Its text names an order and something else."),
    Waiting.ORDER_NOT_NAMED: gettext_lazy("An open order has its amount, but its text does not name the order."),
}
CAN_BE_MATCHED = gettext_lazy("It can be matched now: what it pays came after it.")
HINT: dict[Hint, Promise] = {
    Hint.NAMED: gettext_lazy("named in the text"),
    Hint.SAME_AMOUNT: gettext_lazy("the same amount"),
    Hint.ALMOST: gettext_lazy("almost the same amount"),
    Hint.ALL_OPEN: gettext_lazy("exactly all that is open"),
    Hint.OLDEST: gettext_lazy("exactly the oldest together"),
    Hint.PAYER_NAMED: gettext_lazy("the payer’s name, no invoice"),
}
_ASIDE: dict[Aside, Promise] = {
    Aside.CHARGE: gettext_lazy("A charge of the bank"),
    Aside.OUTGOING: gettext_lazy("An outgoing payment that has nothing to do with invoices"),
}


def waiting(reason: Waiting | None) -> str:
    """Why a payment waits."""
    return str(CAN_BE_MATCHED if reason is None else WAITING[reason])


def aside(reason: str, *, by_itself: bool) -> str:
    """Why something was set aside: by itself, or as a person said."""
    return str(_ASIDE[Aside(reason)]) if by_itself else reason


def went_back(code: str) -> str:
    """Why a payment went back, with the bank's code."""
    return return_reason(ReturnReason(code))


def file_result(name: str, refused: FileRefused | None, new: int) -> str:
    """What became of a file, in one sentence."""
    if refused is not None:
        return f"{name}: {file_refused(refused)}"
    if not new:
        return _("%(file)s: all of it was imported before.") % {"file": name}
    said = ngettext("%(file)s: %(new)s new entry.", "%(file)s: %(new)s new entries.", new)
    return said % {"file": name, "new": formats.whole(new)}


def settled(done: Settled) -> list[str]:
    """What was booked of all that waited, a sentence each."""
    counted = [
        (done.assigned, ngettext("%(n)s payment was matched.", "%(n)s payments were matched.", done.assigned)),
        (done.orders, ngettext("%(n)s order was booked.", "%(n)s orders were booked.", done.orders)),
        (done.returned, ngettext("%(n)s payment went back.", "%(n)s payments went back.", done.returned)),
        (done.refunds, ngettext("%(n)s refund arrived.", "%(n)s refunds arrived.", done.refunds)),
        (done.waiting, ngettext("%(n)s payment is unmatched.", "%(n)s payments are unmatched.", done.waiting)),
    ]
    return [text % {"n": formats.whole(count)} for count, text in counted if count]
