"""Leitweg-IDs with their check digits, and creditor references of documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from autossa.domain.billing.leitweg import is_leitweg_id, read_buyer_reference
from autossa.domain.billing.references import creditor_reference, everything_reference, grouped, references_in


@pytest.mark.parametrize("right", ["04011000-12345-03", "991-33333TEST-33", "991-33333test-33", " 04011000-12345-03 "])
def test_a_right_leitweg_id_is_taken(right: str) -> None:
    assert read_buyer_reference(right) == right.strip().upper()


@pytest.mark.parametrize("wrong", ["04011000-12345-04", "991-33333TEST-34", "04011000-12354-03"])
def test_wrong_check_digits_are_refused(wrong: str) -> None:
    assert not is_leitweg_id(wrong)
    with pytest.raises(ValueError, match="check digits"):
        read_buyer_reference(wrong)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("04011000-1234512345-06", True),  # the example of its specification
        ("991-03730-19", True),
        ("04011000-1234512345-07", False),
        ("04011000", False),
        ("Kst. 4711", False),
        ("", False),
        ("٠٤٠١١٠٠٠-1234512345-06", False),
    ],
)
def test_leitweg_ids(text: str, is_one: bool) -> None:
    assert is_leitweg_id(text) is is_one


@pytest.mark.parametrize("other", ["", "Abteilung 7", "Einkauf/4711", "PO-1-A"])
def test_what_is_no_leitweg_id_is_kept_as_it_is(other: str) -> None:
    assert read_buyer_reference(other) == other


@given(st.sampled_from(["INV", "CN", "DUN"]), st.integers(2000, 2999), st.integers(1, 999_999_999))
def test_a_reference_is_valid_and_of_its_number_alone(series: str, year: int, number: int) -> None:
    found = creditor_reference(f"{series}-{year}-{number:06d}")
    assert iso11649.is_valid(found)
    assert found[4:] == f"{series}{year}{number:06d}"


@pytest.mark.parametrize("bad", ["", "–", "X" * 22])
def test_what_makes_no_reference(bad: str) -> None:
    assert creditor_reference(bad) == ""


def test_everything_open_has_a_reference_of_its_own() -> None:
    found = everything_reference("C-10042")
    assert iso11649.is_valid(found)
    assert found[4:] == "ALLC10042"
    assert found != creditor_reference("C-10042")
    assert everything_reference("") == everything_reference("-") == ""


REFERENCE = creditor_reference("INV-2026-000042")


@pytest.mark.parametrize(
    "text",
    [
        REFERENCE,
        f"Rechnung {grouped(REFERENCE)} vielen Dank",
        f"SVWZ+{REFERENCE[:9]}\n{REFERENCE[9:]} EREF+NOTPROVIDED",
        f"{REFERENCE.lower()}.",
        f"RFRF {REFERENCE}",
        f"Ref: {REFERENCE}42",
    ],
)
def test_a_reference_is_found_however_it_is_written(text: str) -> None:
    assert REFERENCE in list(references_in(text))


@pytest.mark.parametrize("text", ["", "RF", "RF00INV2026000042", REFERENCE[:-1], "Rechnung INV-2026-000042"])
def test_what_is_no_reference_is_none(text: str) -> None:
    assert REFERENCE not in list(references_in(text))
