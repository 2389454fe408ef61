"""What staff enters of a new version: which kind, from when, a text or a PDF in one language or both."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.operations.errors import Invalid
from autossa.operations.vendor.terms.files import MAX_PDF, MAX_TEXT, Content, PdfTooLarge, pdf_content, text_content
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.web.forms import error_text
from autossa.wording import glossary

LANGUAGES = ("en", "de")


class VersionForm(forms.Form):
    """A version; `contents` is what it says, by language, once the form is valid."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=list(glossary.TERMS_KIND.items()))
    starts_on = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("From this day on it is in force. Until then it can be withdrawn; it is never edited."),
    )
    text_en = TextField(
        label=gettext_lazy("Text in English"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    pdf_en = forms.FileField(label=gettext_lazy("Or a PDF in English"), required=False)
    text_de = TextField(
        label=gettext_lazy("Text in German"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    pdf_de = forms.FileField(label=gettext_lazy("Or a PDF in German"), required=False)
    nothing = forms.BooleanField(
        label=gettext_lazy("None from this day on"),
        help_text=gettext_lazy("Nothing of this kind has to be accepted any more. Leave texts and PDFs empty."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contents: dict[str, Content] = {}
        for language in LANGUAGES:
            said = _("At most %(most)s MB, without scripts, attached files or a password")
            field = self.fields[f"pdf_{language}"]
            field.help_text = said % {"most": MAX_PDF // 1_000_000}
            field.widget.attrs["accept"] = ".pdf"

    def clean(self) -> dict[str, Any]:
        """In each language a text or a PDF; in one at least, unless there are to be none."""
        given = super().clean() or {}
        for language in LANGUAGES:
            if given.get(f"text_{language}") and given.get(f"pdf_{language}"):
                self.add_error(f"text_{language}", _("Enter a text or choose a PDF, not both."))
        if self.errors:
            return given
        self.contents = dict(self._read(given))
        if not self.errors and bool(self.contents) == bool(given.get("nothing")):
            raise ValidationError(
                _("Enter a text or choose a PDF in one language at least, or tick that there are none.")
            )
        return given

    def _read(self, given: dict[str, Any]) -> Iterator[tuple[str, Content]]:
        for language in LANGUAGES:
            text, pdf = given.get(f"text_{language}"), given.get(f"pdf_{language}")
            field = f"text_{language}" if text else f"pdf_{language}"
            try:
                if text:
                    yield language, text_content(text, field=field)
                elif pdf:
                    if (pdf.size or 0) > MAX_PDF:
                        raise PdfTooLarge(most=MAX_PDF, field=field)
                    yield language, pdf_content(pdf.read(), field=field)
            except Invalid as error:
                self.add_error(field, error_text(error))
