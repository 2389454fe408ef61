"""The private key is in its file, and nowhere else: not in a table, a log, a backup."""

import base64
import subprocess
from pathlib import Path
from typing import Any

import pytest

from autossa.operations.devices import files, keys
from autossa.workbench import scratch_databases
from autossa.workbench.servers import Addresses
from tests.cast.shop import on, open_shop
from tests.store.looking import rows, tables

pytestmark = pytest.mark.store


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SIGNING_GATEWAY = "autossa.gateways.signing.files.from_settings"
    settings.SIGNING_FOLDER, settings.SIGNING_KEY = str(tmp_path / "keys"), ""
    return tmp_path / "keys"


def forms_of(pem: bytes) -> set[bytes]:
    """The 32 secret bytes of a key as they may be written somewhere."""
    raw = base64.b64decode(b"".join(pem.splitlines()[1:-1]))[-32:]
    texts = raw.hex().encode(), base64.b64encode(raw).rstrip(b"="), base64.urlsafe_b64encode(raw).rstrip(b"=")
    return {raw, *texts, pem.splitlines()[1]}


def test_the_private_key_is_nowhere_else(
    database: Addresses, folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    kid = keys.new(ctx=on("2026-01-01"))
    files.issue(project=open_shop().covered(), ctx=on("2026-02-02"))
    secret = forms_of((folder / f"{kid}.pem").read_bytes())
    written = "".join(str(row) for table in tables() for row in rows(f'SELECT t::text FROM "{table}" t')).encode()
    binary = scratch_databases.scratch_server().binary("pg_dump")
    backup = subprocess.run([str(binary), "--dbname", database.owner], capture_output=True, check=True).stdout
    said = (caplog.text + "".join(capfd.readouterr())).encode()
    assert kid.encode() in written
    assert kid.encode() in backup, "the backup is one"
    for one in secret:
        assert one not in written + backup + said
