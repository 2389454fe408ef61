"""A wrong scenario file gives one sentence with file and line on stderr, exit code 2, and nothing on stdout."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autossa.cli.scenarios.yaml_tree import MAX_BYTES
from tests.cli.files import GOOD, autossa, instead, with_event, written

BOMB = "x: &a [l, l, l, l, l, l, l, l]\n" + "".join(f"x{n}: &a{n} [{'*a, ' * 8}]\n" for n in range(9))


RELEASE = "id: r1, product: P, branch: b, released_on: 2026-01-01"


def releases(*entries: str) -> str:
    """The file with releases, from line 7 on."""
    return GOOD + "releases:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def event(text: str) -> str:
    return with_event("{date: 2026-02-01, do: " + text + "}")


WRONG = {
    # name: the file, the line, what is said of it
    "an unknown key": (GOOD + "prices: []\n", 6, "a scenario has an unknown key `prices`; known keys are name, policy"),
    "an unknown key of an event": (event("top_up, ssc: '1', id: L1"), 6, "top_up has an unknown key `id`"),
    "an unknown key of a price": (instead(1, "ssc_price: [{from: 2026-01-01, prize: '1'}]"), 1, "unknown key `prize`"),
    "an unknown key of a type": (instead(2, "license_types: {PORT: {ssc: '1'}}"), 2, "unknown key `ssc`"),
    "an unknown key of the policy": (GOOD + "policy: {grace: 3}\n", 6, "policy has an unknown key `grace`"),
    "more decimals than an SSC has": (event("top_up, ssc: '1.000'"), 6, 'ssc: "1.000" has more than two decimals'),
    "a comma in an amount": (event("top_up, ssc: '1,50'"), 6, "is not a decimal number"),
    "an unknown event": (event("sell_license"), 6, "do must be one of add_license, activate_license"),
    "an unknown option": (event("conclude_contract, option: weekly"), 6, "option must be one of annual_yearly"),
    "an unknown license type": (event("add_license, id: L2, type: FAX, quantity: 1"), 6, "type FAX is not among"),
    "a missing key": (event("top_up"), 6, "top_up is missing `ssc`"),
    "a missing date": (with_event("{do: approve_contract}"), 6, "approve_contract is missing `date`"),
    "a missing part": ('ssc_price: []\nuntil: 2026-01-01\nevents: []\n', 1, "a scenario is missing `license_types`"),
    "a wrong type: text": (event("extend, months: many"), 6, "months must be a whole number, not `many`"),
    "a wrong type: a list": (event("extend, months: [1]"), 6, "months must be a whole number, not a list"),
    "a wrong type: a mapping": (event("top_up, ssc: {a: 1}"), 6, 'ssc must be an amount such as "1.50", not a mapping'),
    "a quoted whole number": (event("extend, months: '1'"), 6, "months must be a whole number"),
    "events that are no list": (instead(4, "events: none").replace("  - {", "# {"), 4, "events must be a list"),
    "a scenario that is a list": ("- 1\n- 2\n", 1, "a scenario must be a mapping"),
    "a scenario that is a word": ("hello\n", 1, "a scenario must be a mapping"),
    "an event that is a word": (with_event("approve_contract"), 6, "an event must be a mapping"),
    "an empty id": (event("add_license, id: '', type: PORT, quantity: 1"), 6, "id must be text"),
    "an id that moves the cursor": (event('activate_license, id: "L1\\e[2K"'), 6, "without control characters"),
    "a name written backwards": (GOOD + 'name: "\\u202Eyrots"\n', 6, "without control characters"),
    "a name of two lines": (GOOD + 'name: "one\\ntwo"\n', 6, "name must be one line of text"),
    "no date": (with_event("{date: soon, do: approve_contract}"), 6, "date must be a date such as 2026-01-31"),
    "a date with slashes": (with_event("{date: 01/31/2026, do: approve_contract}"), 6, "date must be a date such as"),
    "a moment": (with_event("{date: 2026-02-01T10:00:00, do: approve_contract}"), 6, "date must be a date such as"),
    "30 February": (with_event("{date: 2026-02-30, do: approve_contract}"), 6, "2026-02-30 is not a valid date"),
    "29 February of no leap year": (instead(3, "until: 2027-02-29"), 3, "2027-02-29 is not a valid date"),
    "the year 3000": (instead(3, "until: 3000-01-01"), 3, "until must be between 1900 and 2199"),
    "a license never added": (event("activate_license, id: L9"), 6, "license L9 is never added"),
    "a license returned, never added": (event("return_license, id: L9, quantity: 1"), 6, "license L9 is never added"),
    "a license added twice": (event("add_license, id: L1, type: PORT, quantity: 1"), 6, "license L1 is added twice"),
    "until before the last event": (instead(3, "until: 2026-01-30"), 3, "until 2026-01-30 is before the last event"),
    "dates that decrease": (
        with_event("{date: 2026-01-30, do: approve_contract}"), 6, "events must be in order of date"
    ),
    "a float as an amount": (event("top_up, ssc: 1.5"), 6, 'ssc must be exact: put it in quotes, such as "1.50"'),
    "a float as a price": (instead(1, "ssc_price: [{from: 2026-01-01, price: 1.05}]"), 1, "price must be exact"),
    "a float as a rate": (instead(2, "license_types: {PORT: {ssc_per_year: 0.5}}"), 2, "ssc_per_year must be exact"),
    "an exponent": (event('top_up, ssc: "1e3"'), 6, '"1e3" is not a decimal number'),
    "not a number": (event("top_up, ssc: .nan"), 6, "ssc must be exact"),
    "digits of another script": (event("extend, months: ٣"), 6, "months must be a whole number"),
    "a quantity of 0": (event("add_license, id: L2, type: PORT, quantity: 0"), 6, "quantity must be at least 1, not 0"),
    "a quantity of half": (event("return_license, id: L1, quantity: 0.5"), 6, "quantity must be a whole number"),
    "a return of 0": (event("return_license, id: L1, quantity: 0"), 6, "quantity must be at least 1"),
    "0 months": (event("extend, months: 0"), 6, "months must be at least 1, not 0"),
    "months beyond the calendar": (event("extend, months: 999999999999"), 6, "months must be at most 1200"),
    "a top-up of 0": (event('top_up, ssc: "0"'), 6, "ssc must be above 0"),
    "a top-up below 0": (event('top_up, ssc: "-5"'), 6, "ssc must be above 0"),
    "a top-up finer than 0.01": (event('top_up, ssc: "0.005"'), 6, '"0.005" has more than two decimals'),
    "a price below 0": (instead(1, "ssc_price: [{from: 2026-01-01, price: '-1'}]"), 1, "price must not be negative"),
    "a rate below 0": (instead(2, "license_types: {PORT: {ssc_per_year: '-1'}}"), 2, "must not be negative"),
    "lead days of 28": (GOOD + "policy:\n  grace_days: 3\n  renewal_lead_days: 28\n", 8, "must be at most 27"),
    "lead days below 0": (GOOD + "policy: {renewal_lead_days: -1}\n", 6, "renewal_lead_days must be at least 0"),
    "a float as a multiplier": (GOOD + "policy: {late_multiplier: 1.5}\n", 6, "late_multiplier must be exact"),
    "a multiplier below 1": (GOOD + "policy: {late_multiplier: '0.99'}\n", 6, "late_multiplier must be at least 1"),
    "another way to give up": (GOOD + "policy: {give_up: never}\n", 6, "give_up must be one of term, period"),
    "another day that entitles": (GOOD + "policy: {entitlement_day: today}\n", 6, "must be one of release, branch"),
    "another relation to SSA": (
        instead(2, "license_types: {PORT: {ssc_per_year: '1', ssa: free}}"), 2, "ssa must be one of charged, included"
    ),
    "no events": (instead(4, "events: []").replace("  - {", "# {"), 4, "events must list at least one event"),
    "included until a word": (
        event("add_license, id: L2, type: PORT, quantity: 1, included_until: soon"), 6, "included_until must be a date"
    ),
    "a waiver without a day": (event("waive_late"), 6, "waive_late is missing `last_day`"),
    "what was never added taken back": (event("undo_return, id: L9"), 6, "license L9 is never added"),
    "a release that is not listed": (event("check_release, id: L1, release: r9"), 6, "release r9 is not among"),
    "a release listed twice": (releases(RELEASE, RELEASE), 8, "release r1 is listed twice"),
    "a release without a day": (releases("id: r1, product: P, branch: b"), 7, "a release is missing `released_on`"),
    "an unknown class": (releases(f"{RELEASE}, class: hotfix"), 7, "class must be one of feature, maintenance"),
    "a feature of an unknown type": (releases(f"{RELEASE}, features: [FAX]"), 7, "type FAX is not among license_types"),
    "an entitlement after its release": (
        releases(f"{RELEASE}, entitled_as_of: 2026-01-02"), 7, "entitled_as_of must not be after 2026-01-01"
    ),
    "an unknown key of a branch": (GOOD + "branches: {b: {until: 2026-01-01}}\n", 6, "branch b has an unknown key"),
    "two prices on one day": (
        instead(1, "ssc_price: [{from: 2026-01-01, price: '1'},\n  {from: 2026-01-01, price: '2'}]"),
        2,
        "two prices start on 2026-01-01",
    ),
    "a key twice": (GOOD + "until: 2027-01-01\n", 6, "`until` is given twice"),
    "a key of an event twice": (event("top_up, ssc: '1', ssc: '2'"), 6, "`ssc` is given twice"),
    "a license type twice": (instead(2, "license_types: {P: {ssc_per_year: 1}, P: {}}"), 2, "`P` is given twice"),
    "a key that is a list": (GOOD + "? [a, b]\n: c\n", 6, "a key must be a plain word"),
    "a YAML tag": (event("!!python/object/apply:os.system ['id']"), 6, "the YAML tag tag:yaml.org,2002:python/object"),
    "a tag of one's own": (event("!secret top_up, ssc: '1'"), 6, "the YAML tag !secret is not allowed"),
    "an anchor": (GOOD + "name: &a story\n", 6, "anchors and aliases are not allowed"),
    "an alias": (GOOD + "name: *a\n", 6, "anchors and aliases are not allowed"),
    "an alias bomb": (BOMB, 1, "anchors and aliases are not allowed"),
    "a merge key": (GOOD + "<<: {name: story}\n", 6, "unknown key `<<`"),
    "two documents": (GOOD + "---\n" + GOOD, 6, "a second YAML document"),
    "deep nesting": (GOOD + "name: " + "[" * 200 + "]" * 200 + "\n", 6, "nested deeper than 8 levels"),
    "very deep nesting": ("[" * 100_000, 1, "nested deeper than 8 levels"),
    "an unclosed bracket": (with_event("{date: 2026-02-01, do: approve_contract"), 7, "not valid YAML: "),
    "a tab as indentation": (GOOD + "policy:\n\tgrace_days: 3\n", 7, "not valid YAML: "),
    "a control character": (GOOD + "name: ä\x07\n", 6, "not valid YAML: control characters are not allowed"),
    "not UTF-8": (GOOD.encode() + b"name: \xe4\n", 6, "the file is not UTF-8 text"),
    "UTF-16": (GOOD.encode("utf-16"), 1, "the file is not UTF-8 text"),
    "an empty file": ("", 1, "the file is empty"),
    "only a comment": ("# nothing\n\n", 1, "the file is empty"),
    "10 MB": (GOOD + "# " + "x" * 10_000_000, 1, "the file is larger than 1 MB"),
    "10 MB of events": (GOOD + "  - {date: 2026-02-01, do: approve_contract}\n" * 230_000, 1, "larger than 1 MB"),
    "1 MB of two-byte letters, then events": (
        GOOD + "  # " + "ä" * (MAX_BYTES // 2) + "\n  - {date: 2026-02-01, do: approve_contract}\n",
        1,
        "larger than 1 MB",
    ),
}  # fmt: skip


def told_once(path: Path, said: str) -> str:
    """The one sentence of a refused file, after the name of the command and the file."""
    found = re.fullmatch(rf"autossa: {re.escape(str(path))}: (.+)\n", said)
    assert found, said
    return found[1]


@pytest.mark.parametrize(("content", "line", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_whole(tmp_path: Path, content: str | bytes, line: int, message: str) -> None:
    path = written(tmp_path, content)
    result = autossa("simulate", path)
    assert (result.exit_code, result.stdout) == (2, "")
    sentence = told_once(path, result.stderr)
    assert sentence.startswith(f"line {line}: ")
    assert message in sentence


def test_the_file_they_all_come_from_is_good(tmp_path: Path) -> None:
    assert autossa("simulate", written(tmp_path, GOOD)).exit_code == 0


@pytest.mark.parametrize("command", ["simulate", "plan"])
def test_every_command_refuses_alike(tmp_path: Path, command: str) -> None:
    path = written(tmp_path, with_event("{date: 2026-02-30, do: approve_contract}"))
    result = autossa(command, path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told_once(path, result.stderr) == "line 6: date: 2026-02-30 is not a valid date"


@pytest.mark.parametrize("json", [[], ["--json"]], ids=["timeline", "json"])
def test_one_wrong_file_among_good_ones_and_none_is_run(tmp_path: Path, json: list[str]) -> None:
    good, wrong = written(tmp_path, GOOD, "good.yaml"), written(tmp_path, "", "wrong.yaml")
    result = autossa("simulate", *json, good, wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told_once(wrong, result.stderr).startswith("line 1: ")


def missing(folder: Path) -> Path:
    return folder / "nowhere.yaml"


def directory(folder: Path) -> Path:
    return folder


def below_a_file(folder: Path) -> Path:
    return written(folder, GOOD) / "below.yaml"


@pytest.mark.parametrize(
    ("path", "message"),
    [(missing, "No such file or directory"), (directory, "Is a directory"), (below_a_file, "Not a directory")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_no_file_is_named(tmp_path: Path, path: Callable[[Path], Path], message: str) -> None:
    result = autossa("simulate", path(tmp_path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert told_once(path(tmp_path), result.stderr) == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["simulate", "--wyh"], "No such option: --wyh"),
        (["simulate"], "Missing argument 'FILE…'"),
        (["simulate", "--language", "fr", "x.yaml"], "'fr' is not one of 'en', 'de'"),
        (["simulate", "--keep"], "Missing argument"),
        (["simulte", "x.yaml"], "No such command 'simulte'"),
        (["serve", "--port", "99999"], "Invalid value for '--port': 99999 is not in the range 1<=x<=65535"),
        (["organisations", "invite", "a@b.example"], "Missing option '--role'. Choose from: owner, manager,"),
        (["organisations", "invite", "a@b.example", "--role", "king"], "Invalid value for '--role': 'king' is not"),
        (["states", "extra"], "extra"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_refused(arguments: list[str], message: str) -> None:
    result = autossa(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.startswith("autossa: ")
    assert result.stderr.count("\n") == 1
    assert "--help)" in result.stderr


def test_a_group_without_a_command_lists_its_commands() -> None:
    result = autossa("organisations")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Commands:" in result.stderr


def test_keep_goes_with_store(tmp_path: Path) -> None:
    result = autossa("simulate", "--keep", written(tmp_path, GOOD))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["10 MB of events", "an alias bomb", "very deep nesting", "10 MB"])
def test_hostile_files_take_neither_memory_nor_time(tmp_path: Path, name: str) -> None:
    """In a process of its own with 400 MB of address space and three seconds of work."""
    resource = pytest.importorskip("resource")
    path = written(tmp_path, WRONG[name][0])

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
        resource.setrlimit(resource.RLIMIT_CPU, (3, 3))

    command = [sys.executable, "-c", "from autossa.cli.main import run; run()", "simulate", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=bounded, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert WRONG[name][2] in told_once(path, done.stderr)
