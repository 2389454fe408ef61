"""Enter money that came, say what it is for, take that back; say that it went back."""

from enum import StrEnum
from typing import Annotated

import typer

from autossa.cli.answers import Day, Json, answering
from autossa.cli.billing.payments.naming import (
    Currency,
    Payer,
    PaymentId,
    Person,
    acting_as,
    read_amount,
    read_claims,
    read_payment,
)
from autossa.cli.boot import boot_ready, parse_day
from autossa.cli.output import print_json

Claims = Annotated[
    list[str] | None, typer.Option("--for", metavar="NUMBER", help="Invoice or fee that it is for; may be repeated.")
]
Claim = Annotated[str, typer.Argument(metavar="NUMBER", help="Invoice or fee, such as INV-2026-000017.")]
Part = Annotated[str | None, typer.Option("--amount", help="So much of it; default: as much as possible.")]


class How(StrEnum):
    """How money came."""

    TRANSFER = "transfer"
    DIRECT_DEBIT = "direct_debit"
    CARD = "card"


def enter(
    payer: Payer,
    amount: Annotated[str, typer.Argument(help="Such as 119.00.")],
    currency: Currency = "EUR",
    received: Annotated[
        str | None, typer.Option("--received", metavar="DATE", help="When it came; default: today.")
    ] = None,
    method: Annotated[How, typer.Option("--method", help="How it came.")] = How.TRANSFER,
    reference: Annotated[str, typer.Option("--reference", help="What the sender wrote.")] = "",
    claims: Claims = None,
    person: Person = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Enter money that came: first for what it names, then for the oldest open; the rest is on account."""
    boot_ready()
    from autossa.domain.billing.documents import Method
    from autossa.operations.billing.payments import receiving
    from autossa.queries.billing.payments.finding import new_key
    from autossa.queries.identifiers import find_organisation

    with answering("payments enter", as_json=as_json):
        ctx, key = acting_as(person, on), new_key()
        receiving.enter(
            payment=key, payer=find_organisation(payer), amount=read_amount(amount, currency), currency=currency,
            method=Method(method.value), day=parse_day(received) if received else ctx.today, reference=reference,
            documents=read_claims(claims or ()), ctx=ctx,
        )  # fmt: skip
    _say(str(key), as_json=as_json)


def assign(
    payment: PaymentId,
    payer: Payer,
    claims: Claims = None,
    person: Person = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Say whose a payment is, and what it is for."""
    boot_ready()
    from autossa.operations.billing.payments import receiving
    from autossa.queries.identifiers import find_organisation

    with answering("payments assign", as_json=as_json):
        key = read_payment(payment)
        documents = read_claims(claims or ())
        receiving.assign(
            payment=key, payer=find_organisation(payer), documents=documents, ctx=acting_as(person, on)
        )  # fmt: skip
    _say(str(key), as_json=as_json)


def allocate(
    payment: PaymentId, claim: Claim, amount: Part = None, person: Person = None, on: Day = None, as_json: Json = False
) -> None:
    """Use what is left of a payment for an invoice or a fee."""
    boot_ready()
    from autossa.operations.billing.payments import allocating
    from autossa.queries.billing.payments.finding import most_to_allocate, payment_currency

    with answering("payments allocate", as_json=as_json):
        key, (document,) = read_payment(payment), read_claims([claim])
        minor = read_amount(amount, payment_currency(key)) if amount else most_to_allocate(key, document)
        allocating.allocate(payment=key, document=document, amount=minor, ctx=acting_as(person, on))
    _say(str(key), as_json=as_json)


def reverse(
    payment: PaymentId, claim: Claim, amount: Part = None, person: Person = None, on: Day = None, as_json: Json = False
) -> None:
    """Reverse what a payment was wrongly for: that is open again, the money on account."""
    boot_ready()
    from autossa.operations.billing.payments import allocating
    from autossa.queries.billing.payments.finding import allocated_to, payment_currency

    with answering("payments reverse", as_json=as_json):
        key, (document,) = read_payment(payment), read_claims([claim])
        minor = read_amount(amount, payment_currency(key)) if amount else allocated_to(key, document)
        allocating.reverse(payment=key, document=document, amount=minor, ctx=acting_as(person, on))
    _say(str(key), as_json=as_json)


def move(
    payment: PaymentId,
    payer: Payer,
    claims: Claims = None,
    person: Person = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Move a payment that was assigned to the wrong payer: what it had paid is open again. Prints the payment there."""
    boot_ready()
    from autossa.operations.billing.payments import moving
    from autossa.queries.identifiers import find_organisation

    with answering("payments move", as_json=as_json):
        key, documents = read_payment(payment), read_claims(claims or ())
        there = moving.move(
            payment=key, payer=find_organisation(payer), documents=documents, ctx=acting_as(person, on)
        )  # fmt: skip
    _say(str(there), as_json=as_json)


def take_back(
    payment: PaymentId,
    amount: Part = None,
    code: Annotated[str, typer.Option("--code", help="The bank's reason, such as AC04.")] = "",
    fee: Annotated[str, typer.Option("--fee", help="What the bank took for it.")] = "0",
    person: Person = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Say that a bank took a payment back: what it had paid is open again."""
    boot_ready()
    from autossa.operations.billing.payments import returning
    from autossa.queries.billing.payments.finding import payment_currency

    with answering("payments return", as_json=as_json):
        key = read_payment(payment)
        currency = payment_currency(key)
        returning.return_payment(
            payment=key, amount=read_amount(amount, currency) if amount else None, code=code,
            fee=read_amount(fee, currency), ctx=acting_as(person, on),
        )  # fmt: skip
    _say(str(key), as_json=as_json)


def _say(key: str, *, as_json: bool) -> None:
    """The payment as it is now."""
    from uuid import UUID

    from autossa.queries.billing.payments.finding import payment_facts
    from autossa.queries.billing.payments.payment_page import payment_page

    facts = payment_facts(payment_page(UUID(key)).payment)
    if as_json:
        print_json(facts)
    else:
        print(f"{facts['id']}: {facts['amount']} {facts['currency']} of {facts['payer']}, {facts['left']} on account")
