"""`autossa releases artifacts`: the files of a release, added, listed and removed."""

from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import fail
from autossa.cli.releases.products import ProductCode
from autossa.cli.releases.releases import Version

app = typer.Typer(help="Files of releases.", no_args_is_help=True)
FileName = Annotated[str, typer.Argument(metavar="NAME", help="Name of a file of the release.")]


@app.command("add")
def add(
    product: ProductCode,
    version: Version,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file; it keeps its name.")],
    platform: Annotated[str, typer.Option("--platform", help='Such as "linux-x86_64".')] = "",
    edition: Annotated[str, typer.Option("--edition", help="If there are several.")] = "",
    as_json: Json = False,
) -> None:
    """Add a file to a release; its SHA-256 is computed while it is stored."""
    boot_ready()
    from autossa.operations.releases import artifacts
    from autossa.operations.releases.files import ArtifactNotStored
    from autossa.queries.releases.names import find_release
    from autossa.queries.releases.tables import list_artifacts

    with answering("releases artifacts add"):
        ctx, key = action_context(), find_release(product, version)
        try:
            with file.open("rb") as content:
                artifacts.add(
                    release=key, content=content, file_name=file.name, platform=platform, edition=edition, ctx=ctx
                )
        except OSError as error:
            fail(f"{file} cannot be read: {error.strerror or error}")
        except ArtifactNotStored as error:
            fail(str(error))
    rows = [row for row in list_artifacts(key) if row["file"] == file.name]
    print_rows(rows, as_json=as_json, right=("size",))


@app.command("list")
def listing(product: ProductCode, version: Version, as_json: Json = False) -> None:
    """List the files of a release, with size in bytes and SHA-256."""
    boot_ready()
    from autossa.queries.releases.names import find_release
    from autossa.queries.releases.tables import list_artifacts

    with answering("releases artifacts list"):
        rows = list_artifacts(find_release(product, version))
    print_rows(rows, as_json=as_json, right=("size",))


@app.command("remove")
def remove(product: ProductCode, version: Version, name: FileName) -> None:
    """Remove a file of a draft."""
    boot_ready()
    from autossa.operations.releases import artifacts
    from autossa.queries.releases.names import find_artifact

    with answering("releases artifacts remove"):
        artifacts.remove(artifact=find_artifact(product, version, name), ctx=action_context())
    print(f"{product} {version}: {name} removed")
