"""Fields of forms: texts as they are kept; numbers and days, read exactly as people write them, never as a float.

With a point or a comma; separators of thousands only where they cannot be taken for a decimal point.
"""

import re
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _

from autossa.domain.amounts import (
    NotANumber,
    Ssc,
    ThousandsNotClear,
    TooManyPlaces,
    read_number,
    show_fraction,
)
from autossa.domain.dates import FIRST_YEAR, LAST_YEAR, DayTooFar, read_day
from autossa.domain.texts import password as plain_password
from autossa.domain.texts import plain_spaces, without_unseen
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_EMAIL, TextError, read_email, read_line, read_text
from autossa.wording import formats, languages
from autossa.wording.refusals import explain_error

# 1200 in any language; with separators only where they cannot be a decimal point: no 0.001, no 1.20, no 1.2000.
_PLAIN = re.compile(r"[0-9]{1,40}")
_GROUPED = {"en": re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+"), "de": re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")}
_TAKEN_FOR_POINT = ".,"


class ExactField(forms.CharField):
    """An exact number such as 1.08 or 1,08, of at most so many decimals and below a billion; cleaned to a Fraction."""

    def __init__(
        self,
        *,
        decimals: int = 6,
        least: Fraction | None = None,
        most: Fraction | None = None,
        positive: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(max_length=24, **options)
        self.decimals, self.least, self.most, self.positive = decimals, least, most, positive
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """The number, None for nothing. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        number = read_exact(text, self.decimals)
        self._check(number)
        return number

    def _check(self, number: Fraction) -> None:
        if abs(number) >= 10**9:
            raise _too_exact(self.decimals)
        if self.positive and number <= 0:
            raise ValidationError(_("The number must be above 0."))
        if self.least is not None and number < self.least:
            raise ValidationError(_("The number must be at least %(least)s.") % {"least": show_fraction(self.least)})
        if self.most is not None and number > self.most:
            raise ValidationError(_("The number must be at most %(most)s.") % {"most": show_fraction(self.most)})

    def prepare_value(self, value: Any) -> Any:
        """How a number is filled in."""
        return exact_as_typed(value)


class WholeField(forms.CharField):
    """A whole number from `least` to `most` in ASCII digits: 1200, or 1,200 as the page's language groups thousands.

    Never "1.000" for 1: where the point of one language is the comma of another, what is written is refused.
    """

    def __init__(self, *, least: int, most: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most
        self.widget.attrs |= {"inputmode": "numeric", "maxlength": "13"}

    def clean(self, value: Any) -> int | None:
        """The number, None for nothing. Raises ValidationError."""
        text = str(super().clean(value))
        if not text:
            return None
        if not (_PLAIN.fullmatch(text) or _GROUPED[languages.current()].fullmatch(text)):
            raise ValidationError(
                _("Enter a whole number in digits, such as %(plain)s or %(grouped)s.")
                % {"plain": "1200", "grouped": formats.whole(1200)}
            )
        number = int(re.sub("[,.]", "", text))
        if number < self.least:
            raise ValidationError(_("The number must be at least %(least)s.") % {"least": formats.whole(self.least)})
        if self.most is not None and number > self.most:
            raise ValidationError(_("The number must be at most %(most)s.") % {"most": formats.whole(self.most)})
        return number


class SscField(forms.CharField):
    """Hundredths of an SSC, from `least` to `most`, never 0; typed with two decimals at most."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "20"})

    def __init__(self, *, least: Ssc, most: Ssc, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def clean(self, value: Any) -> Ssc:
        """The amount. Raises ValidationError for what is none, or out of bounds."""
        text = str(super().clean(value)).replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace("−", "-")
        try:
            number = read_number(text, 2, point=formats.point(), points=_TAKEN_FOR_POINT)
        except ValueError:
            raise ValidationError(
                _("Enter an amount with at most two decimals and no separators between thousands, such as %(example)s.")
                % {"example": formats.typed(123450)}
            ) from None
        ssc = (number * 100).numerator
        if ssc == 0 or not self.least <= ssc <= self.most:
            raise ValidationError(self._bounds() % {"least": formats.ssc(self.least), "most": formats.ssc(self.most)})
        return ssc

    def prefilled(self, text: str) -> str:
        """An amount from an address, as it is typed; empty for what the field would not take."""
        try:
            return formats.typed(self.clean(text))
        except ValidationError:
            return ""

    def _bounds(self) -> str:
        if self.least > 0:
            return _("The amount must lie between %(least)s and %(most)s.")
        return _("The amount must not be 0, and lie between %(least)s and %(most)s.")


def read_exact(text: str, decimals: int) -> Fraction:
    """What was typed into a field of so many decimals, in the language of the page. Raises ValidationError."""
    try:
        return read_number(text.replace("−", "-"), decimals, point=formats.point(), points=_TAKEN_FOR_POINT)
    except TooManyPlaces:
        raise _too_exact(decimals) from None
    except ThousandsNotClear:
        said = _("Write the number without separators between thousands, and decimals with “%(point)s”: %(example)s.")
        raise ValidationError(said % {"point": formats.point(), "example": formats.typed(123450)}) from None
    except NotANumber:
        raise ValidationError(_("Enter a number such as 1.08.")) from None


def exact_as_typed(value: Any) -> Any:
    """A number as it is filled into a form: what is read again as the same one."""
    return show_fraction(value).replace(".", formats.point()) if isinstance(value, Fraction) else value


def _too_exact(decimals: int) -> ValidationError:
    said = _("Enter a number below a billion, with at most %(count)s decimals.")
    return ValidationError(said % {"count": decimals})


class TextField(forms.CharField):
    """A text as it is kept, cleaned as everywhere; one with a character that cannot be shown is refused.

    In one line, unless it is typed into an area.
    """

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.longest = max_length
        self.validators = [one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)]

    def clean(self, value: Any) -> str:
        """The text. Raises ValidationError."""
        read = read_text if isinstance(self.widget, forms.Textarea) else read_line
        try:
            return read(str(super().clean(value)), "", self.longest, required=self.required)
        except TextError as error:
            raise ValidationError(explain_error(error.code, error.facts, str(error))) from None


class EmailField(forms.EmailField):
    """An e-mail address in the one form that is kept and compared."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MAX_EMAIL, **options})

    def clean(self, value: Any) -> str:
        """The address. Raises ValidationError."""
        return clean_address(super().clean(value))


class PasswordField(forms.CharField):
    """A new password, in the form that is judged and kept (RFC 8265)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 256, "strip": False, **options})

    def to_python(self, value: Any) -> str:
        """The password."""
        return plain_password(str(super().to_python(value)))


class SearchField(forms.CharField):
    """Words to look for: what cannot be seen is not looked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 100, **options})

    def to_python(self, value: Any) -> str:
        """The words."""
        return without_unseen(str(super().to_python(value)))


def clean_address(text: str) -> str:
    """An address in the one form that is kept, nothing for nothing. Raises ValidationError."""
    try:
        return read_email(text) if text else ""
    except Invalid as error:
        raise ValidationError(explain_error(error.code, error.facts, str(error))) from None


class DayField(forms.DateField):
    """A day, with the browser's own picker; read as everywhere, the day first in both languages."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def to_python(self, value: Any) -> date | None:
        """The day, None for nothing. Raises ValidationError."""
        if value is None or isinstance(value, date):
            return value
        text = plain_spaces(str(value))
        try:
            return read_day(text) if text else None
        except DayTooFar:
            raise ValidationError(_("This day is too far away.")) from None
        except ValueError:
            said = _("Enter a date between %(first)s and %(last)s, such as 2026-12-31 or 31/12/2026 (day first).")
            raise ValidationError(said % {"first": FIRST_YEAR, "last": LAST_YEAR}, code="invalid") from None
