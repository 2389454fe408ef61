"""`autossa releases`: a catalogue entered by hand and by list, and questions to it."""

import json
from pathlib import Path

import pytest

from autossa.cli import releases as command
from autossa.cli.releases import answers, artifacts, lists, products, releases
from autossa.store import models
from tests.cast.commands import runner
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(command.app)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    for module in (command, answers, artifacts, lists, products, releases):
        monkeypatch.setattr(module, "boot_ready", lambda: None)


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


def test_a_catalogue_by_hand(shop: Shop) -> None:
    shop.covered()
    done("add-product", "PBX", "The PBX")
    done("types", "PBX", "PORT=14", "OPERATOR")
    done("branch", "PBX", "14", "--supported-until", "2027-12-31")
    done("draft", "PBX", "14.0", "--branch", "14", "--released-on", "2026-02-20", "--feature", "OPERATOR")
    assert "draft: nobody may install it yet" in refused("may-install", "C1/Office", "L1", "PBX", "14.0")
    done("publish", "PBX", "14.0")
    said = json.loads(done("may-install", "C1/Office", "L1", "PBX", "14.0", "--on", "2026-02-20", "--json"))
    assert said["reason"] == "not_covered"
    assert said["locked"] == ["OPERATOR"]
    done("entitle", "PBX", "14.0", "2026-02-10", "--reason", "Promised for January.")
    said = json.loads(done("may-install", "C1/Office", "L1", "PBX", "14.0", "--on", "2026-02-20", "--json"))
    assert (said["may_install"], said["reason"], said["covered_until"]) == (True, "covered", "2026-02-14")
    done("withdraw", "PBX", "14.0", "--reason", "Broken.", "--from", "2026-03-01")
    assert "may not install 14.0: withdrawn" in done(
        "may-install", "C1/Office", "L1", "PBX", "14.0", "--on", "2026-03-01"
    )
    assert "withdrawn from 2026-03-01" in done("--product", "PBX")
    assert "PORT=14" in done("products")


def test_the_end_of_support_is_set_by_name() -> None:
    done("add-product", "PBX", "The PBX")
    done("branch", "PBX", "14")
    assert "--no-end to change it" in refused("branch", "PBX", "14")
    done("branch", "PBX", "14", "--supported-until", "2027-12-31")
    done("branch", "PBX", "14", "--no-end")
    assert models.Branch.objects.get().supported_until is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("publish", "NONE", "1"), "no product NONE; there are: PBX"),
        (("publish", "PBX", "1"), "no release 1 of PBX; the newest are: none yet"),
        (
            ("draft", "PBX", "1", "--branch", "9", "--released-on", "2026-01-01"),
            "no branch 9 of PBX; there are: none yet",
        ),
        (("add-product", "PBX", "Again"), "There is a product PBX already."),
        (("types", "PBX", "NONE"), "There is no license type NONE."),
        (("--product", "NONE"), "no product NONE"),
        (("branch", "PBX", "14", "--supported-until", "soon"), "is not a date such as 2026-01-31"),
        (("branch", "PBX", "14", "--supported-until", "2027-12-31", "--no-end"), "not both"),
    ],
)
def test_what_is_wrong_is_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    done("add-product", "PBX", "The PBX")
    assert said in refused(*arguments)


def test_a_list_is_tried_then_imported(tmp_path: Path) -> None:
    done("add-product", "PBX", "The PBX")
    file = tmp_path / "list.csv"
    file.write_text("product,branch,version,released_on\nPBX,14,14.0,2026-01-10\n", encoding="utf-8")
    tried = run("import", str(file), "--dry-run", "--publish")
    assert "this was a dry run" in tried.stderr
    assert not models.Branch.objects.exists()
    assert done("import", str(file), "--publish") == tried.stdout
    assert models.Release.objects.published().get().version == "14.0"


def test_a_wrong_list_is_told_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("product,branch,version,released_on\nPBX,14,14.0,soon\nPBX,14,14.1,2026-01-10\n", encoding="utf-8")
    said = refused("import", str(file))
    assert "line 2, released_on: soon is not a date" in said
    assert "line 3: There is no product PBX; add it first." in said
    assert said.endswith("nothing was imported")


@pytest.mark.parametrize(("data", "said"), [(b"\xff\xfe\x00", "is not UTF-8"), (None, "cannot be read")])
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes | None, said: str) -> None:
    file = tmp_path / "list.csv"
    if data is not None:
        file.write_bytes(data)
    assert said in refused("import", str(file))


def test_files_of_a_release(tmp_path: Path) -> None:
    done("add-product", "PBX", "The PBX")
    done("branch", "PBX", "14")
    done("draft", "PBX", "14.0", "--branch", "14", "--released-on", "2026-01-20")
    file = tmp_path / "pbx.bin"
    file.write_bytes(b"code")
    said = json.loads(done("artifacts", "add", "PBX", "14.0", str(file), "--platform", "linux", "--json"))
    assert (said["file"], said["platform"], said["size"]) == ("pbx.bin", "linux", 4)
    assert said == json.loads(done("artifacts", "list", "PBX", "14.0", "--json"))
    assert "has a file pbx.bin already" in refused("artifacts", "add", "PBX", "14.0", str(file))
    assert "no file other.bin of PBX 14.0; there are: pbx.bin" in refused(
        "artifacts", "remove", "PBX", "14.0", "other.bin"
    )
    done("artifacts", "remove", "PBX", "14.0", "pbx.bin")
    assert done("artifacts", "list", "PBX", "14.0") == "nothing to show\n"
    file.write_bytes(b"")
    assert "The file is empty." in refused("artifacts", "add", "PBX", "14.0", str(file))
    assert "cannot be read" in refused("artifacts", "add", "PBX", "14.0", str(tmp_path / "none.bin"))
    file.write_bytes(b"code")
    done("publish", "PBX", "14.0")
    done("artifacts", "add", "PBX", "14.0", str(file))
    assert "is published already" in refused("artifacts", "remove", "PBX", "14.0", "pbx.bin")
