"""Free text becomes the parts of an address: the last line where it is post code and city, the rest above it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.addresses import CITY, CODE, PART, PostalAddress, read_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ("", "", "", "")),
        ("Hafenstraße 88\n20359 Hamburg", ("Hafenstraße 88", "", "20359", "Hamburg")),
        ("Am Tor 1\r\n\r\nHaus B\r\n  04109   Leipzig ", ("Am Tor 1", "Haus B", "04109", "Leipzig")),
        ("Graben 1\nStiege 2\nTop 7\nA-1010 Wien", ("Graben 1", "Stiege 2, Top 7", "1010", "Wien")),
        ("Herengracht 1\n1011 AB Amsterdam", ("Herengracht 1", "", "1011 AB", "Amsterdam")),
        ("14 Quay Street\nBristol BS1 4DB", ("14 Quay Street", "", "BS1 4DB", "Bristol")),
        ("Unit 5, Harbour Park\nCork T12 X2Y3", ("Unit 5, Harbour Park", "", "T12 X2Y3", "Cork")),
        ("Somewhere\nBehind the hill", ("Somewhere", "Behind the hill", "", "")),
        ("20359 Hamburg", ("", "", "20359", "Hamburg")),
        ("12345", ("12345", "", "", "")),  # a number alone is no town
    ],
)
def test_parts(text: str, parts: tuple[str, str, str, str]) -> None:
    assert read_address(text) == PostalAddress(*parts)


@given(st.text(max_size=600))
def test_every_text_fits_its_columns(text: str) -> None:
    found = read_address(text)
    assert len(found.street) <= PART
    assert len(found.more) <= PART
    assert len(found.post_code) <= CODE
    assert len(found.city) <= CITY


@given(st.sampled_from(["Ring 1", "Am Tor 12"]), st.from_regex(r"[0-9]{5}", fullmatch=True), st.sampled_from(["Bonn"]))
def test_what_was_read_stands_on_a_letter_as_it_was_written(street: str, code: str, city: str) -> None:
    text = f"{street}\n{code} {city}"
    assert read_address(text).text == text
