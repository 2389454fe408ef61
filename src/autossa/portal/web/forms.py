"""What pages that ask have in common: methods, ids in addresses, words to search for, fields that recur."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, QueryDict

from autossa.queries.access import read_key
from autossa.queries.errors import Unknown
from autossa.queries.organisations.organisations import price_lists

FORM = ["GET", "HEAD", "POST"]  # the methods of a page with a form
LONGEST_SEARCH = 100


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PriceListForm(forms.Form):
    """The price list of a new project, asked for where there are several."""

    price_list = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.price_lists = price_lists()
        field = self.fields["price_list"]
        field.choices = [(str(key), name) for key, name in self.price_lists]  # type: ignore[attr-defined]
        if len(self.price_lists) == 1:  # nothing to choose
            del self.fields["price_list"]

    @property
    def chosen(self) -> UUID:
        """The price list that was chosen, or the only one."""
        return UUID(self.cleaned_data.get("price_list") or str(self.price_lists[0][0]))


def key_or_404(prefix: str, text: str) -> UUID:
    """The id in an address. Raises Http404 for what is none."""
    try:
        return read_key(prefix, text)
    except Unknown:
        raise Http404 from None


def search_words(given: QueryDict) -> str:
    """What a list is searched for (`q`)."""
    return given.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
