"""Forms of the bank's pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_FILES = 20


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleaned to a list of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of them. Raises ValidationError."""
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given or [None]]
        if len(found) > MOST_FILES:
            raise ValidationError(_("Select at most %(most)s files.") % {"most": MOST_FILES})
        return found


class StatementsForm(forms.Form):
    """Statements to import."""

    statements = FilesField(
        label=gettext_lazy("Bank statements"),
        help_text=gettext_lazy("One or more files in the format camt.053 (XML), or ZIP archives of them; 20 MB each."),
        widget=FilesInput(attrs={"accept": ".xml,.zip"}),
    )
