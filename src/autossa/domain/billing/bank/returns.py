"""Why debits and transfers go back (billing 12): the reason codes of ISO 20022 that SEPA uses, and what follows."""

from enum import StrEnum


class ReturnCode(StrEnum):
    """What SEPA banks say; any other code is shown as it is."""

    AC01 = "AC01"
    AC04 = "AC04"
    AC06 = "AC06"
    AC13 = "AC13"
    AG01 = "AG01"
    AG02 = "AG02"
    AM04 = "AM04"
    AM05 = "AM05"
    BE05 = "BE05"
    CNOR = "CNOR"
    DNOR = "DNOR"
    FF05 = "FF05"
    FOCR = "FOCR"
    MD01 = "MD01"
    MD02 = "MD02"
    MD06 = "MD06"
    MD07 = "MD07"
    MS02 = "MS02"
    MS03 = "MS03"
    RC01 = "RC01"
    RR01 = "RR01"
    RR02 = "RR02"
    RR03 = "RR03"
    RR04 = "RR04"
    SL01 = "SL01"


_STOPS_MANDATE = frozenset(
    {ReturnCode.AC01, ReturnCode.AC04, ReturnCode.MD01, ReturnCode.MD06, ReturnCode.MD07}
)  # billing 12

# The kinds of booking that are returns where the bank gives no reason: ISO's, and those of German banks.
_RETURNED = frozenset({"PMNT-IDDT-UPDD", "PMNT-IDDT-PRDD", "PMNT-IDDT-RCDD", "PMNT-ICDT-RRTN", "PMNT-RCDT-RRTN"})
_RETURNED_DK = frozenset({"108", "109", "159"})


def stops_mandate(code: str) -> bool:
    """Whether nothing more can be collected by the mandate: account closed or wrong, disputed, revoked, died."""
    return code in _STOPS_MANDATE


def is_return(code: str, proprietary: str = "") -> bool:
    """Whether a kind of booking ("PMNT-IDDT-UPDD"; of German banks "NRTI+109+00931") is money that went back."""
    parts = proprietary.split("+")
    return code in _RETURNED or (len(parts) > 1 and parts[1] in _RETURNED_DK)
