"""Postal addresses in their parts, and such parts read from free text (billing 1)."""

import re
from dataclasses import dataclass

# In a line whose words have one space between them: "12345 City", also "A-1010 Wien" and "1011 AB Amsterdam"; and
# behind the city, as in Britain and Ireland.
_CODE_FIRST = re.compile(r"(?:[A-Z]{1,2}-)?(?P<code>\d{3,6}(?: [A-Z]{2}\b)?) (?P<city>\D.*)")
_CODE_LAST = re.compile(r"(?P<city>\D+?),? (?P<code>[A-Z]{1,2}\d[A-Z\d]? (?:\d[A-Z]{2}|[A-Z\d]{4}))")
PART, CODE, CITY = 200, 20, 100
"""How many letters the parts may have: street and more, the post code, the city."""


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where a company gets its letters; "" for what is not known. The country stands beside it, not in it."""

    street: str = ""
    more: str = ""
    post_code: str = ""
    city: str = ""

    @property
    def text(self) -> str:
        """The lines of it, as they stand on a letter."""
        last = " ".join(part for part in (self.post_code, self.city) if part)
        return "\n".join(line for line in (self.street, self.more, last) if line)


def read_address(text: str) -> PostalAddress:
    """The parts of an address that was written in lines: the last one with post code and city, where it is so.

    What is above it are the street and, of several lines, `more`; of a text without such a line the first line is the
    street, the rest `more`. What is longer than its part goes to `more`, and what is longer than that is cut off.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    found = (_CODE_FIRST.fullmatch(lines[-1]) or _CODE_LAST.fullmatch(lines[-1])) if lines else None
    if found is None or len(found["city"]) > CITY:
        return _in_parts(lines, "", "")
    return _in_parts(lines[:-1], found["code"], found["city"])


def _in_parts(lines: list[str], code: str, city: str) -> PostalAddress:
    street = lines[0][:PART] if lines else ""
    rest = ([lines[0][PART:].strip()] if lines and len(lines[0]) > PART else []) + lines[1:]
    return PostalAddress(street, ", ".join(rest)[:PART], code, city)
