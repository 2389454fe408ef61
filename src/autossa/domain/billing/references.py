"""Creditor references (ISO 11649): what a transfer says so that it finds its document (billing 11)."""

import re
from collections.abc import Iterator
from string import ascii_letters

_LONGEST, _CHECK = 21, 97
_SHORTEST_REFERENCE, _LONGEST_REFERENCE = 5, 25
_EVERYTHING, _ORDER = "ALL", "ORD"
_ORDER_LETTERS = 10
_OTHER_SIGNS = re.compile("[^A-Z0-9]+")
_AS_DIGITS = str.maketrans({letter: str(int(letter, 36)) for letter in ascii_letters})
_ORDER_ID = re.compile("(?:ORD|LOR)([0-9A-HJKMNP-TV-Z]{26})")  # without its low line, which banks do not take


def creditor_reference(number: str) -> str:
    """The RF reference of a document's number, of its letters and digits; "" where it has too many, or none."""
    body = _plain(number)
    if not 1 <= len(body) <= _LONGEST:
        return ""
    return f"RF{_CHECK + 1 - int(_digits(body + 'RF00')) % _CHECK:02d}{body}"


def everything_reference(payer_number: str) -> str:
    """The RF reference of everything that a payer owes: no document has it, whatever the numbers of both (billing 11).

    "" for a payer without a number, or with one that is too long.
    """
    return creditor_reference(_EVERYTHING + payer_number) if _plain(payer_number) else ""


def order_reference(public_id: str) -> str:
    """The RF reference of an order that waits for its payment: of the last letters of its id, which are by chance."""
    return creditor_reference(_ORDER + public_id[-_ORDER_LETTERS:])


def order_letters(reference: str) -> str:
    """The last letters of the id of the order that a reference is of, in lower case; "" where it is of none."""
    body = reference[4:]
    is_of_order = body.startswith(_ORDER) and len(body) == len(_ORDER) + _ORDER_LETTERS
    return body.removeprefix(_ORDER).lower() if is_of_order else ""


def is_creditor_reference(text: str) -> bool:
    """An RF reference whose check digits are right."""
    is_formed = text.isascii() and text.isalnum() and text.startswith("RF")
    is_formed = is_formed and _SHORTEST_REFERENCE <= len(text) <= _LONGEST_REFERENCE
    return is_formed and text[2:4].isdigit() and int(_digits(text[4:] + text[:4])) % _CHECK == 1


def references_in(text: str) -> Iterator[str]:
    """All RF references with right check digits in what somebody wrote, the longest of each place first.

    Blanks, hyphens and the ends of lines are passed over: banks break lines where they like. Who asks knows which of
    them are references of its own: of what merely follows one, by chance a few fit as well. An order's id that is
    written out stands for its reference.
    """
    plain = _plain(text)
    place = plain.find("RF")
    while place >= 0:
        if plain[place + 2 : place + 4].isdigit():
            for length in range(min(_LONGEST_REFERENCE, len(plain) - place), _SHORTEST_REFERENCE - 1, -1):
                if is_creditor_reference(found := plain[place : place + length]):
                    yield found
        place = plain.find("RF", place + 1)
    for order in _ORDER_ID.finditer(plain):
        yield order_reference(order[1])


def grouped(text: str) -> str:
    """In groups of four, as references and IBANs are written for people."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def _plain(text: str) -> str:
    return _OTHER_SIGNS.sub("", text.upper())


def _digits(text: str) -> str:
    return text.translate(_AS_DIGITS)
