"""`autossa prices`: price lists and license types, as versions with a date."""

from fractions import Fraction
from typing import Annotated, Any

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import fail
from autossa.domain.amounts import parse_decimal
from autossa.domain.lines import Ssa

app = typer.Typer(help="Prices of an SSC and rates of license types.", invoke_without_command=True)
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day; default: the earliest possible.")]
GivenUp = Annotated[bool, typer.Option("--given-up/--not-given-up", help="Its licenses can be given up, so they end.")]
Released = Annotated[
    bool, typer.Option("--released/--not-released", help="Its licenses can be released from a device, for another one.")
]


@app.callback()
def listing(context: typer.Context, as_json: Json = False) -> None:
    """List all price versions."""
    if context.invoked_subcommand is None:
        boot_ready()
        from autossa.queries.projects.tables import list_prices

        print_rows(list_prices(), as_json=as_json, right=("price",))


@app.command("types")
def types(as_json: Json = False) -> None:
    """List license types and their rates."""
    boot_ready()
    from autossa.queries.projects.tables import list_license_types

    print_rows(list_license_types(), as_json=as_json, right=("ssc_per_year",))


@app.command("add-list")
def add_list(name: str, currency: Annotated[str, typer.Argument(help="Three-letter code, such as EUR.")]) -> None:
    """Add a price list in a currency."""
    boot_ready()
    from autossa.operations.vendor import catalogue

    with answering("prices add-list"):
        catalogue.add_price_list(name=name, currency=currency, ctx=action_context())
    print(name)


@app.command("set")
def set_price(
    price: Annotated[str, typer.Argument(help='Of one SSC, such as "1.05".')],
    starts_on: From = None,
    price_list: Annotated[str | None, typer.Option("--price-list", help="Name; default: the only one.")] = None,
) -> None:
    """Set the price of an SSC from a day on; versions are never edited.

    A price that is entered today begins after all that is due by today: it never changes what a late run books.
    """
    boot_ready()
    from autossa.operations.vendor import catalogue
    from autossa.queries.identifiers import find_price_list
    from autossa.queries.vendor.first_days import first_price_start

    with answering("prices set"):
        ctx, key = action_context(), find_price_list(price_list)
        first = parse_day(starts_on) if starts_on else first_price_start(key, ctx.today)
        catalogue.set_price(price_list=key, price=_exact(price), starts_on=first, ctx=ctx)
    print(f"{price} from {first}")


@app.command("rate")
def set_rate(
    code: str,
    ssc_per_year: Annotated[str, typer.Argument(help='SSC per unit and year, such as "0.5".')],
    starts_on: From = None,
    name: Annotated[str | None, typer.Option("--name", help="Name, to create a new license type.")] = None,
    ssa: Annotated[Ssa, typer.Option("--ssa", help="How a new type stands to SSA.")] = Ssa.CHARGED,
    given_up: GivenUp = True,
    released: Released = True,
) -> None:
    """Set the rate of a license type from a day on, or create a new type.

    --name creates one; how it stands to SSA and what may be done with its licenses is said then.
    """
    boot_ready()
    from autossa.operations.vendor import catalogue, license_types
    from autossa.queries.vendor.first_days import first_rate_start

    with answering("prices rate"):
        ctx = action_context()
        first = parse_day(starts_on) if starts_on else first_rate_start(code, ctx.today)
        rate = _exact(ssc_per_year)
        if name:
            acts = license_types.Acts(given_up, released)
            catalogue.add_license_type(
                code=code, name=name, ssc_per_year=rate, starts_on=first, ssa=ssa, acts=acts, ctx=ctx
            )
        else:
            catalogue.set_rate(code=code, ssc_per_year=rate, starts_on=first, ctx=ctx)
    print(f"{code}: {ssc_per_year} from {first}")


@app.command("licenses")
def list_licenses(as_json: Json = False) -> None:
    """List all license prices, on all price lists."""
    boot_ready()
    from autossa.queries.vendor.license_prices import list_license_prices

    print_rows(list_license_prices(), as_json=as_json, right=("price",))


