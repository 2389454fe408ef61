"""Fields of forms: a text is kept clean, a number is read exactly: 1.000 is a thousand where people write it so."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from autossa.domain.policies import Policy
from autossa.portal.credits.views import MonthsForm
from autossa.portal.licenses.actions import QuantityForm
from autossa.portal.licenses.activation_keys import KeyForm
from autossa.portal.licenses.views import LicenseForm
from autossa.portal.ui.fields import TextField, WholeField
from autossa.portal.vendor.policies import PolicyForm


@pytest.mark.parametrize(
    ("typed", "en", "de"),
    [
        ("7", 7, 7),
        (" 1200 ", 1200, 1200),
        ("007", 7, 7),
        ("1,000", 1000, None),
        ("1.000", None, 1000),
        ("12,345,678", 12_345_678, None),
        ("12.345.678", None, 12_345_678),
        ("1.0", None, None),
        ("1.00", None, None),
        ("1,00", None, None),
        ("1.0000", None, None),
        ("1000.000", None, None),
        ("1,000.000", None, None),
        ("1.000,000", None, None),
        ("0.001", None, None),
        ("0,001", None, None),
        ("1 000", None, None),
        ("1'000", None, None),
        ("1_000", None, None),
        ("1e3", None, None),
        ("+7", None, None),
        ("-7", None, None),
        ("\N{ARABIC-INDIC DIGIT THREE}", None, None),
        ("\N{FULLWIDTH DIGIT ONE}2", None, None),
        ("²", None, None),
        ("seven", None, None),
    ],
)
def test_a_whole_number_is_read_as_the_language_writes_it_or_not_at_all(
    typed: str, en: int | None, de: int | None
) -> None:
    for language, expected in (("en", en), ("de", de)):
        with override(language):
            assert _read(typed) == expected, language


def _read(typed: str) -> int | None:
    try:
        return WholeField(least=0).clean(typed)
    except ValidationError:
        return None


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "1.000", "Enter a whole number in digits, such as 1200 or 1,200."),
        ("de", "1,000", "Geben Sie eine ganze Zahl in Ziffern ein, zum Beispiel 1200 oder 1.200."),
        ("en", "0", "The number must be at least 1."),
        ("en", "1201", "The number must be at most 1,200."),
        ("de", "1201", "Die Zahl darf höchstens 1.200 sein."),
        ("en", "9" * 40, "The number must be at most 1,200."),
    ],
)
def test_what_is_no_number_is_told_how_to_write_it(language: str, typed: str, said: str) -> None:
    with override(language), pytest.raises(ValidationError) as caught:
        WholeField(least=1, most=1200).clean(typed)
    assert caught.value.messages == [said]


def test_an_empty_number_is_none_where_it_may_be() -> None:
    assert WholeField(least=1, required=False).clean("") is None
    with pytest.raises(ValidationError):
        WholeField(least=1).clean("")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (LicenseForm, "quantity"),
        (QuantityForm, "quantity"),
        (MonthsForm, "months"),
        (KeyForm, "quantity"),
        *((PolicyForm, name) for name in ("grace_days", "renewal_lead_days", "void_days", "cancel_days", "gap_days")),
    ],
)
def test_every_form_reads_whole_numbers_this_way(form: type, name: str) -> None:
    assert isinstance(form.base_fields[name], WholeField)  # type: ignore[attr-defined]


def test_the_months_of_an_option_too() -> None:
    fields = PolicyForm(base=Policy()).fields
    months = [field for name, field in fields.items() if name.endswith(("-term", "-notice", "-billed"))]
    assert len(months) >= 6
    assert all(isinstance(field, WholeField) for field in months)


@pytest.mark.parametrize(("typed", "kept"), [(" 51.56\xa0EUR ", "51.56 EUR"), ("Mu\u0308ller", "M\xfcller"), ("", "")])
def test_a_text_is_read_as_it_is_kept(typed: str, kept: str) -> None:
    assert TextField(max_length=20, required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["a\u200bb", "a\u202eb", "x" * 21, "\x07", " "])
def test_a_text_that_cannot_be_kept_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TextField(max_length=20).clean(typed)
