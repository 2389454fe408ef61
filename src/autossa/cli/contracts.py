"""`autossa contracts`: list them, conclude, review, suspend, change their option, cancel, correct."""

from typing import Annotated, Any
from uuid import UUID

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering, do, print_outcome, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.orders.accepting import AcceptTerms, agreeing
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext

app = typer.Typer(help="Auto SSA contracts.", invoke_without_command=True)
Reason = Annotated[str, typer.Option("--reason", help="Recorded in the activity log.")]


@app.callback()
def listing(
    context: typer.Context,
    status: Annotated[str | None, typer.Option("--status", help="Only contracts with this status.")] = None,
    as_json: Json = False,
) -> None:
    """List contracts."""
    if context.invoked_subcommand is None:
        boot_ready()
        from autossa.queries.contracts.contracts import list_contracts

        print_rows(list_contracts(status), as_json=as_json)


@app.command()
def conclude(
    project: ProjectName,
    option: Annotated[str, typer.Argument(help="annual_yearly, annual_quarterly, annual_monthly, flex_monthly.")],
    fixed_end: Annotated[str | None, typer.Option("--fixed-end", metavar="DATE")] = None,
    accept_terms: AcceptTerms = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Submit a contract for review."""
    end = parse_day(fixed_end) if fixed_end else None
    boot_ready()
    from autossa.operations import contracts

    def act(key: UUID, ctx: ActionContext) -> Outcome:
        with agreeing(accept_terms) as terms:
            return contracts.conclude(project=key, option=option, fixed_end=end, terms=terms, ctx=ctx)

    do("contracts conclude", project, on, as_json, act)


@app.command()
def approve(project: ProjectName, on: Day = None, as_json: Json = False) -> None:
    """Approve the contract in review, and book at once what is due."""
    _do("approve", project, on, as_json)


@app.command()
def reject(project: ProjectName, reason: Reason = "", on: Day = None, as_json: Json = False) -> None:
    """Reject the contract in review."""
    _do("reject", project, on, as_json, reason=reason)


@app.command()
def withdraw(project: ProjectName, on: Day = None, as_json: Json = False) -> None:
    """Withdraw the contract in review."""
    _do("withdraw", project, on, as_json)


@app.command()
def ask(project: ProjectName, question: str, on: Day = None, as_json: Json = False) -> None:
    """Ask the customer a question about the contract in review."""
    _do("ask", project, on, as_json, question=question)


@app.command()
def answer(project: ProjectName, text: str, on: Day = None, as_json: Json = False) -> None:
    """Answer a question about the contract in review."""
    _do("answer", project, on, as_json, text=text)


@app.command()
def suspend(project: ProjectName, reason: Reason = "", on: Day = None, as_json: Json = False) -> None:
    """Suspend an unpaid contract."""
    _do("suspend", project, on, as_json, reason=reason)


@app.command()
def resume(project: ProjectName, on: Day = None, as_json: Json = False) -> None:
    """Resume a suspended contract, and book at once what is due."""
    _do("resume", project, on, as_json)


@app.command()
def terminate(project: ProjectName, reason: Reason = "", on: Day = None, as_json: Json = False) -> None:
    """End a suspended contract at once, with its last booked period."""
    _do("terminate", project, on, as_json, reason=reason)


@app.command()
def cancel(
    project: ProjectName,
    end: Annotated[str | None, typer.Option("--end", metavar="DATE", help="First day without the contract.")] = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Cancel to the earliest possible end, or to a later one."""
    _do("cancel", project, on, as_json, end=parse_day(end) if end else None)


@app.command()
def undo(project: ProjectName, on: Day = None, as_json: Json = False) -> None:
    """Withdraw a cancellation."""
    _do("undo_cancellation", project, on, as_json)


@app.command("change-option")
def change_option(
    project: ProjectName,
    option: Annotated[str, typer.Argument(help="annual_yearly, annual_quarterly, annual_monthly, flex_monthly.")],
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Continue with another option from the earliest term end; in review at once."""
    _do("change_option", project, on, as_json, option=option)


@app.command("undo-change-option")
def undo_change_option(project: ProjectName, on: Day = None, as_json: Json = False) -> None:
    """Cancel the change of the option that lies ahead."""
    _do("undo_change_option", project, on, as_json)


@app.command()
def void(
    settlement: str, reason: Annotated[str, typer.Option("--reason")], on: Day = None, as_json: Json = False
) -> None:
    """Void a booked period or addition (set_…), with a reason."""
    boot_ready()
    from autossa.operations.billing import corrections
    from autossa.queries.identifiers import find_settlement

    with answering("void", as_json=as_json):
        outcome = corrections.void(settlement=find_settlement(settlement), reason=reason, ctx=action_context(on))
        print_outcome(outcome, as_json=as_json)


def _do(name: str, project: str, on: str | None, as_json: bool, **arguments: Any) -> None:
    boot_ready()
    from autossa.operations import contracts

    use_case = getattr(contracts, name)
    do(f"contracts {name}", project, on, as_json, lambda key, ctx: use_case(project=key, ctx=ctx, **arguments))
