"""What two people decide: write-offs and refunds; and what waits for the second one."""

from typing import Annotated

import typer

from autossa.cli.answers import Day, Json, answering, print_rows
from autossa.cli.billing.payments.naming import (
    Currency,
    NeededPerson,
    Payer,
    Person,
    acting_as,
    read_amount,
    read_claims,
)
from autossa.cli.boot import boot_ready
from autossa.cli.output import fail, print_json

Proposal = Annotated[
    str, typer.Argument(metavar="PROPOSAL", help="Such as wof_… or ref_…; `payments waiting` has them.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept.")]


def write_off(
    claim: Annotated[str, typer.Argument(metavar="NUMBER", help="Invoice or fee, such as INV-2026-000017.")],
    reason: Reason,
    person: Person = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Give up what is left of an invoice, which another person approves, or waive a fee."""
    boot_ready()
    from autossa.operations.billing.payments import write_offs
    from autossa.queries.billing.payments.finding import write_off_name

    with answering("payments write-off", as_json=as_json):
        (key,) = read_claims([claim])
        done = write_offs.propose(claim=key, reason=reason, ctx=acting_as(person, on))
    name = write_off_name(done.key)
    if as_json:
        print_json({"id": name, "of": claim, "in_force": done.is_in_force})
    else:
        print(f"{name}: written off" if done.is_in_force else f"{name}: another person has to approve it")


def refund(
    payer: Payer,
    amount: Annotated[str, typer.Argument(help="Such as 119.00.")],
    reason: Reason,
    person: NeededPerson,
    currency: Currency = "EUR",
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Propose that credit is paid out to the account that the payer confirmed; another person approves."""
    boot_ready()
    from autossa.operations.billing.payments import refunds
    from autossa.queries.billing.payments.finding import refund_name
    from autossa.queries.identifiers import find_organisation

    with answering("payments refund", as_json=as_json):
        ctx, key = acting_as(person, on), find_organisation(payer)
        found = refunds.propose(
            payer=key, currency=currency, amount=read_amount(amount, currency), reason=reason, ctx=ctx
        )  # fmt: skip
    name = refund_name(found)
    if as_json:
        print_json({"id": name, "payer": payer, "amount": amount, "currency": currency})
    else:
        print(f"{name}: another person has to approve it")


def waiting(as_json: Json = False) -> None:
    """List the write-offs and refunds that wait for a second person."""
    boot_ready()
    from autossa.queries.billing.payments.finding import decision_facts
    from autossa.queries.billing.payments.waiting import waiting_decisions

    with answering("payments waiting", as_json=as_json):
        print_rows([decision_facts(one) for one in waiting_decisions(None)], as_json=as_json, right=("amount",))


def approve(proposal: Proposal, person: NeededPerson, on: Day = None, as_json: Json = False) -> None:
    """Approve a write-off or a refund that somebody else proposed."""
    _decide("approve", proposal, person, on, as_json=as_json)


def decline(proposal: Proposal, person: NeededPerson, on: Day = None, as_json: Json = False) -> None:
    """Decline a write-off or a refund."""
    _decide("decline", proposal, person, on, as_json=as_json)


def _decide(what: str, proposal: str, person: str, on: str | None, *, as_json: bool) -> None:
    boot_ready()
    from autossa.operations.billing.payments import refunds, write_offs
    from autossa.queries.access import read_key

    with answering(f"payments {what}", as_json=as_json):
        ctx = acting_as(person, on)
        if proposal.startswith("wof_"):
            deed = write_offs.approve if what == "approve" else write_offs.decline
            deed(write_off=read_key("wof", proposal), ctx=ctx)
        elif proposal.startswith("ref_"):
            act = refunds.approve if what == "approve" else refunds.decline
            act(refund=read_key("ref", proposal), ctx=ctx)
        else:
            fail(f"{proposal} is neither a write-off (wof_…) nor a refund (ref_…)")
    done = {"approve": "approved", "decline": "declined"}[what]
    if as_json:
        print_json({"id": proposal, "done": done})
    else:
        print(f"{proposal}: {done}")
