"""Money of the demo that nobody transfers: collected by direct debit, of which one goes back, or paid by card."""

import io
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from autossa.domain.billing.bank.statements import Entry, Statement
from autossa.domain.billing.documents import Method
from autossa.gateways.cards.protocol import NewSession
from autossa.operations.billing.bank import collecting, files
from autossa.operations.billing.bank.importing import Upload
from autossa.operations.context import ActionContext
from autossa.operations.orders.checkouts import asking
from autossa.operations.orders.paid import import_statements
from autossa.queries.billing import shelf
from autossa.store import models
from autossa.store.ids import new_id, public_id
from autossa.workbench.bank.answers import Returns, returned, settled
from autossa.workbench.bank.statements import Version, write_statements
from autossa.workbench.cards.fake import FakeCards

AHEAD = timedelta(days=3)
"""Finance makes and sends a file so long before its day."""
_BACK = timedelta(days=3)
_CODE, _FEE = "AM04", 3_50
_VALID = timedelta(hours=2)

Context = Callable[[date], ActionContext]


def collect_due(day: date, context: Context) -> None:
    """What is collected up to a day: its file is made and sent before, its money comes on a statement."""
    wanted = models.Claim.objects.filter(method=Method.DIRECT_DEBIT.value, rest__gt=0, due_on__lte=day)
    for due_on in sorted({claim.due_on for claim in wanted.exclude(pk__in=_collected())}):
        ctx = context(due_on - AHEAD)
        for key in collecting.make_files(until=due_on, ctx=ctx):
            files.mark_sent(order=key, ctx=ctx)
            _import(settled(_content(models.BankOrder.objects.get(pk=key))), context(due_on))


def return_last(today: date, context: Context) -> None:
    """The last debit of somebody who paid another one before goes back: there was not enough money."""
    debits = models.Debit.objects.filter(payment__isnull=False).select_related("file").order_by("-collect_on", "id")
    debit = next((one for one in debits if one.collect_on <= today - _BACK), None)
    if debit is not None:
        day = debit.collect_on + timedelta(days=2)
        back = Returns({debit.end_to_end_id: _CODE}, day, _FEE)
        _import(returned(_content(debit.file), back), context(day))


def pay_by_card(claim: models.Claim, ctx: ActionContext) -> None:
    """As the payer would on the page of the provider."""
    cards = _gateway()
    checkout = models.Checkout.objects.create(
        id=new_id(), payer_id=claim.payer, currency=claim.currency, amount=claim.rest, provider=cards.name,
        made_by=ctx.actor.user, made_at=ctx.now, expires_at=ctx.now + _VALID,
    )  # fmt: skip
    models.CheckoutPart.objects.create(checkout=checkout, claim=claim, amount=claim.rest)
    name, key = claim.number, public_id("chk", checkout.pk)
    session = cards.create(
        NewSession(key, int(claim.rest), claim.currency, name, "de", "https://a.example/", "", checkout.expires_at)
    )
    models.Checkout.objects.filter(pk=checkout.pk).update(provider_id=session.id, url=session.url)
    cards.pay(session.id)
    asking.ask(checkout=checkout.pk, ctx=ctx, gateway=cards)


@cache
def _gateway() -> FakeCards:
    """One, so that no two payments have the same number."""
    return FakeCards(name="demo")


def _collected() -> Iterable[UUID]:
    return models.DebitPart.objects.values_list("claim", flat=True)


def _content(order: models.BankOrder) -> bytes:
    return shelf.read(order.path) or b""


def _import(said: tuple[Statement, list[Entry]], ctx: ActionContext) -> None:
    content = b"".join(write_statements([said], Version.V08))
    import_statements(files=[Upload(f"camt053-{said[0].number}.xml", io.BytesIO(content))], ctx=ctx)
