"""`autossa dunning`: the run, what will happen, what keeps it silent, and whether it is on."""

from datetime import date
from typing import Annotated, Any

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import print_json
from autossa.domain.amounts import show
from autossa.domain.currencies import places_of, with_code

app = typer.Typer(help="Reminders of what is overdue, suspensions, resumptions.", no_args_is_help=True)
Payer = Annotated[str, typer.Argument(metavar="PAYER", help="Number of the organisation that pays.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Last day of silence.")]
OfDay = Annotated[str | None, typer.Option("--day", metavar="DATE", help="Only those of this day.")]
Today = Annotated[str | None, typer.Option("--today", metavar="DATE", help="For this day.")]


@app.command("run")
def run(
    today: Today = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Send what is due, suspend and resume. Repeating it does nothing twice."""
    boot_ready()
    from autossa.operations.runs.dunning import run as run_dunning

    with answering("dunning run", as_json=as_json):
        ctx = action_context(today)
        if dry_run:
            print_rows(_ahead(ctx.today), as_json=as_json, right=("amount",))
            return
        report = run_dunning(ctx=ctx)
    facts = {name: getattr(report, name) for name in report.__slots__}
    if as_json:
        print_json(facts)
    else:
        print(", ".join(f"{name} {count}" for name, count in facts.items()))
    if report.failed:
        raise typer.Exit(1)


@app.command("list")
def listing(day: OfDay = None, as_json: Json = False) -> None:
    """List the letters that went out, the newest first."""
    boot_ready()
    from autossa.queries.billing.dunning.letters import letter_rows

    wanted = parse_day(day) if day is not None else None
    rows = [
        {
            "number": one.number,
            "day": one.day.isoformat(),
            "payer": one.payer_name,
            "stage": one.level,
            "amount": show(one.total, places_of(one.currency)),
            "currency": one.currency,
            "pay_until": one.pay_until.isoformat(),
        }
        for one in letter_rows()
        if wanted is None or one.day == wanted
    ]
    print_rows(rows, as_json=as_json, right=("amount",))


@app.command("pause")
def pause(
    payer: Payer,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Last day of the pause.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")] = "",
    end: Annotated[bool, typer.Option("--end", help="End the pause that is on.")] = False,
) -> None:
    """Stop dunning for a payer until a day, or end its pause."""
    boot_ready()
    from autossa.operations.billing.dunning import holds
    from autossa.queries.identifiers import find_organisation

    with answering("dunning pause"):
        key, ctx = find_organisation(payer), action_context()
        if end:
            holds.end_pause(payer=key, ctx=ctx)
        else:
            holds.pause(payer=key, until=parse_day(until), reason=reason, ctx=ctx)
    print(f"{payer}: dunning continues" if end else f"{payer}: paused until {until}")


@app.command("dispute")
def dispute(
    payer: Payer,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Such as INV-2026-000017.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is disputed.")] = "",
    settled: Annotated[str, typer.Option("--settled", help="What came of it: the dispute is over.")] = "",
) -> None:
    """Leave an invoice out of dunning, or settle its dispute."""
    boot_ready()
    from autossa.operations.billing.dunning import holds
    from autossa.queries.billing.dunning.claims import find_claim
    from autossa.queries.identifiers import find_organisation

    with answering("dunning dispute"):
        key, ctx = find_organisation(payer), action_context()
        claim = find_claim(key, number)
        if settled:
            holds.settle(payer=key, document=claim, outcome=settled, ctx=ctx)
        else:
            holds.dispute(payer=key, document=claim, reason=reason, ctx=ctx)
    print(f"{number}: settled" if settled else f"{number}: disputed")


@app.command("promise")
def promise(
    payer: Payer,
    until: Until,
    note: Annotated[str, typer.Option("--note", help="What was said.")] = "",
) -> None:
    """Note that a payer promised to pay everything by a day: silence until then."""
    boot_ready()
    from autossa.operations.billing.dunning import holds
    from autossa.queries.identifiers import find_organisation

    with answering("dunning promise"):
        holds.promise(payer=find_organisation(payer), until=parse_day(until), note=note, ctx=action_context())
    print(f"{payer}: promised by {until}")


@app.command("policy")
def policy(
    on: Annotated[
        bool | None, typer.Option("--on/--off", help="Switch it on with the standard stages, or as they are; or off.")
    ] = None,
    starts_on: Annotated[str, typer.Option("--from", metavar="DATE", help="First day; default: today.")] = "",
    as_json: Json = False,
) -> None:
    """Show the stages in force, or switch dunning on or off from a day on."""
    boot_ready()
    from autossa.operations.billing.dunning.policy import switch
    from autossa.queries.billing.dunning.policies import dunning_terms

    ctx = action_context()
    first = parse_day(starts_on) if starts_on else ctx.today
    with answering("dunning policy", as_json=as_json):
        if on is not None:
            switch(is_on=on, starts_on=first, ctx=ctx)
        found = dunning_terms(ctx.today)
    if found is None:
        print_rows([], as_json=as_json)
        return
    rows = [
        {
            "stage": level.name,
            "days": level.days,
            "does": level.what.value,
            "fees": " ".join(with_code(amount, name) for name, amount in level.fees.items()),
            "on": found.is_on,
        }
        for level in found.policy.levels
    ]
    print_rows(rows, as_json=as_json, right=("days",))


def _ahead(day: date) -> list[dict[str, Any]]:
    from autossa.queries.billing.dunning.pages import happenings

    return [
        {
            "payer": one.payer_name,
            "stage": one.level,
            "amount": show(one.amount, places_of(one.currency)) if one.level else "",
            "currency": one.currency,
            "documents": " ".join(one.documents),
            "announced": " ".join(f"{name} ({on})" for name, on in one.warned),
            "suspended": " ".join(one.suspended),
            "resumed": " ".join(one.resumed),
        }
        for one in happenings(day)
    ]
