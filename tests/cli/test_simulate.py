"""`autossa simulate`: timelines for people, facts for machines."""

import json
from pathlib import Path

import pytest

from autossa.wording.languages import LANGUAGES
from tests.cli.files import GOOD, autossa, with_event, written

CASES = Path(__file__).resolve().parent.parent / "cases"

LAPSED = """\
Expired exactly 30 days ago, paid back once, on the first invoice
   1 Jan 2025  license       L1: 120 × PORT14 added
               credits       120.00 SSC topped up
               manual         1 Jan 2025 – 31 Dec 2025: 120.00 SSC (balance 120.00, invoiced 0.00)
  30 Jan 2026  contract      annual_yearly concluded, in review; it starts on 30 Jan 2026
               gap            1 Jan 2026 – 29 Jan 2026 uncovered: 9.35 SSC, once
   2 Feb 2026  contract      active
               back payment   1 Jan 2026 – 29 Jan 2026: 9.35 SSC (balance 0.00, invoiced 9.35)
               invoice       net 9.35 + VAT 1.78 = 11.13
               extension     30 Jan 2026 – 29 Jan 2027: 120.00 SSC (balance 0.00, invoiced 120.00)
               invoice       net 117.60 + VAT 22.34 = 139.94

"""

ENGLISH = """\
  30 Jan 2026  contract      annual_yearly concluded, in review; it starts on 30 Jan 2026
               gap            1 Jan 2026 – 29 Jan 2026 uncovered: 9.35 SSC, once
                               · not covered from 2026-01-01 to before 2026-01-30: day 30 after the last covered one, \
within the grace period of 30 days: calculated once (rule 4)
                               · the gap costs 9.35 SSC (rule 4)
                               · L1: 120 × PORT14 at 1 SSC per unit and year, for 2026-01-01 to before 2026-01-30 \
(rule 2)
                               · Months are counted from the first day of the run, 2026-01-01 (rule 2)
                               · 2026-01-01 to before 2026-01-30 are 29/31 months: 120 × 1 × 29/31 ÷ 12 = 9 11/31, \
rounded 9.35 (rule 2)
                               · the charge is 9.35 SSC (rule 2)
"""


def test_a_timeline_shows_last_days_amounts_and_how_they_were_paid() -> None:
    result = autossa("simulate", CASES / "03-lapsed-30-days.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, LAPSED, "")


def test_why_explains_each_amount_below_its_line() -> None:
    said = autossa("simulate", "--why", CASES / "03-lapsed-30-days.yaml").stdout
    assert ENGLISH in said
    kept = [line for line in said.splitlines(keepends=True) if not line.lstrip().startswith("·")]
    assert "".join(kept) == LAPSED


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "· 120.00 SSC × 1 × 0.98 = 117.6, rounded 117.60 (rule 2)",
                "· VAT: 117.60 × 19 % = 22.344, rounded 22.34 (rule 2)",
                "· the balance paid 0.00 SSC, 120.00 SSC were invoiced (rule 5)",
            ],
        ),
        (
            "de",
            [
                "· 120.00 SSC × 1 × 0.98 = 117.6, gerundet 117.60 (Regel 2)",
                "· USt: 117.60 × 19 % = 22.344, gerundet 22.34 (Regel 2)",
                "· das Guthaben zahlte 0.00 SSC, 120.00 SSC wurden in Rechnung gestellt (Regel 5)",
            ],
        ),
    ],
)
def test_why_speaks_two_languages(language: str, sentences: list[str]) -> None:
    said = autossa("simulate", "--why", "--language", language, CASES / "03-lapsed-30-days.yaml").stdout
    for sentence in sentences:
        assert sentence in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda case: case.stem)
def test_every_case_can_be_explained(case: Path, language: str) -> None:
    result = autossa("simulate", "--why", "--language", language, case)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("·") >= 5


