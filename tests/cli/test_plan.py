"""`autossa plan`: the four options side by side."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.files import autossa, written

CASES = Path(__file__).resolve().parent.parent / "cases"

NEW = """\
name: A shop with 500 ports
ssc_price: [{from: 2020-01-01, price: "1.00"}]
license_types: {PORT: {ssc_per_year: "1"}, MAIL: {ssc_per_year: "0.5"}}
vat_rate: "19"
events:
  - {date: 2026-01-31, do: add_license, id: L1, type: PORT, quantity: 500}
  - {date: 2026-01-31, do: add_license, id: L2, type: MAIL, quantity: 40}
  - {date: 2026-01-31, do: top_up, ssc: "100"}
until: 2026-01-31
"""

TABLE = """\
A shop with 500 ports: concluded on 2026-01-31
option            starts      gap SSC  months      SSC  of balance      net     VAT    gross  cancel by   ends after
annual_yearly     2026-01-31        –      12   520.00      100.00   411.60   78.20   489.80  2026-10-30  2027-01-30
annual_yearly     2026-01-31        –      36  1560.00      100.00  1430.80  271.84  1702.64  2026-10-30  2027-01-30
annual_quarterly  2026-01-31        –      12   520.00      100.00   415.80   78.99   494.79  2026-10-30  2027-01-30
annual_quarterly  2026-01-31        –      36  1560.00      100.00  1445.40  274.59  1719.99  2026-10-30  2027-01-30
annual_monthly    2026-01-31        –      12   520.00      100.00   420.00   79.77   499.77  2026-10-30  2027-01-30
annual_monthly    2026-01-31        –      36  1560.00      100.00  1460.00  277.29  1737.29  2026-10-30  2027-01-30
flex_monthly      2026-01-31        –      12   520.00      100.00   432.60   82.19   514.79  2026-02-27  2026-03-30
flex_monthly      2026-01-31        –      36  1560.00      100.00  1503.80  285.71  1789.51  2026-02-27  2026-03-30

"""


def options(path: Path) -> dict[str, dict[str, Any]]:
    result = autossa("plan", "--json", path)
    assert (result.exit_code, result.stderr) == (0, "")
    return {found["option"]: found for found in map(json.loads, result.stdout.splitlines())}


def test_the_table(tmp_path: Path) -> None:
    """VAT is rounded on each invoice: four of a quarter are 5.64 + 3 × 24.45 = 78.99."""
    result = autossa("plan", written(tmp_path, NEW))
    assert (result.exit_code, result.stdout, result.stderr) == (0, TABLE, "")


def test_json_says_what_the_table_says(tmp_path: Path) -> None:
    path = written(tmp_path, NEW)
    found = options(path)
    rows = [line.split() for line in autossa("plan", path).stdout.splitlines()[2:] if line]
    said = [
        [
            name,
            offer["start"],
            "–",
            *(str(cost[key]) for key in ("months", "ssc", "from_balance", "net", "tax", "gross")),
        ]
        for name, offer in found.items()
        for cost in offer["costs"]
    ]
    assert [row[:9] for row in rows] == said
    assert found["annual_yearly"]["earliest_end"] == "2027-01-31"  # for machines: the first day not covered
    assert {offer["gap_ssc"] for offer in found.values()} == {"0.00"}


@pytest.mark.parametrize(
    ("until", "expected", "sentence"),
    [
        ("2026-01-30", {"gap_ssc": "9.35"}, None),
        (
            "2026-01-31",
            {"code": "insufficient_credits_for_gap", "do": "conclude_contract", "missing_ssc": "19.36"},
            "annual_yearly: insufficient credits for gap, 19.36 SSC are missing",
        ),
    ],
)
def test_a_gap_and_a_refusal(tmp_path: Path, until: str, expected: dict[str, str], sentence: str | None) -> None:
    lapsed = (CASES / "03-lapsed-30-days.yaml").read_text("utf-8").splitlines()
    kept = [line for line in lapsed if "contract" not in line and not line.startswith("until")]
    path = written(tmp_path, "\n".join([*kept, f"until: {until}"]))
    for offer in options(path).values():
        assert expected.items() <= offer.items()
    said = autossa("plan", path).stdout
    assert (sentence is None) or sentence in said.splitlines()


def test_several_files_are_several_tables(tmp_path: Path) -> None:
    one, other = written(tmp_path, NEW, "one.yaml"), written(tmp_path, NEW, "other.yaml")
    assert autossa("plan", one, other).stdout == autossa("plan", one).stdout * 2


def test_an_open_contract_is_left_aside() -> None:
    found = options(CASES / "01-new-project.yaml")
    assert all("costs" in offer for offer in found.values())
