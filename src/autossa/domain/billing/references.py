"""The creditor reference of a document (ISO 11649), which payments name: derived from its number (billing 11)."""

from stdnum.iso7064 import mod_97_10

_LONGEST = 21


def creditor_reference(number: str) -> str:
    """RF, two check digits, and the letters and digits of the number: INV-2026-000017 is RF.. INV2026000017.

    Raises ValueError for a number without any, or with too many.
    """
    plain = "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum())
    if not 1 <= len(plain) <= _LONGEST:
        raise ValueError(f"a creditor reference is made of 1 to {_LONGEST} letters and digits")
    return f"RF{mod_97_10.calc_check_digits(plain + 'RF')}{plain}"
