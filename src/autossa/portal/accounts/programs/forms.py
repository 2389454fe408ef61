"""Forms of an endpoint."""

from collections import defaultdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from autossa.domain.accounts.event_types import TYPES
from autossa.domain.accounts.targets import LONGEST
from autossa.portal.ui.fields import TextField

_FORMS = (
    ("thin", _("ID and address of the object")),
    ("full", _("The whole object as the API answers it")),
)


class WebhookForm(forms.Form):
    """Where to, about what, how much of it."""

    url = TextField(label="URL", help_text=_("Public, with HTTPS on port 443"), max_length=LONGEST)
    note = TextField(label=_("Note"), required=False, max_length=100)
    form = forms.ChoiceField(label=_("What is sent"), choices=_FORMS, widget=forms.RadioSelect, initial="thin")
    types = forms.MultipleChoiceField(
        label=_("Events"), required=False, help_text=_("Select none to get all events."), choices=(),
        widget=forms.SelectMultiple(attrs={"size": 12}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in TYPES:
            groups[name.partition(".")[0]].append((name, name))
        self.fields["types"].choices = sorted(groups.items())  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """As the use case takes it."""
        said = self.cleaned_data
        return {"url": said["url"], "note": said["note"], "types": said["types"], "is_full": said["form"] == "full"}
