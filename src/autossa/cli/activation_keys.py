"""`autossa keys`: create and redeem activation keys."""

from typing import Annotated

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering, print_outcome
from autossa.cli.billing.taxes import STANDARD, TreatmentWord, treatment_of
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import fail, print_json
from autossa.domain.amounts import parse_ssc

app = typer.Typer(help="Activation keys for licenses and SSC; each can be redeemed once.", no_args_is_help=True)


@app.command()
def make(
    license_type: Annotated[str | None, typer.Option("--type", help="License type.")] = None,
    quantity: Annotated[int, typer.Option("--quantity", min=0)] = 0,
    ssc: Annotated[str, typer.Option("--ssc", help='SSC, such as "25.00".')] = "0",
    vat: Annotated[
        TreatmentWord | None,
        typer.Option("--vat", help="How it is sold: it can be redeemed only where invoices are taxed so."),
    ] = None,
    rate_class: Annotated[str, typer.Option("--rate", help="Which domestic rate, if not the standard one.")] = STANDARD,
    as_json: Json = False,
) -> None:
    """Create a key. It is shown once; only its hash is stored."""
    boot_ready()
    from autossa.operations.licenses import activation_keys

    sold_as = activation_keys.SoldAs(treatment_of(vat), rate_class) if vat else None
    with answering("keys make", as_json=as_json):
        key = activation_keys.make(
            ctx=action_context(), license_type=license_type, quantity=quantity, ssc=amount(ssc), sold_as=sold_as
        )
    if as_json:
        print_json({"key": key})
    else:
        print(key)


@app.command()
def redeem(project: ProjectName, key: str, on: Day = None, as_json: Json = False) -> None:
    """Redeem a key for a project."""
    boot_ready()
    from autossa.operations.licenses import activation_keys
    from autossa.queries.identifiers import find_project

    with answering("keys redeem", as_json=as_json):
        outcome = activation_keys.redeem(key=key, project=find_project(project), ctx=action_context(on))
        print_outcome(outcome, as_json=as_json)


def amount(text: str) -> int:
    """SSC of the command line, in hundredths; ends the command with exit code 2 when it is none."""
    try:
        return parse_ssc(text)
    except ValueError as error:
        fail(str(error))
