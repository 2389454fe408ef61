"""`autossa keys-signing` and `autossa license-file`."""

import json
from pathlib import Path
from typing import Any

import pytest

from autossa.cli.devices import license_files, signing_keys
from autossa.operations.devices import files, keys
from autossa.queries.devices.signing_keys import jwks
from autossa.store import models
from tests.cast.commands import runner
from tests.cast.machines import machine, pbx, put_on
from tests.cast.shop import Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run, run_keys = runner(license_files.app), runner(signing_keys.app)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    for module in (license_files, signing_keys):
        monkeypatch.setattr(module, "boot_ready", lambda: None)


def done(command: Any, *arguments: str, code: int = 0) -> str:
    result = command(*arguments)
    assert result.exit_code == code, result.output
    return str(result.stdout if code == 0 else result.output)


def test_keys_from_the_first_to_a_revoked_one() -> None:
    first = json.loads(done(run_keys, "new", "--json"))["kid"]
    assert "signs already" in done(run_keys, "new", code=2)
    second = done(run_keys, "rotate").split(":")[0]
    assert "signs at present" in done(run_keys, "revoke", second, "--reason", "Why not", code=2)
    assert "issue new license files" in run_keys("revoke", first, "--reason", "Stolen").stderr
    rows = [json.loads(line) for line in done(run_keys, "list", "--json").splitlines()]
    assert [(row["kid"], row["state"], row["reason"]) for row in rows] == [
        (second, "signs", ""),
        (first, "revoked", "Stolen"),
    ]
    for unknown in ("NONE", "-xyz", "--rotate"):
        assert f"There is no key {unknown}" in done(run_keys, "revoke", unknown, "--reason", "Why", code=2)


@pytest.fixture
def office(shop: Shop) -> Shop:
    keys.ensure(ctx=on("2026-01-01"))
    project = shop.covered()
    pbx(("14.0", "2026-01-10"), ("14.1", "2026-02-20"))
    put_on(machine(project), 5)
    return shop


def test_a_file_is_issued_verified_and_explained(office: Shop, tmp_path: Path) -> None:
    file, published = tmp_path / "license.jws", tmp_path / "jwks.json"
    for named in (["--device", "Main site"], ["--device", "001B-213C-4D5E"], []):
        assert "serial" in done(run, "issue", "C1/Office", *named, "--out", str(file))
    said = json.loads(done(run, "issue", "C1/Office", "--json"))
    assert (said["serial"], said["id"][:4]) == (4, "lfi_")
    file.write_text(said["license_file"], encoding="ascii")
    published.write_text(json.dumps(jwks()), encoding="ascii")
    for version, words, code in (
        ("14.0", "may be installed: acquired", 0),
        ("14.1", "may not be installed: not covered", 1),
    ):
        manifest = tmp_path / f"{version}.jws"
        key = models.Release.objects.get(version=version).pk
        manifest.write_text(files.manifest(release=key, ctx=on("2026-11-01")), encoding="ascii")
        asked = ("verify", str(file), str(manifest), "--jwks", str(published))
        assert words in done(run, *asked, code=code)
        assert json.loads(done(run, *asked, "--json", code=code))["license"] == "L1"
    assert "refused: for another device, older" in done(run, *asked, "--serial", "9", code=1)
    result = run(*asked, "--serial", "9", "--json")
    assert (result.exit_code, json.loads(result.stdout)["may_install"]) == (1, False)
    shown = done(run, "inspect", str(file))
    assert "A genuine license file of this portal." in shown
    assert "1,200 × PORT (L1), charged by SSA, acquired on 15 January 2026." in shown or "1,200 × PORT (L1)" in shown
    assert "It is the newest file." in shown
    assert json.loads(done(run, "inspect", str(file), "--json"))["newest"] is True
    file.write_text(said["license_file"][:-3], encoding="ascii")
    assert "Not genuine" in done(run, "inspect", str(file), code=1)


def test_what_is_wrong_is_one_sentence(office: Shop, tmp_path: Path) -> None:
    assert "no device X9" in done(run, "issue", "C1/Office", "--device", "X9", code=2)
    assert "cannot be read" in done(run, "inspect", str(tmp_path / "none"), code=2)
    assert "cannot be written" in done(run, "issue", "C1/Office", "--out", str(tmp_path), code=2)
    (tmp_path / "keys").write_text("none", encoding="ascii")
    one = str(tmp_path / "keys")
    assert "holds no keys as JSON" in done(run, "verify", one, one, "--jwks", one, code=2)
