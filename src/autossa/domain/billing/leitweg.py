"""Leitweg-IDs: whom German authorities want to be invoiced as; coarse, fine and check digits (billing 2)."""

import re

_SHAPE = re.compile(r"(\d{2,12})(?:-([0-9A-Z]{1,30}))?-(\d{2})")
_MODULUS = 97


def is_leitweg_id(text: str) -> bool:
    """Whether a reference has the shape of one: then its check digits must be right."""
    return _SHAPE.fullmatch(text.upper()) is not None


def read_buyer_reference(text: str) -> str:
    """A buyer reference in its plain form, "" for none. Raises ValueError for a Leitweg-ID with wrong check digits."""
    plain = " ".join(text.split())
    found = _SHAPE.fullmatch(plain.upper())
    if found is None:
        return plain
    if _remainder(found[1] + (found[2] or "") + found[3]) != 1:
        raise ValueError("the check digits of this Leitweg-ID are wrong")
    return plain.upper()


def _remainder(signs: str) -> int:
    """ISO 7064 mod 97-10, letters as 10 to 35."""
    return int("".join(str(int(sign, 36)) for sign in signs)) % _MODULUS
