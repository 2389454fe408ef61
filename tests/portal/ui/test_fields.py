"""Fields of forms: a text is kept clean, a number is read exactly: 1.000 is a thousand where people write it so."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils.translation import override

from autossa.domain.policies import Policy
from autossa.portal.credits.views import MonthsForm
from autossa.portal.licenses.actions import QuantityForm
from autossa.portal.licenses.activation_keys import KeyForm
from autossa.portal.licenses.forms import LicenseForm
from autossa.portal.ui.fields import DayField, ExactField, SscField, TextField, WholeField
from autossa.portal.vendor.policies import PolicyForm
from autossa.portal.vendor.rates import RateForm


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


EXACT = {
    "two decimals": ExactField(decimals=2),
    "six decimals": ExactField(decimals=6),
    "an amount of SSC": SscField(least=1, most=10**9),
    "a rate of VAT": RateForm.base_fields["percent"],
}


def _exact(field: Any, typed: str, language: str) -> Fraction | None:
    with override(language):
        try:
            return Fraction(field.clean(typed))
        except ValidationError:
            return None


@pytest.mark.parametrize("field", EXACT.values(), ids=EXACT)
def test_what_may_be_a_thousand_is_no_fraction_in_either_language(field: Any) -> None:
    """Staff who write German typed 1.000 SSC, and a key of 1.00 was made."""
    for whole in ("1", "7", "19", "12"):
        assert _exact(field, f"{whole}.000", "de") is None
        assert _exact(field, f"{whole},000", "en") is None
    for typed in ("1.000,50", "1,000.50", "1'000", "1e1", "1_0", "1,2,3", "\N{ARABIC-INDIC DIGIT THREE}"):
        assert _exact(field, typed, "de") is _exact(field, typed, "en") is None, typed


@pytest.mark.parametrize(("field", "places"), [("two decimals", 2), ("an amount of SSC", 2), ("a rate of VAT", 3)])
def test_more_decimals_than_there_is_room_for_are_refused_zeros_included(field: str, places: int) -> None:
    right, wrong = "1" + "0" * (places - 1), "1" + "0" * places
    for language, point in (("en", "."), ("de", ",")):
        assert _exact(EXACT[field], f"1{point}{right}", language) is not None
        assert _exact(EXACT[field], f"1{point}{wrong}", language) is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_number_is_filled_in_as_it_is_read_again(language: str) -> None:
    for field in (ExactField(), RateForm.base_fields["percent"]):
        for number in (Fraction("2.125"), Fraction("-0.5"), Fraction(7), Fraction("19.999")):
            with override(language):
                shown = field.prepare_value(number)
            assert number < 0 or _exact(field, shown, language) == number


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_field_of_a_day_reads_the_day_first_and_no_never(language: str) -> None:
    """None of Django's own is left, which would read 02/01/2026 as the second of January on English pages."""
    fields = [found for kind in _forms(forms.Form) for found in kind.base_fields.values()]
    days = [found for found in fields if isinstance(found, forms.DateField)]
    assert len(days) >= 8
    for one in days:
        assert isinstance(one, DayField), one.label
        with override(language):
            for typed in ("2026-02-01", "01.02.2026", "1/2/2026"):
                assert one.to_python(typed) == date(2026, 2, 1)
            for never in ("9999-12-31", "31/12/9999", "0001-01-01", "2200-01-01"):
                with pytest.raises(ValidationError):
                    one.to_python(never)


def _forms(kind: type[forms.Form]) -> list[type[forms.Form]]:
    get_resolver().url_patterns  # noqa: B018  # all views are there, and their forms
    return [found for child in kind.__subclasses__() for found in (child, *_forms(child))]
