"""Amounts as people type them: with a point or a comma, two decimals at most, no separators of thousands."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from autossa.domain.amounts import Ssc, parse_ssc
from autossa.wording import formats

_AMOUNT = re.compile(r"[+-]?\d{1,12}([.,]\d{1,2})?", re.ASCII)


class SscField(forms.CharField):
    """Hundredths of an SSC, from `least` to `most`, never 0."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "20"})

    def __init__(self, *, least: Ssc, most: Ssc, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def clean(self, value: Any) -> Ssc:
        """The amount. Raises ValidationError for what is none, or out of bounds."""
        text = str(super().clean(value)).replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace("−", "-")
        if not _AMOUNT.fullmatch(text):
            raise forms.ValidationError(
                _("Write an amount with at most two decimals and no separators between thousands, such as %(example)s.")
                % {"example": formats.typed(123450)}
            )
        ssc = parse_ssc(text.replace(",", "."))
        if ssc == 0 or not self.least <= ssc <= self.most:
            raise forms.ValidationError(
                self._bounds() % {"least": formats.ssc(self.least), "most": formats.ssc(self.most)}
            )
        return ssc

    def prefilled(self, text: str) -> str:
        """An amount from an address, as it is typed; empty for what the field would not take."""
        try:
            return formats.typed(self.clean(text))
        except forms.ValidationError:
            return ""

    def _bounds(self) -> str:
        if self.least > 0:
            return _("The amount must lie between %(least)s and %(most)s.")
        return _("The amount must not be 0, and lie between %(least)s and %(most)s.")
