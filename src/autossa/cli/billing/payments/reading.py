"""List and show payments; what a payer owes; its statement as PDF."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.billing.payments.naming import Currency, Payer, PaymentId, read_payment
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import print_json, write_file
from autossa.domain.dates import add_months


class State(StrEnum):
    """What the list is narrowed to."""

    ALL = "all"
    UNASSIGNED = "unassigned"
    ON_ACCOUNT = "on_account"
    RETURNED = "returned"


AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="At the end of this day; default: today.")]


def listing(
    words: Annotated[str, typer.Option("--search", help="Payer, amount, reference or number of an invoice.")] = "",
    state: Annotated[State, typer.Option("--state", help="Which of them.")] = State.ALL,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many, the newest first.")] = 50,
    as_json: Json = False,
) -> None:
    """List payments, the newest first."""
    boot_ready()
    from autossa.queries.billing.payments.finding import payment_facts
    from autossa.queries.billing.payments.listing import Asked, Which, list_payments

    with answering("payments list", as_json=as_json):
        rows = list_payments(Asked(words, Which(state.value)), limit).rows
        print_rows([payment_facts(row) for row in rows], as_json=as_json, right=("amount", "left"))


def show(payment: PaymentId, as_json: Json = False) -> None:
    """Show a payment: what it is for, why, and what went back."""
    boot_ready()
    from autossa.queries.billing.payments.finding import payment_facts, step_facts
    from autossa.queries.billing.payments.payment_page import payment_page

    with answering("payments show", as_json=as_json):
        found = payment_page(read_payment(payment))
    facts, steps = payment_facts(found.payment), [step_facts(step, found.payment.currency) for step in found.steps]
    if as_json:
        print_json({**facts, "steps": steps})
        return
    print_rows([{"fact": name, "value": value} for name, value in facts.items()], as_json=False)
    print_rows(steps, as_json=False, right=("amount",))


def account(payer: Payer, as_of: AsOf = None, as_json: Json = False) -> None:
    """Show what a payer owes, what is on account, and the one reference for all of it."""
    boot_ready()
    from autossa.queries.billing.payments.account_page import account_page
    from autossa.queries.billing.payments.finding import account_facts, claim_facts
    from autossa.queries.identifiers import find_organisation

    with answering("payments account", as_json=as_json):
        found = account_page(find_organisation(payer), action_context(as_of).today, may_pay=False)
    for one in found.accounts:
        facts, claims = account_facts(found, one), [claim_facts(claim, one.currency) for claim in one.claims]
        if as_json:
            print_json({**facts, "open": claims})
            continue
        print_rows([{"fact": name, "value": value} for name, value in facts.items()], as_json=False)
        print_rows(claims, as_json=False, right=("gross", "left"))


def statement(
    payer: Payer,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; default: three months before the last.")
    ] = None,
    last: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day; default: today.")] = None,
    currency: Currency = "EUR",
    output: Annotated[Path | None, typer.Option("--output", help="The file to write; default: stdout.")] = None,
) -> None:
    """Write a payer's statement of account as PDF, in the payer's language."""
    boot_ready()
    from autossa.operations.billing.payments.papers import statement_file
    from autossa.queries.identifiers import find_organisation

    until = parse_day(last) if last else action_context().today
    since = parse_day(first) if first else add_months(until, -3)
    with answering("payments statement"):
        content = statement_file(payer=find_organisation(payer), currency=currency, first=since, last=until)
    write_file(content, output)