@app.command("license")
def set_license_price(
    code: str,
    price: Annotated[str, typer.Argument(help='Of one unit, paid once, such as "120".')],
    starts_on: From = None,
    price_list: Annotated[str | None, typer.Option("--price-list", help="Name; default: the only one.")] = None,
) -> None:
    """Set what a license of a type costs from a day on, on a price list; versions are never edited."""
    boot_ready()
    from autossa.operations.vendor import license_prices
    from autossa.queries.identifiers import find_price_list
    from autossa.queries.vendor.license_prices import first_license_price_start

    with answering("prices license"):
        ctx, key = action_context(), find_price_list(price_list)
        first = parse_day(starts_on) if starts_on else first_license_price_start(key, code, ctx.today)
        license_prices.set_license_price(price_list=key, code=code, price=_exact(price), starts_on=first, ctx=ctx)
    print(f"{code}: {price} from {first}")


@app.command("withdraw-license")
def withdraw_license_price(
    code: str,
    starts_on: Annotated[str, typer.Argument(metavar="DATE", help="First day of the version.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
    price_list: Annotated[str | None, typer.Option("--price-list", help="Name; default: the only one.")] = None,
) -> None:
    """Withdraw a license price that has not begun."""
    boot_ready()
    from autossa.operations.vendor import license_prices
    from autossa.queries.identifiers import find_price_list

    with answering("prices withdraw-license"):
        first = parse_day(starts_on)
        license_prices.withdraw_license_price(
            price_list=find_price_list(price_list), code=code, starts_on=first, reason=reason, ctx=action_context()
        )
    print(f"{code}: price from {first} withdrawn")


@app.command("acts")
def set_acts(code: str, given_up: GivenUp = True, released: Released = True) -> None:
    """Say whether licenses of a type can be given up, and released from devices; both, where nothing is said."""
    boot_ready()
    from autossa.operations.vendor import license_types

    with answering("prices acts"):
        license_types.set_acts(code=code, acts=license_types.Acts(given_up, released), ctx=action_context())
    said = [f"{'can' if may else 'cannot'} be {what}" for what, may in (("given up", given_up), ("released", released))]
    print(f"{code}: {', '.join(said)}")


@app.command("withdraw")
def withdraw(
    starts_on: Annotated[str, typer.Argument(metavar="DATE", help="First day of the version.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
    price_list: Annotated[str | None, typer.Option("--price-list", help="Name; default: the only one.")] = None,
    code: Annotated[str | None, typer.Option("--type", help="A rate of this license type.")] = None,
    policy: Annotated[bool, typer.Option("--policy", help="A policy version.")] = False,
    instead: Annotated[str | None, typer.Option("--instead", help="The right price or rate.")] = None,
    from_day: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Its first day; default: the earliest possible.")
    ] = None,
) -> None:
    """Withdraw a price, rate or policy that has not begun; --instead enters the right one in its place."""
    if sum((price_list is not None, code is not None, policy)) > 1:
        fail("withdraw one version: of a --price-list, of a --type, or a --policy")
    if (policy and instead) or (from_day and not instead):
        fail("--instead is for prices and rates, --from for what is entered instead")
    boot_ready()
    from autossa.operations.vendor import catalogue
    from autossa.queries.identifiers import find_price_list
    from autossa.queries.vendor.first_days import earliest_start

    with answering("prices withdraw"):
        ctx, first = action_context(), parse_day(starts_on)
        given: dict[str, Any] = {"starts_on": first, "reason": reason, "ctx": ctx}
        if policy:
            catalogue.withdraw_policy(**given)
            print(f"policy from {first} withdrawn")
            return
        if instead is not None:
            begins = parse_day(from_day) if from_day else earliest_start(ctx.today)
            given["instead"] = catalogue.Instead(_exact(instead), begins)
        if code is not None:
            catalogue.withdraw_rate(code=code, **given)
        else:
            catalogue.withdraw_price(price_list=find_price_list(price_list), **given)
    print(f"version from {first} withdrawn" + (f"; {instead} from {begins}" if instead else ""))


def _exact(text: str) -> Fraction:
    try:
        value = parse_decimal(text)
    except ValueError as error:
        fail(str(error))
    if value < 0:
        fail(f"{text} must not be negative")
    return value
