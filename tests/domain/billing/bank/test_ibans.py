"""IBANs, BICs, creditor identifiers; what of them may be shown."""

import pytest

from autossa.domain.billing.bank import ibans

OURS = "DE02120300000000202051"


@pytest.mark.parametrize("text", [OURS, "de02 1203 0000 0000 2020 51", " DE02-1203-0000-0000-2020-51 "])
def test_an_iban_is_read_as_people_write_it(text: str) -> None:
    assert ibans.read_iban(text) == OURS


@pytest.mark.parametrize("text", ["", "DE03120300000000202051", "DE0212030000000020205", "XX02120300000000202051", "1"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an IBAN"):
        ibans.read_iban(text)
    assert not ibans.is_iban(text)


def test_only_the_plain_form_is_stored() -> None:
    assert ibans.is_iban(OURS)
    assert not ibans.is_iban("DE02 1203 0000 0000 2020 51")


def test_four_signs_are_shown() -> None:
    assert ibans.masked(OURS) == "•••• 2051"
    assert ibans.masked("") == ""


@pytest.mark.parametrize(
    ("iban", "bic"), [("BE71096123456769", "GKCCBEBB"), (OURS, ""), ("BE00096123456769", ""), ("", "")]
)
def test_a_bic_is_derived_where_the_number_says_it(iban: str, bic: str) -> None:
    assert ibans.derived_bic(iban) == bic


@pytest.mark.parametrize(
    ("iban", "is_sepa", "needs_bic"),
    [(OURS, True, False), ("CH93", True, True), ("GB82", True, True), ("BR15", False, True)],
)
def test_where_sepa_is(iban: str, is_sepa: bool, needs_bic: bool) -> None:
    assert ibans.is_sepa(iban) is is_sepa
    assert ibans.needs_bic(iban) is needs_bic


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("DE98ZZZ09999999999", True), ("DE97ZZZ09999999999", False), ("DE98 ZZZ 0999 9999 999", False), ("", False)],
)
def test_creditor_ids(text: str, is_one: bool) -> None:
    assert ibans.is_creditor_id(text) is is_one


def test_a_bic_is_read_as_people_write_it() -> None:
    assert ibans.read_bic("byla dem1 001") == "BYLADEM1001"


@pytest.mark.parametrize("text", ["", "BYLA", "BYLADEM10", "1234DEM1001"])
def test_what_is_no_bic_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a BIC"):
        ibans.read_bic(text)
