"""The table of rule 9 (tests/cast/entitlements.py) through every door: the same verdict for the same day.

A door says what it answers for the license, the project and the device; to add one, add a function to DOORS.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autossa.cli import releases as command
from autossa.cli.releases import answers as cli_answers
from autossa.domain.releases import entitlements as rule
from autossa.domain.releases.devices import may_all_install
from autossa.domain.releases.entitlements import Reason
from autossa.operations.devices import credentials, files, keys
from autossa.queries.devices.signing_keys import current_kid, jwks
from autossa.queries.releases import entitlements as queries
from autossa.queries.releases.device import device_releases
from autossa.queries.releases.matrix import Row, releases_page
from autossa.queries.releases.standing import Wanted, release_standing
from autossa.store.ids import public_id
from autossa.wording import entitlements as words
from tests.cast.commands import runner
from tests.cast.days import d
from tests.cast.device_calls import call
from tests.cast.entitlements import LICENSE, PRODUCT, ROWS, VERSION, Told, tell
from tests.cast.pages import address, text_of
from tests.cast.people import People
from tests.cast.shop import ALICE, on
from tests.cast.verifier import verifier

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(command.app)

Answer = tuple[str, Reason]
"""For whom (license, project, device), and the reason."""


def by_the_rule(told: Told, _people: People) -> Iterator[Answer]:
    day = d(told.row.today)
    for who, asked in (
        ("project", queries.ask_for_project(told.project, PRODUCT, day)),
        ("device", queries.ask_for_device(told.device, PRODUCT, day)),
    ):
        assert asked is not None
        release = asked.release(VERSION)
        assert release is not None
        found = may_all_install(asked.project, asked.catalogue, asked.scope, release, day)
        yield who, found.reason
        assert asked.answers(release).verdict == found
        assert found.locked == (told.row.locked or found.locked)
        if who == "project":
            one = rule.may_install(asked.project, asked.catalogue, LICENSE, release, day)
            yield "license", one.reason


def by_queries(told: Told, _people: People) -> Iterator[Answer]:
    day = d(told.row.today)
    found = queries.may_install(told.project, LICENSE, PRODUCT, VERSION, day)
    assert found is not None
    yield "license", found.reason
    page = releases_page(told.project, day)
    yield "project", shown([row for product in page.products for row in product.rows] if page else [])
    device = device_releases(told.project, public_id("dev", told.device), day)
    yield "device", shown([row for product in device.products for row in product.releases.rows] if device else [])


def shown(rows: list[Row]) -> Reason:
    """What a page says of the release; it leaves out products that nothing there belongs to."""
    return next((one.verdict.reason for one in rows if one.release.version == VERSION), Reason.NO_SUCH_LICENSE)


def by_the_page_of_staff(told: Told, people: People) -> Iterator[Answer]:
    found = release_standing(told.release, d(told.row.today), Wanted())
    assert found is not None
    yield "project", next((one.reason for one in found.projects), Reason.NO_SUCH_LICENSE)
    assert sum(found.counts.values()) == len(found.projects)
    said = text_of(people["admin"].get(f"/catalogue/releases/{public_id('rel', told.release)}/who/"))
    for one in found.projects:
        assert f"Office Alice Ltd · C1 {words.glossary.ENTITLEMENT[one.reason]}" in said


def by_pages(told: Told, people: People) -> Iterator[Answer]:
    """The page says the word of the reason, and the sentence with its days."""
    device = f"devices/{public_id('dev', told.device)}/releases/"
    for who, path in (("project", "releases/"), ("device", device)):
        said = text_of(people["owner"].get(address(told.project, path)))
        day = d(told.row.today)
        asked = (
            queries.ask_for_project(told.project, PRODUCT, day)
            if who == "project"
            else queries.ask_for_device(told.device, PRODUCT, day)
        )
        release = asked.release(VERSION) if asked else None
        assert asked is not None
        assert release is not None
        verdict = asked.answers(release).verdict
        if f" {VERSION} " not in f" {said} ":
            yield who, Reason.NO_SUCH_LICENSE
            continue
        names = {code: code.capitalize() for code in ("PORT", "RENTAL", "HEADSET", "OPERATOR")}
        assert words.word(verdict) in said
        assert words.why(verdict, names) in said
        yield who, verdict.reason


def by_the_command_line(told: Told, _people: People) -> Iterator[Answer]:
    row = told.row
    one = said("C1/Office", LICENSE, PRODUCT, VERSION, "--on", row.today)[0]
    yield "license", Reason(one["reason"])
    assert {name: one[name] for name in row.grounds} == row.grounds
    assert one["as_of"] == row.today
    for who, more in (("project", []), ("device", ["--device", "Frankfurt"])):
        found = [one for one in said("C1/Office", *more, "--on", row.today) if one["release"] == VERSION]
        yield who, Reason(found[0]["reason"]) if found else Reason.NO_SUCH_LICENSE
        for one in found:
            assert one["may_install"] is (one["reason"] in rule.ALLOWED)
            assert bool(one["what_helps"]) <= (not one["may_install"])


def said(*arguments: str) -> list[dict[str, Any]]:
    result = run("may-install", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def by_the_interface_for_devices(told: Told, _people: People) -> Iterator[Answer]:
    secret = credentials.issue(device=told.device, ctx=on(told.row.today, ALICE))
    one = call("POST", "check", {"product": PRODUCT, "release": VERSION}, secret=secret).json()["answer"]
    assert one["as_of"] == told.row.today
    assert tuple(one["verdict"]["locked"]) == (told.row.locked or tuple(one["verdict"]["locked"]))
    every = call("GET", f"releases?product={PRODUCT}", secret=secret).json()["releases"]
    assert one["verdict"] in every
    allowed = [release for release in every if release["may_install"]]
    assert one["newest"] == (allowed[-1] if allowed else None)
    yield "device", Reason(one["verdict"]["reason"])


def by_signed_files(told: Told, _people: People) -> Iterator[Answer]:
    """The stand-alone verifier, with files of the day and nothing else."""
    if not current_kid():
        keys.new(ctx=on(told.row.today))
    ctx = on(told.row.today)
    manifest = files.manifest(release=told.release, ctx=ctx)
    for who, device in (("project", None), ("device", told.device)):
        file = files.issue(project=told.project, device=device, ctx=ctx).body
        found = verifier.verdict(file, manifest, jwks())
        assert found["may_install"] is (Reason(found["reason"]) in rule.ALLOWED)
        assert found["as_of"] == told.row.today
        yield who, Reason(found["reason"])


DOORS: list[Callable[[Told, People], Iterator[Answer]]] = [
    by_the_rule,
    by_queries,
    by_the_page_of_staff,
    by_pages,
    by_the_command_line,
    by_the_interface_for_devices,
    by_signed_files,
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_door_gives_the_same_verdict(row: Row, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_answers, "boot_ready", lambda: None)
    told = tell(row, people.shop)
    people.today(row.today)
    expected = {"license": row.reason, "project": row.of_project, "device": row.of_device}
    if row.given_up_on:
        expected["device"] = Reason.NO_SUCH_LICENSE  # what is given up was in the free stock, on no device
    for door in DOORS:
        for who, reason in door(told, people):
            assert reason is expected[who], (door.__name__, who)


def test_the_table_has_every_reason() -> None:
    assert {row.reason for row in ROWS} | {row.of_device for row in ROWS} == set(Reason)