@pytest.mark.parametrize(
    ("case", "line"),
    [
        ("08-fixed-end", "conclude_contract: before minimum term, it can end after 14 Jan 2027 at the earliest"),
        ("08-fixed-end", "cancel_contract: notice too short, it can end after 14 Jan 2027 at the earliest"),
        ("08-fixed-end", "contract      ends after  9 Feb 2027"),
        ("08-fixed-end", "extension     15 Jan 2027 –  9 Feb 2027: 25.51 SSC (balance 0.00, invoiced 25.51)"),
        ("07-flex", "refused       cancel_contract: already ending, it ends after 30 Oct 2026"),
        ("07-flex", "contract      cancellation withdrawn"),
        ("04-lapsed-31-days", "credits       19.36 SSC reserved for the gap"),
        ("05-never-covered", "credits       217.84 SSC released"),
        ("10-returns", "license       L1: 60 remain from  1 Jan 2027"),
        ("12-returned-before-approval", "license       L1: 30 remain from 24 Dec 2025"),
        ("01-new-project", "license       L1 activated"),
        ("02-balance-first", "balance       40.00 SSC"),
    ],
)  # fmt: skip
def test_what_timelines_say(case: str, line: str) -> None:
    said = autossa("simulate", CASES / f"{case}.yaml").stdout
    assert line in said, said


def test_a_day_is_named_once() -> None:
    said = autossa("simulate", CASES / "01-new-project.yaml").stdout
    days = [line[:13].strip() for line in said.splitlines()[1:] if line[:13].strip()]
    assert len(days) == len(set(days))


def test_several_files_are_told_one_after_the_other() -> None:
    one, other = CASES / "01-new-project.yaml", CASES / "02-balance-first.yaml"
    alone = [autossa("simulate", path).stdout for path in (one, other)]
    assert autossa("simulate", one, other).stdout == "".join(alone)


def test_json_names_the_file_of_each_fact_when_there_are_several() -> None:
    one, other = CASES / "01-new-project.yaml", CASES / "02-balance-first.yaml"
    facts = [json.loads(line) for line in autossa("simulate", "--json", one, other).stdout.splitlines()]
    assert {fact["file"] for fact in facts} == {str(one), str(other)}
    for path in (one, other):
        alone = [json.loads(line) for line in autossa("simulate", "--json", path).stdout.splitlines()]
        assert [{k: v for k, v in fact.items() if k != "file"} for fact in facts if fact["file"] == str(path)] == alone
        assert not any("file" in fact for fact in alone)


def test_json_is_one_object_a_line_with_sorted_keys() -> None:
    for line in autossa("simulate", "--json", CASES / "06-still-covered.yaml").stdout.splitlines():
        assert line == json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False)


def test_a_scenario_without_a_name_is_called_as_its_file(tmp_path: Path) -> None:
    said = autossa("simulate", written(tmp_path, GOOD, "from-the-shop.yaml")).stdout
    assert said.splitlines()[0] == "from-the-shop"


def test_nothing_is_coloured_where_no_person_looks() -> None:
    assert "\033" not in autossa("simulate", "--why", CASES / "01-new-project.yaml").stdout


@pytest.mark.parametrize(
    "content",
    [
        with_event('{date: 2026-02-01, do: top_up, ssc: "1.50"}'),
        with_event("{date: 2026-02-01, do: top_up, ssc: 3}"),
        GOOD + "name: Ein schöner Name – mit\u00a0Umlauten, 漢字 ✓\n",
        GOOD + "policy: {late_multiplier: '1.5', void_days: 10}\n",
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD + "---\n".replace("---\n", "...\n"),
    ],
    ids=[
        "an amount",
        "a whole amount",
        "letters",
        "a policy",
        "a byte order mark",
        "other line ends",
        "a document end",
    ],
)
def test_what_may_be_written(tmp_path: Path, content: str) -> None:
    result = autossa("simulate", written(tmp_path, content))
    assert (result.exit_code, result.stderr) == (0, "")
