"""An e-mail address has one form, however its domain is written; people see letters only where they can trust them."""

import pytest

from autossa.domain.email_addresses import read_address, same_or_read, show_address

KEPT = "info@xn--mller-bau-q9a.example"


@pytest.mark.parametrize(
    "written",
    [
        "info@müller-bau.example",
        "Info@MÜLLER-Bau.example",
        "info@mu\u0308ller-bau.example",
        "info@MU\u0308LLER-BAU.EXAMPLE",
        "info@xn--mller-bau-q9a.example",
        "info@XN--Mller-bau-Q9A.example",
        "info@müller-bau。example",
        " info@müller-bau.example ",
    ],
)
def test_one_address_has_one_form(written: str) -> None:
    assert read_address(written) == same_or_read(written) == KEPT
    assert show_address(KEPT) == "info@müller-bau.example"


def test_sharp_s_is_a_letter_of_its_own() -> None:
    assert read_address("a@straße.example") == "a@xn--strae-oqa.example" != read_address("a@strasse.example")


@pytest.mark.parametrize(
    "written",
    ["m\u0131ke@example.org", "a@xn--zz.example", "ada", "@x.example", "a@-ü.example", f"{'a' * 65}@x.example"],
)
def test_what_cannot_be_one_is_none(written: str) -> None:
    with pytest.raises(ValueError, match="not "):
        read_address(written)
    assert same_or_read(written.upper()) == written.upper().strip().lower()


@pytest.mark.parametrize(
    "domain", ["\u0430pple.example", "\u03c1aypal.example", "m\u0131crosoft.example", "\u0261oogle.example"]
)
def test_letters_that_look_like_others_are_not_shown(domain: str) -> None:
    kept = read_address(f"a@{domain}")
    assert "xn--" in kept
    assert show_address(kept) == kept
