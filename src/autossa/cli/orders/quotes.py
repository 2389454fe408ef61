"""`autossa quotes`: made, listed, shown, accepted, withdrawn, sent for approval."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from autossa.cli.answers import REFUSED, Day, Json, ProjectName, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.orders.accepting import AcceptTerms, agreeing
from autossa.cli.orders.orders import Lines, Number, Payer, read_lines, read_ssc
from autossa.cli.output import fail, print_json, write_file
from autossa.operations.context import ActionContext

app = typer.Typer(help="Quotes.", no_args_is_help=True)
QuoteName = Annotated[str, typer.Argument(metavar="QUOTE", help="Number such as Q-2026-000017, or ID (quo_…).")]


@app.command("list")
def listing(as_json: Json = False) -> None:
    """List the newest quotes."""
    boot_ready()
    from autossa.queries.orders.quote_listing import list_quotes

    ctx = action_context()
    print_rows(list_quotes(ctx.today, ctx.now), as_json=as_json, right=("gross",))


@app.command()
def show(quote: QuoteName) -> None:
    """Print a quote with its lines as JSON: the document as it was issued, and how it stands."""
    boot_ready()
    from autossa.queries.identifiers import find_quote
    from autossa.queries.orders.quote_listing import quote_facts

    with answering("quotes show"):
        ctx = action_context()
        print_json(quote_facts(find_quote(quote), ctx.today, ctx.now))


@app.command()
def document(
    quote: QuoteName,
    output: Annotated[
        Path | None, typer.Option("--output", help="The file to write; without it, or with -, to stdout.")
    ] = None,
) -> None:
    """Write a quote as PDF; it is made first where it was not yet."""
    boot_ready()
    from autossa.operations.billing.documents import FileDamaged, FileNotTheSame
    from autossa.operations.orders.papers import quote_file
    from autossa.queries.identifiers import find_quote

    with answering("quotes document"):
        try:
            content = quote_file(quote=find_quote(quote), ctx=action_context())
        except (FileDamaged, FileNotTheSame) as error:
            fail(str(error), REFUSED)
    write_file(content, output)


@app.command()
def credits(
    project: ProjectName,
    ssc: Annotated[str, typer.Argument(metavar="SSC", help='Such as "120.00".')],
    payer: Payer = None,
    order_number: Number = "",
    on: Day = None,
) -> None:
    """Make a quote for credits; prints its number."""
    boot_ready()
    from autossa.operations.orders import making

    def make(key: UUID, who: UUID, ctx: ActionContext) -> UUID:
        return making.quote_credits(project=key, ssc=read_ssc(ssc), payer=who, order_number=order_number, ctx=ctx)

    _make("quotes credits", project, payer, on, make)


@app.command()
def licenses(
    project: ProjectName, lines: Lines, payer: Payer = None, order_number: Number = "", on: Day = None
) -> None:
    """Make a quote for licenses; prints its number."""
    boot_ready()
    from autossa.operations.orders import making

    def make(key: UUID, who: UUID, ctx: ActionContext) -> UUID:
        wanted = read_lines(lines)
        return making.quote_licenses(project=key, wanted=wanted, payer=who, order_number=order_number, ctx=ctx)

    _make("quotes licenses", project, payer, on, make)


@app.command()
def contract(
    project: ProjectName,
    option: Annotated[str, typer.Option("--option", help="Such as annual_monthly.")],
    payer: Payer = None,
    order_number: Number = "",
    on: Day = None,
) -> None:
    """Make a quote for a contract; prints its number."""
    boot_ready()
    from autossa.operations.orders import making

    def make(key: UUID, who: UUID, ctx: ActionContext) -> UUID:
        return making.quote_contract(project=key, option=option, payer=who, order_number=order_number, ctx=ctx)

    _make("quotes contract", project, payer, on, make)


@app.command()
def accept(quote: QuoteName, accept_terms: AcceptTerms = None, on: Day = None) -> None:
    """Accept a quote: what it offers is ordered or concluded at its figures, or nothing happens."""
    boot_ready()
    from autossa.operations.orders import accepting
    from autossa.queries.identifiers import find_quote

    with answering("quotes accept"), agreeing(accept_terms) as terms:
        is_new = accepting.accept(quote=find_quote(quote), terms=terms, ctx=action_context(on))
    print(f"{quote} accepted" if is_new else f"{quote} was accepted before")


@app.command()
def withdraw(quote: QuoteName) -> None:
    """Withdraw a quote that was not accepted."""
    boot_ready()
    from autossa.operations.orders import making
    from autossa.queries.identifiers import find_quote

    with answering("quotes withdraw"):
        making.withdraw(quote=find_quote(quote), ctx=action_context())
    print(f"{quote} withdrawn")


@app.command()
def ask(
    quote: QuoteName,
    email: Annotated[str, typer.Argument(help="Of an owner or manager of the customer, or of a contact.")],
    message: Annotated[str, typer.Option("--message", help="What they read above the quote.")] = "",
) -> None:
    """Ask somebody of the customer to approve a quote, by e-mail."""
    boot_ready()
    from autossa.operations.orders import consents
    from autossa.queries.identifiers import find_quote
    from autossa.queries.orders.quote_listing import find_approver

    with answering("quotes ask"):
        key = find_quote(quote)
        consents.ask(quote=key, approver=find_approver(key, email), message=message, ctx=action_context())
    print(f"{email} was asked to approve {quote}")


def _make(
    action: str, project: str, payer: str | None, on: str | None, make: Callable[[UUID, UUID, ActionContext], UUID]
) -> None:
    from autossa.queries.identifiers import find_project
    from autossa.queries.orders.order_listing import payer_of
    from autossa.queries.orders.quote_listing import number_of

    with answering(action):
        key = find_project(project)
        print(number_of(make(key, payer_of(key, payer), action_context(on))))
