"""`autossa releases products`, `add-product`, `types`, `branch`."""

from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import fail

ProductCode = Annotated[str, typer.Argument(metavar="PRODUCT", help="Code of a product.")]
Types = Annotated[
    list[str] | None,
    typer.Argument(metavar="TYPE[=MAJOR]", help="License types by code, with the major version that one names."),
]


def listing(as_json: Json = False) -> None:
    """List products, their license types and their branches."""
    boot_ready()
    from autossa.queries.releases.tables import list_products

    print_rows(list_products(), as_json=as_json)


def add(code: ProductCode, name: str) -> None:
    """Add a product."""
    boot_ready()
    from autossa.operations.releases import products

    with answering("releases add-product"):
        products.add_product(code=code, name=name, ctx=action_context())
    print(code)


def types(product: ProductCode, license_types: Types = None) -> None:
    """Say which license types belong to a product; those that are not named belong to it no more."""
    majors = dict(_major(text) for text in license_types or ())
    boot_ready()
    from autossa.operations.releases import products
    from autossa.queries.releases.names import find_product

    with answering("releases types"):
        products.set_product_types(product=find_product(product), majors=majors, ctx=action_context())
    print(f"{product}: {' '.join(license_types or ()) or 'no license type'}")


def branch(
    product: ProductCode,
    name: str,
    supported_until: Annotated[
        str | None, typer.Option("--supported-until", metavar="DATE", help="Last supported day.")
    ] = None,
    no_end: Annotated[bool, typer.Option("--no-end", help="Supported without an end.")] = False,
) -> None:
    """Add a branch, or set the last supported day of one."""
    if no_end and supported_until:
        fail("give --supported-until or --no-end, not both")
    until = parse_day(supported_until) if supported_until else None
    boot_ready()
    from autossa.operations.releases import products
    from autossa.queries.releases.names import find_branch, find_product

    with answering("releases branch"):
        ctx, key = action_context(), find_product(product)
        try:
            products.add_branch(product=key, name=name, supported_until=until, ctx=ctx)
        except products.BranchExists as error:
            if until is None and not no_end:
                fail(f"{error} Give --supported-until or --no-end to change it.")
            products.set_support(branch=find_branch(product, name), supported_until=until, ctx=ctx)
    print(f"{product} {name}: supported" + (f" until {until}" if until else ""))


def _major(text: str) -> tuple[str, str]:
    code, _, major = text.partition("=")
    return code, major
