"""What is typed for a payment, an amount, an invoice, a person: read here, refused in one sentence."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import typer

from autossa.cli.boot import action_context
from autossa.cli.output import fail
from autossa.domain.amounts import read_number
from autossa.domain.currencies import minor_places
from autossa.domain.rights import Action
from autossa.operations.context import ActionContext, Actor

PaymentId = Annotated[str, typer.Argument(metavar="PAYMENT", help="Such as pmt_….")]
Payer = Annotated[str, typer.Argument(metavar="PAYER", help="Number of who pays, such as C-1001.")]
Person = Annotated[
    str | None, typer.Option("--as", metavar="EMAIL", help="Who does it: somebody of the vendor's finance.")
]
NeededPerson = Annotated[
    str, typer.Option("--as", metavar="EMAIL", help="Who does it: somebody of the vendor's finance.")
]
Currency = Annotated[str, typer.Option("--currency", metavar="CODE", help="Such as EUR.")]


def read_amount(text: str, currency: str) -> int:
    """An amount such as 10.50 in minor units; ends the command for what is none."""
    places = minor_places(currency)
    if places is None:
        fail(f"{currency} is no currency")
    try:
        amount: int = (read_number(text, places) * 10**places).numerator
    except ValueError:
        fail(f"{text} is no amount with at most {places} decimals")
    return amount


def read_payment(text: str) -> UUID:
    """Raises Unknown."""
    from autossa.queries.billing.payments.finding import find_payment

    return find_payment(text)


def read_claims(numbers: Iterable[str]) -> list[UUID]:
    """Invoices and fees by their numbers. Raises Unknown."""
    from autossa.queries.billing.payments.finding import find_claim

    return [find_claim(number) for number in numbers]


def acting_as(email: str | None, day: str | None) -> ActionContext:
    """The context of a person of finance; without one of whoever runs the command. Ends the command for others."""
    ctx = action_context(day)
    if email is None:
        return ctx
    from autossa.queries.access import load_account, staff_may
    from autossa.queries.identifiers import find_person

    account = load_account(find_person(email), ctx.today, ctx.now)
    if account is None or not staff_may(account, Action.CORRECT):
        fail(f"{email} may not do this: name somebody of the vendor's finance")
    return ActionContext(Actor(account.name, account.user), ctx.today, ctx.now)
