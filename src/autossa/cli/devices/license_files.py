"""`autossa license-file`: issue one, verify one with a manifest, say what one says."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.answers import Json, ProjectName, answering
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import BAD_INPUT, fail, print_json, say

app = typer.Typer(help="License files that devices verify without a network.", no_args_is_help=True)
REFUSED = 1
MOST_BYTES = 200_000

OfDevice = Annotated[
    str | None,
    typer.Option("--device", metavar="DEVICE", help="A device by ID, hardware ID or name; default: the project."),
]
Signed = Annotated[Path, typer.Argument(metavar="FILE", help="A file with the signed text; - reads standard input.")]
Keys = Annotated[Path, typer.Option("--jwks", metavar="FILE", help="The published keys, as a file.")]


@app.command("issue")
def issue(
    project: ProjectName,
    device: OfDevice = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it to this file.")] = None,
    as_json: Json = False,
) -> None:
    """Issue a new license file of a project, or of one of its devices."""
    boot_ready()
    from autossa.operations.devices import files
    from autossa.queries.devices.names import find_device
    from autossa.queries.identifiers import find_project

    with answering("license-file issue"):
        key = find_project(project)
        issued = files.issue(project=key, device=find_device(key, device) if device else None, ctx=action_context())
    if out is not None:
        _write(out, issued.body)
    if as_json:
        about = {"id": issued.public_id, "serial": issued.serial, "expires_at": issued.expires_at.isoformat()}
        print_json({**about, "license_file": issued.body})
    elif out is None:
        print(issued.body)
    else:
        print(f"{out}: serial {issued.serial}")


@app.command("verify")
def verify(
    license_file: Signed,
    manifest: Annotated[Path, typer.Argument(metavar="MANIFEST", help="A file with the manifest of a release.")],
    jwks: Keys,
    device: Annotated[str | None, typer.Option("--device", metavar="DEVICE", help="As this device (dev_…).")] = None,
    serial: Annotated[int, typer.Option("--serial", min=0, help="The highest serial seen so far.")] = 0,
    as_json: Json = False,
) -> None:
    """Say, without a network or a database, whether a release may be installed; exit code 1 where it may not."""
    from autossa.documents.licenses.offline import NotGenuine, verdict

    try:
        keys = json.loads(_read(jwks))
    except ValueError:
        fail(f"{jwks} holds no keys as JSON")
    try:
        now = int(time.time())
        said = verdict(_read(license_file), _read(manifest), keys, device=device, serial=serial, now=now)
    except NotGenuine as error:
        if as_json:
            print_json({"may_install": False, "refused": str(error)})
        fail(f"refused: {error}", REFUSED)
    if as_json:
        print_json(said)
    else:
        from autossa.cli.boot import set_up

        set_up()
        from autossa.wording.license_files import verdict_sentence

        print(verdict_sentence(said))
    if not said["may_install"]:
        raise typer.Exit(REFUSED)


@app.command("inspect")
def inspect(license_file: Signed, as_json: Json = False) -> None:
    """Say whether a license file or manifest of this portal is genuine and the newest, and what it says."""
    text = _read(license_file)
    boot_ready()
    from autossa.operations.devices.license_files.checks import check_text
    from autossa.wording.license_files import check_sentences

    found = check_text(text=text, ctx=action_context())
    if as_json:
        print_json(
            {
                "kind": found.kind or None, "genuine": found.is_genuine, "newest": found.is_newest,
                "revoked": found.revoked or None, "stale": found.is_stale, "claims": found.claims,
            }
        )  # fmt: skip
    else:
        for sentence in check_sentences(found):
            print(sentence)
    if not found.is_genuine:
        raise typer.Exit(REFUSED)


def _read(path: Path) -> str:
    if str(path) == "-":
        return sys.stdin.read(MOST_BYTES).strip()
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}")
    if len(data) > MOST_BYTES:
        fail(f"{path} is larger than {MOST_BYTES // 1000} kB; it is no such file")
    return data.decode("utf-8", "replace").strip()


def _write(path: Path, body: str) -> None:
    try:
        path.write_text(f"{body}\n", encoding="ascii")
    except OSError as error:
        say(f"{path} cannot be written: {error.strerror}; the file is issued all the same")
        raise typer.Exit(BAD_INPUT) from None
