"""Leitweg-IDs: whom German authorities want to be invoiced as; coarse, fine and check digits (billing 2)."""

import re

_SHAPE = re.compile(r"([0-9]{2,12})(?:-([0-9A-Z]{1,30}))?-([0-9]{2})")
_MODULUS, _RIGHT = 97, 1


def is_leitweg_id(text: str) -> bool:
    """Whether a reference is one: its form and its check digits (ISO 7064, mod 97-10), letters as 10 to 35."""
    found = _SHAPE.fullmatch(text.upper())
    if found is None:
        return False
    signs = found[1] + (found[2] or "") + found[3]
    return int("".join(str(int(sign, 36)) for sign in signs)) % _MODULUS == _RIGHT


def read_buyer_reference(text: str) -> str:
    """A buyer reference in its plain form, "" for none. Raises ValueError for a Leitweg-ID with wrong check digits."""
    plain = " ".join(text.split())
    if _SHAPE.fullmatch(plain.upper()) is None:
        return plain
    if not is_leitweg_id(plain):
        raise ValueError("the check digits of this Leitweg-ID are wrong")
    return plain.upper()
