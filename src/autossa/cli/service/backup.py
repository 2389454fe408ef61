"""`autossa backup` and `autossa restore`: the whole database, and the files that it names."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.answers import answering
from autossa.cli.boot import FAILED, OWNER, action_context, boot, boot_ready
from autossa.cli.output import fail, say
from autossa.workbench import scratch_databases, servers
from autossa.workbench.postgres import roles
from autossa.workbench.postgres.server import Server


def backup(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="A new folder, or a file that ends with .dump.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Restore it into a scratch database, and run `autossa verify` there.")
    ] = False,
    keep: Annotated[
        int | None, typer.Option(min=1, help="Then delete older backups in the same folder, but for so many.")
    ] = None,
) -> None:
    """Back up the database, and files of invoices and releases; private keys that sign license files are not in it.

    A file that ends with .dump has the database alone. Needs DATABASE_OWNER_URL, and pg_dump of the server's version.
    """
    if keep is not None and target.suffix == ".dump":
        fail("--keep is for backups that are folders: which files beside a .dump are backups, nothing says")
    boot_ready()
    from autossa.operations.vendor import backups

    with answering("backup"):
        try:
            made = backups.backup(target=target, address=os.environ[OWNER], now=action_context().now)
        except (backups.BackupRefused, backups.DumpFailed, backups.ProgramMissing) as error:
            fail(str(error), FAILED)
        except OSError as error:
            fail(f"{error.filename or target}: {error.strerror}", FAILED)
    print(f"{target}: {made.size} bytes of the database, {made.files} files")
    if verify:
        _verify(target)
    if keep is not None:
        _prune(target, keep)


def restore(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A folder or a file that `autossa backup` wrote.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Delete what is in the database first.")] = False,
) -> None:
    """Restore a backup into the empty database of DATABASE_OWNER_URL, and bring its schema up to date."""
    boot()
    from autossa.operations.vendor import backups

    with answering("restore"):
        try:
            made = backups.restore(source=source, address=os.environ[OWNER], overwrite=overwrite)
        except (backups.BackupRefused, backups.DumpFailed, backups.ProgramMissing) as error:
            fail(str(error), FAILED)
        except OSError as error:
            fail(f"{error.filename or source}: {error.strerror}", FAILED)
    print(f"Restored: what was backed up at {made.made_at}." if made else "Restored.")
    print("Next: autossa verify, and the keys that sign license files, which are in no backup.")


def _prune(target: Path, keep: int) -> None:
    """Only now that this one is there, and right."""
    from autossa.operations.vendor import backups

    try:
        for old in backups.prune(beside=target, keep=keep):
            print(f"{old}: deleted")
    except OSError as error:
        fail(f"{error.filename}: an older backup cannot be deleted: {error.strerror}", FAILED)


def _verify(target: Path) -> None:
    """The same commands as in need, in processes of their own, on a server that holds nothing else."""
    with scratch_databases.borrowed_server() as server:
        _restore_into(server, target)
    say("restored into a scratch database; `autossa verify` found nothing wrong")


def _restore_into(server: Server, target: Path) -> None:
    name = f"restored_{secrets.token_hex(6)}"
    roles.create_database(server, name)
    try:
        there = servers.at(server, name)
        env = {**os.environ, "DATABASE_URL": there.app, OWNER: there.owner}
        if target.is_dir():
            env["AUTOSSA_HOME"] = str(target.resolve())  # its own files are looked at, not those in use
        for arguments in (["restore", str(target.resolve())], ["verify"]):
            done = subprocess.run(
                [sys.executable, "-m", "autossa", *arguments], env=env, capture_output=True, text=True, check=False
            )
            if done.returncode:
                first = (done.stdout + done.stderr).strip().splitlines() or ["no message"]
                fail(f"the backup is not right: `autossa {arguments[0]}` says: {first[0]}", FAILED)
    finally:
        roles.drop_database(server, name)
