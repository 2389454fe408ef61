"""`autossa devices`: what people do to devices and the licenses on them, from the command line."""

import json
from typing import Any

import pytest

from autossa.cli import devices as command
from autossa.cli import releases
from autossa.cli.devices import activations, devices, lists, staff
from autossa.cli.releases import answers
from autossa.operations.releases import products
from autossa.queries.devices.tables import list_devices
from autossa.queries.identifiers import find_project
from autossa.queries.projects.tables import list_projects
from autossa.queries.releases.look_up import list_found
from autossa.store import models
from tests.cast.commands import runner
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.releases.shelf import branch, product, published

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run, run_releases = runner(command.app), runner(releases.app)
OFFICE, DAY = "C1/Office", ("--on", "2026-02-10")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    for module in (activations, devices, lists, staff):
        monkeypatch.setattr(module, "boot_ready", lambda: None)
    shop.covered()
    key = product()
    products.set_product_types(product=key, majors={"PORT": ""}, ctx=on("2026-02-02"))
    published(branch(key), "14.0")


def done(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, *DAY, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def refused(*arguments: str) -> str:
    result = run(*arguments, *DAY)
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_day_with_devices() -> None:
    made = done("register", OFFICE, "Frankfurt", "00:1b:21:3c:4d:5e")
    assert made["device"].startswith("dev_")
    done("register", OFFICE, "Berlin", "SN-2000")
    done("register", OFFICE, "Mainz", "SN-3000", "--of", "Berlin")
    assert done("activate", OFFICE, "001B.213C.4D5E", "L1", "700")["quantity"] == 700
    done("release", OFFICE, made["device"], "L1", "--quantity", "200")
    done("move", OFFICE, "Frankfurt", "L1", "Berlin", "--quantity", "100")
    done("rename", OFFICE, "Berlin", "Potsdam")
    assert [(row["name"], row["standby_of"], row["licenses"]) for row in rows("list", OFFICE)] == [
        ("Frankfurt", None, {"L1": 400}), ("Potsdam", None, {"L1": 100}), ("Mainz", "Potsdam", {}),
    ]  # fmt: skip
    assert rows("look-up", "sn-30")[0]["may_install"] == {"PBX": "14.0"}
    done("standby", OFFICE, "Mainz")
    assert "Pbx cannot be tried out in this project" in refused("trial", OFFICE, "Mainz", "PBX")
    product("CENTER")
    assert done("trial", OFFICE, "Mainz", "CENTER")["ends_on"] == "2026-05-11"
    done("remove", OFFICE, "Mainz")
    assert done("lost", OFFICE, "Frankfurt", "Stolen")["came_back"] == 400
    assert [row["gone"] for row in rows("list", OFFICE)] == [None, "removed 2026-02-10", "lost 2026-02-10"]
    assert run("list", OFFICE).stdout.splitlines()[1].startswith("dev_")
    assert models.Activity.objects.filter(action="release_license").exists()


def test_days_are_inclusive_as_in_the_list_of_projects() -> None:
    product("CENTER")  # of PBX the project has licenses
    done("register", OFFICE, "Frankfurt", "SN-1000")
    done("trial", OFFICE, "Frankfurt", "CENTER")
    found = list_found("sn-1000", d("2026-02-10"))[0]
    listed = list_devices(find_project(OFFICE), d("2026-02-10"))[0]
    assert found["trials"] == listed["trials"] == {"CENTER": "2026-05-10"}  # of 90 days from 10 February
    assert found["covered_until"] == list_projects()[0]["covered_until"] is not None


def test_a_table_shows_no_code() -> None:
    done("register", OFFICE, "Frankfurt", "SN-1000")
    done("activate", OFFICE, "Frankfurt", "L1", "700")
    for asked in (("list", OFFICE), ("look-up", "sn-1000")):
        shown = run(*asked).stdout
        assert "L1 700" in shown
        assert "{" not in shown
    assert "PBX 14.0" in shown


def test_what_is_printed_on_a_device_comes_before_a_name() -> None:
    first = done("register", OFFICE, "Frankfurt", "SN-1000")["device"]
    other = done("register", OFFICE, "SN-1000", "SN-2000")["device"]
    done("activate", OFFICE, "SN-1000", "L1", "1")
    licensed = {row["device"]: row["licenses"] for row in rows("list", OFFICE)}
    assert licensed == {first: {"L1": 1}, other: {}}


@pytest.mark.parametrize(("named", "releases"), [("Frankfurt", 1), ("00-1B-21-3C-4D-5E", 1), ("Berlin", 0)])
def test_what_a_device_may_install_is_asked_by_the_same_names(
    named: str, releases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "boot_ready", lambda: None)
    done("register", OFFICE, "Frankfurt", "00:1b:21:3c:4d:5e")
    done("register", OFFICE, "Berlin", "SN-2000")
    done("activate", OFFICE, "Frankfurt", "L1", "1")
    result = run_releases("may-install", OFFICE, "--device", named, *DAY, "--json")
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) == releases


def test_the_stock_is_of_today(shop: Shop) -> None:
    done("register", OFFICE, "Frankfurt", "SN-1000")
    done("activate", OFFICE, "Frankfurt", "L1", "700")
    assert rows("stock", OFFICE) == [
        {"license": "L1", "licensed": 1200, "on_devices": 700, "free": 500, "exceeded": False}
    ]


def test_what_is_wrong_is_said_in_one_sentence() -> None:
    done("register", OFFICE, "Frankfurt", "SN-1000")
    assert "no device Berlin in this project" in refused("remove", OFFICE, "Berlin")
    said = refused("activate", OFFICE, "Frankfurt", "L1", "1201")
    assert said == "autossa: Of license L1 0 of 1200 are on devices: 1200 can be activated, not 1201."
    assert run("activate", OFFICE, "Frankfurt", "L9", "1", *DAY).exit_code == 1
    assert run("look-up", "x").stdout == "nothing to show\n"
