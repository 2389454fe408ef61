"""Backups: the database as one snapshot and, beside it, the files that it names; read back into an empty database.

The database comes first and the files after it: files are only added, so that each one that the dump names is there.
Private keys that sign license files are in no backup: who finds it must not be able to sign.
"""

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from autossa import __version__
from autossa.gateways.dumps import postgres
from autossa.gateways.dumps.postgres import DumpFailed
from autossa.gateways.dumps.programs import ProgramMissing
from autossa.operations.vendor import checkups, schema

__all__ = ["BackupRefused", "DumpFailed", "Manifest", "ProgramMissing", "backup", "read_manifest", "restore"]

DUMP, MANIFEST, SINGLE = "database.dump", "backup.json", ".dump"
_FILES = ("documents", "artifacts")
_PIECE = 1 << 20


class BackupRefused(Exception):
    """It was not done; the text says why."""


class BackupExists(BackupRefused):
    """Something is there already."""

    def __init__(self, target: Path) -> None:
        super().__init__(f"there is something at {target} already; name a new folder or file")


class BackupUnreadable(BackupRefused):
    """It is no whole backup."""

    def __init__(self, source: Path, why: str) -> None:
        super().__init__(f"{source} is no whole backup: {why}")


class DatabaseNotEmpty(BackupRefused):
    """What is in the database would be mixed with what was backed up."""

    def __init__(self, tables: int) -> None:
        super().__init__(
            f"the database has {tables} tables; restore into an empty one, or add --overwrite to delete what is in it"
        )


class DatabaseInUse(BackupRefused):
    """What is connected would go on with rows that are gone."""

    def __init__(self, services: list[str]) -> None:
        super().__init__(
            f"the database is in use by {', '.join(f'`{one}`' for one in services)}; stop them on all machines first"
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is: made when, by which version, how large; `files` are those of documents and releases."""

    made_at: str
    version: str
    migration: str
    size: int
    sha256: str
    files: int


def backup(*, target: Path, address: str, now: datetime) -> Manifest:
    """Write a backup: into a new folder, or only the database into a file that ends with .dump.

    Whole or not at all: a folder gets its name when everything is in it. Notes when it was done.
    Raises BackupExists, ProgramMissing, DumpFailed, OSError, psycopg.Error.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BackupExists(target)
    if target.suffix == SINGLE:
        made = _manifest(target, postgres.dump(address, target), 0, now)
    else:
        made = _folder(target, address, now)
    checkups.note(kind=checkups.Kind.BACKUP, now=now, size=made.size)
    return made


def restore(*, source: Path, address: str, overwrite: bool = False) -> Manifest | None:
    """Read a backup into the database of the address, as its owner, and bring its schema up to date.

    Files of a folder are put where this installation keeps them; one that is there stays.
    Raises BackupUnreadable, DatabaseNotEmpty, DatabaseInUse, SchemaIsNewer, ProgramMissing, DumpFailed, OSError,
    psycopg.Error.
    """
    manifest, dump = _checked(source)
    if tables := postgres.count_tables(address):
        if not overwrite:
            raise DatabaseNotEmpty(tables)
        if services := postgres.used_by(address):
            raise DatabaseInUse(services)
        postgres.check(address, dump)
        postgres.empty(address)
    postgres.restore(address, dump)
    schema.migrate()
    if source.is_dir():
        for name in _FILES:
            _copy(source / name, _kept_in(name))
    return manifest


def prune(*, beside: Path, keep: int) -> list[Path]:
    """Delete the older backups in the folder of this one, but for the newest `keep`; what is no whole backup stays.

    Those that were deleted, the newest first. Raises OSError.
    """
    found = []
    for folder in beside.resolve().parent.iterdir():
        with suppress(BackupUnreadable, ValueError):
            found.append((datetime.fromisoformat(read_manifest(folder).made_at), folder))
    old = [folder for _, folder in sorted(found, reverse=True)[keep:] if folder != beside.resolve()]
    for folder in old:
        shutil.rmtree(folder)
    return old


def read_manifest(source: Path) -> Manifest:
    """What a folder of a backup says about itself. Raises BackupUnreadable."""
    try:
        return Manifest(**json.loads((source / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupUnreadable(source, f"{MANIFEST} cannot be read ({type(error).__name__})") from None


def _folder(target: Path, address: str, now: datetime) -> Manifest:
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    try:
        size = postgres.dump(address, part / DUMP)
        copied = sum(_copy(_kept_in(name), part / name) for name in _FILES)
        made = _manifest(part / DUMP, size, copied, now)
        with open(os.open(part / MANIFEST, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as stream:
            json.dump(asdict(made), stream, indent=1)
        os.replace(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return made


def _manifest(dump: Path, size: int, files: int, now: datetime) -> Manifest:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'store' ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return Manifest(now.isoformat(), __version__, row[0] if row else "", size, _sha256(dump), files)


def _checked(source: Path) -> tuple[Manifest | None, Path]:
    """The dump, and what is said about it: none of a single file."""
    if not source.is_dir():
        if not source.is_file():
            raise BackupUnreadable(source, "there is no such file or folder")
        return None, source
    manifest, dump = read_manifest(source), source / DUMP
    if not dump.is_file() or _sha256(dump) != manifest.sha256:
        raise BackupUnreadable(source, f"{DUMP} is missing or was changed")
    return manifest, dump


def _kept_in(name: str) -> Path | None:
    """The folder in which this installation keeps such files; none for a bucket."""
    location = settings.STORAGES[name].get("OPTIONS", {}).get("location")
    is_folder = settings.STORAGES[name]["BACKEND"].endswith("FileSystemStorage")
    return Path(location) if is_folder and location else None


def _copy(source: Path | None, target: Path | None) -> int:
    """Copy what is not there yet, for its owner alone; how many files."""
    if source is None or target is None or not source.is_dir():
        return 0
    count = 0
    for path in sorted(source.rglob("*")):
        there = target / path.relative_to(source)
        if path.is_file() and not path.is_symlink() and not there.exists():
            there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, there)
            there.chmod(0o600)
            count += 1
    return count


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
