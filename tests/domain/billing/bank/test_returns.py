"""Reason codes: which stop the mandate, which bookings are returns."""

import pytest

from autossa.domain.billing.bank.returns import ReturnCode, is_return, stops_mandate


def test_five_reasons_stop_the_mandate() -> None:
    assert {code for code in ReturnCode if stops_mandate(code)} == {"AC01", "AC04", "MD01", "MD06", "MD07"}
    assert not stops_mandate("AM04")
    assert not stops_mandate("")
    assert not stops_mandate("XX99")


@pytest.mark.parametrize(
    ("code", "proprietary", "is_one"),
    [
        ("PMNT-IDDT-UPDD", "", True),
        ("PMNT-IDDT-ESDD", "", False),
        ("", "NRTI+109+00931", True),
        ("", "NRTI+108", True),
        ("", "NTRF+159+1", True),
        ("", "NTRF+166+109", False),
        ("", "109", False),
        ("", "", False),
    ],
)
def test_returns_without_a_reason(code: str, proprietary: str, is_one: bool) -> None:
    assert is_return(code, proprietary) is is_one
