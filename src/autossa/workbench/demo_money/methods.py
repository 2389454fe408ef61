"""Who of the demo pays by direct debit or by card, and since when; the others transfer."""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.operations.billing.payments import mandates, methods
from autossa.operations.billing.payments.policy import set_payment_policy
from autossa.operations.context import ActionContext
from autossa.queries.billing.methods.methods import creditor_name
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models
from autossa.wording.billing.bank import mandate_text

CREDITOR_ID = "DE98ZZZ09999999999"
_NOTICE = 21  # days: so some are announced, and not collected yet
_OFFERED, _CARD, _DEBIT = 140, 130, 100  # days ago
_BY_CARD = ("C106", "greta.lorenz@seeblick.example")
_BY_DEBIT = (
    ("P1", "lena.weber@weber.example", "DE75512108001245126199", "Systemhaus Weber"),
    ("C105", "hanna.vogt@brunnen.example", "DE12500105170648489890", "Stadtwerke Brunnen"),
)

Deed = tuple[int, str, Callable[..., object]]
"""How many days ago, by whose address, and what."""


def deeds(admin: str) -> Iterator[Deed]:
    """What is offered, and who chose it."""
    offered = [Method.DIRECT_DEBIT, Method.CARD]
    yield _OFFERED, admin, partial(
        set_payment_policy, methods=offered, creditor_id=CREDITOR_ID, policy=PaymentPolicy(prenotify_days=_NOTICE)
    )  # fmt: skip
    number, email = _BY_CARD
    yield _CARD, email, partial(methods.choose, payer=_payer(number), method=Method.CARD)
    for number, email, iban, holder in _BY_DEBIT:
        yield _DEBIT, email, partial(_give, number, mandates.Account(iban, holder))


def _give(number: str, account: mandates.Account, ctx: ActionContext) -> None:
    terms = payment_terms(ctx.today)
    text = mandate_text(creditor_name(), terms.creditor_id, terms.policy.prenotify_days, language="de")
    mandates.give(payer=_payer(number), account=account, text=text, ctx=ctx)


def _payer(number: str) -> UUID:
    return models.Organisation.objects.values_list("id", flat=True).get(number=number)
