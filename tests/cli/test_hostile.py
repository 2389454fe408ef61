"""Numbers beyond all bounds and signs that a terminal obeys: one clear sentence, exit code 2, printed harmlessly."""

import json
import sys
from pathlib import Path

import pytest

from autossa.cli.main import run
from autossa.cli.output import print_json
from autossa.domain.texts import find_unseen, plain_spaces
from tests.cli.files import GOOD, autossa, instead, with_event, written

DIGITS = "9" * 5000
ESCAPES = ["\x1b[2J\x1b[31mfine\x07", "\x9b2J", "\u202efine", "\x07", "\x7f", "\u200b", "\u2028", "\x1b]0;title\x07"]


def tell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code, and what was said, of a whole command line."""
    monkeypatch.setattr(sys, "argv", ["autossa", *arguments])
    with pytest.raises(SystemExit) as end:
        run()
    said = capsys.readouterr()
    assert said.out == ""
    return int(end.value.code or 0), said.err


@pytest.mark.parametrize("escape", ESCAPES, ids=ascii)
@pytest.mark.parametrize(
    "before", [[], ["simulate"], ["simulate", "--language"], ["contracts", "reject", "x", "--reason"]]
)
def test_no_argument_reaches_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], before: list[str], escape: str
) -> None:
    code, said = tell(monkeypatch, capsys, *before, f"a{escape}b")
    assert (code, said.count("\n")) == (2, 1)
    assert "cannot be shown: U+" in said
    assert find_unseen(said) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulate", DIGITS],
        ["serve", "--port", DIGITS],
        ["licenses", "confirm", "x", DIGITS],
        ["credits", "top-up", "x", f"-{DIGITS}"],
        ["contracts", "reject", "x", "--reason", "x" * 9000],
    ],
)
def test_no_argument_is_endless(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, said = tell(monkeypatch, capsys, *arguments)
    assert (code, said.count("\n")) == (2, 1)
    assert len(said) < 200


FILES = {
    "a grace of 123 thousand million days": GOOD + "policy: {grace_days: 123123123123}\n",
    "days before a term": GOOD + "policy: {renewal_lead_days: 99999}\n",
    "a term to void in": GOOD + "policy: {void_days: 999999999999}\n",
    "digits of a whole number": with_event("{date: 2026-02-01, do: extend, months: " + DIGITS + "}"),
    "months": with_event("{date: 2026-02-01, do: extend, months: 999999999999}"),
    "a quantity": with_event("{date: 2026-02-01, do: add_license, id: L2, type: PORT, quantity: 999999999999}"),
    "digits of an amount": with_event(f"{{date: 2026-02-01, do: top_up, ssc: '{DIGITS}'}}"),
    "digits of a price": instead(1, f'ssc_price: [{{from: 2026-01-01, price: "0.{DIGITS}"}}]'),
    "digits of a rate": instead(2, f'license_types: {{PORT: {{ssc_per_year: "{DIGITS}"}}}}'),
    "digits of a day": instead(3, f"until: {DIGITS}-01-01"),
    "an endless key": GOOD + f"{'x' * 5000}: 1\n",
    **{f"a name with {escape!a}": GOOD + f"name: {json.dumps(escape)}\n" for escape in ESCAPES},
    **{f"an event with {escape!a}": with_event(f"{{date: 2026-02-01, do: {json.dumps(escape)}}}")
       for escape in ESCAPES},
    **{f"a key with {escape!a}": GOOD + f"{json.dumps(escape)}: 1\n" for escape in ESCAPES},
    **{
        f"a type with {escape!a}": instead(2, f'license_types: {{{json.dumps(escape)}: {{ssc_per_year: "1"}}}}')
        for escape in ESCAPES
    },
}  # fmt: skip


@pytest.mark.parametrize("command", ["simulate", "plan"])
@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_no_file_does(tmp_path: Path, content: str, command: str) -> None:
    result = autossa(command, written(tmp_path, content))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert find_unseen(result.stderr) is None
    assert len(result.stderr) < 600


@pytest.mark.parametrize("command", ["simulate", "plan"])
def test_a_history_ends_with_the_calendar(tmp_path: Path, command: str) -> None:
    long = "  - {date: 2026-01-31, do: top_up, ssc: '99999999999'}\n"
    long += "  - {date: 2026-01-31, do: extend, months: 1200}\n" * 90
    result = autossa(command, written(tmp_path, GOOD + long))
    assert (result.exit_code, result.stderr) == (
        2,
        "autossa: the days of this scenario run beyond the end of the calendar; extend by less\n",
    )


def test_json_for_a_terminal_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    given = {"name": "".join(ESCAPES) + "Ü\n", "nbsp": "1\u00a0EUR"}
    print_json(given)
    said = capsys.readouterr().out
    assert json.loads(said) == given
    assert find_unseen(plain_spaces(said)) is None
    assert "Ü" in said
