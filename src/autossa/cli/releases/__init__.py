"""`autossa releases`: products, their branches and releases, lists of them, and who may install what."""

from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import boot_ready
from autossa.cli.releases import answers, artifacts, lists, products, releases

app = typer.Typer(help="Products, their releases, and who may install them.", invoke_without_command=True)
app.command("products")(products.listing)
app.command("add-product")(products.add)
app.command("types")(products.types)
app.command("branch")(products.branch)
app.command("draft")(releases.draft)
app.command("edit")(releases.edit)
app.command("delete")(releases.delete)
app.command("publish")(releases.publish)
app.command("entitle")(releases.entitle)
app.command("withdraw")(releases.withdraw)
app.command("import")(lists.import_list)
app.add_typer(artifacts.app, name="artifacts")
app.command("may-install")(answers.may_install)


@app.callback()
def listing(
    context: typer.Context,
    product: Annotated[str | None, typer.Option("--product", metavar="CODE", help="Only of this product.")] = None,
    as_json: Json = False,
) -> None:
    """List all releases, the newest first."""
    if context.invoked_subcommand is None:
        boot_ready()
        from autossa.queries.releases.names import find_product
        from autossa.queries.releases.tables import list_releases

        with answering("releases"):
            if product is not None:
                find_product(product)
            print_rows(list_releases(product), as_json=as_json)
