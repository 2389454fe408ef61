"""The letters of SEPA: nothing else is ever written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.bank.letters import is_sepa_reference, sepa_text

ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*", re.ASCII)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Müller & Söhne GmbH", "Mueller + Soehne GmbH"),
        ("Straße 7 – Ärztehaus", "Strasse 7 - Aerztehaus"),
        ("ÜBER ÖL", "UeBER OeL"),
        ("Łódź Żółć", "Lodz Zolc"),
        ("Société Générale, São Çağ", "Societe Generale, Sao Cag"),
        ("Bjørn Ærø Þór", "Bjorn Aero Thor"),
        ("Αθήνα", "Athina"),
        ("Щука София", "Shtuka Sofiya"),
        ("a_b@c.de; [x] {y} “z” 5€", "a-b(at)c.de, (x) (y) 'z' 5EUR"),
        ("  two\u00a0 spaces\n", "two spaces"),
        ("漢字 ✓", ".. ."),
        ("ﬁn №5 ½", "fin No5 1.2"),
        ("u\u0308ber", "ueber"),
    ],
)
def test_names_are_written_so_that_every_bank_takes_them(text: str, written: str) -> None:
    assert sepa_text(text, 70) == written


def test_the_limit_is_that_of_what_is_written() -> None:
    assert sepa_text("ü" * 50, 70) == "ue" * 35
    assert sepa_text("abc def", 4) == "abc"


@given(st.text(max_size=60), st.integers(1, 40))
def test_nothing_else_is_written(text: str, longest: int) -> None:
    written = sepa_text(text, longest)
    assert ALLOWED.fullmatch(written)
    assert len(written) <= longest
    assert written == written.strip()
    assert sepa_text(written, longest) == written


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("M-2026-17", True),
        ("a" * 35, True),
        ("a" * 36, False),
        ("", False),
        ("/a", False),
        ("a/", False),
        ("a//b", False),
        ("a/b", True),
        (" a", False),
        ("ä", False),
        ("a\n", False),
    ],
)
def test_references(text: str, is_one: bool) -> None:
    assert is_sepa_reference(text) is is_one
