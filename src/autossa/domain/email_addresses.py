"""E-mail addresses in their one form: what is compared, stored and sent to, however somebody writes it.

The domain is kept as name servers have it (IDNA 2008, UTS 46): info@müller-bau.example is
info@xn--mller-bau-q9a.example. People are shown the letters, where all of them are of the alphabet they look like.
"""

import unicodedata

import idna

_LONGEST_LOCAL = 64
_LATIN = "ßæœøłđþð"  # beside the letters with accents


def read_address(text: str) -> str:
    """The address in its one form: lower case, the domain in ASCII. Raises ValueError for what cannot be one.

    Only ASCII stands before the @: other letters become those of somebody else's address in capitals, or look like it.
    """
    local, at, domain = unicodedata.normalize("NFC", text).strip().rpartition("@")
    if not (at and local and local.isascii() and len(local) <= _LONGEST_LOCAL):
        raise ValueError("not an e-mail address")
    try:
        plain = domain.lower() if domain.isascii() and "xn--" not in domain.lower() else _to_ascii(domain)
    except UnicodeError:
        raise ValueError("not a domain") from None
    return f"{local.lower()}@{plain}"


def same_or_read(text: str) -> str:
    """The address in its one form, or the text in lower case where it is none: for comparing, never for keeping."""
    try:
        return read_address(text)
    except ValueError:
        return text.strip().lower()


def show_address(address: str) -> str:
    """The address for people: a domain in its letters, where all of them are Latin; else as it is kept."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        shown = idna.decode(domain, uts46=True)
    except UnicodeError:
        return address
    return f"{local}{at}{shown}" if all(map(_is_latin, shown)) else address


def _to_ascii(domain: str) -> str:
    return idna.encode(domain, uts46=True, std3_rules=True, transitional=False).decode("ascii").lower()


def _is_latin(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0].isascii() or letter in _LATIN
