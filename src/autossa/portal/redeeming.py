"""Activation keys, redeemed in a project. Who guesses learns nothing, and is soon told to wait."""

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from autossa.domain.entries import LineAdded, ToppedUp
from autossa.domain.projects import Outcome
from autossa.domain.rights import Action
from autossa.operations import keys
from autossa.operations.errors import NotFound, Refused
from autossa.portal import formats, refusals
from autossa.portal.asking import FORM
from autossa.portal.gates import On, action_context, gate, the_account
from autossa.portal.licenses import back
from autossa.portal.projects import frame
from autossa.queries.orders import ordered_against

WRONG_KEYS, PAUSE = 10, 15 * 60  # so many by one person in so many seconds


class KeyForm(forms.Form):
    """The key as it is printed."""

    key = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"spellcheck": "false"}))


@gate(On.PROJECT, Action.EDIT_LICENSES)
@require_http_methods(FORM)
@never_cache
def redeem(request: HttpRequest, project_id: str) -> HttpResponse:
    """Type a key; what it is worth is the project's at once."""
    form, refused = KeyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        if _wrong_keys(request) >= WRONG_KEYS:
            form.add_error(None, _("Too many wrong keys. Wait a quarter of an hour, then try again."))
        else:
            try:
                outcome = _redeem(request, form.cleaned_data["key"])
            except NotFound:
                _count_wrong_key(request)
                form.add_error("key", _unusable())
            except Refused as error:
                refused = refusals.tell(error.refusal, ordered_against(error.refusal, request.project.id))  # type: ignore[attr-defined]
            else:
                messages.success(request, _("Redeemed: %(worth)s.") % {"worth": _worth(outcome)})
                return back(request)
    return render(request, "portal/licenses/key.html", {**frame(request, ""), "form": form, "refused": refused})


def _redeem(request: HttpRequest, key: str) -> Outcome:
    return keys.redeem(key=key, project=request.project.id, ctx=action_context(request))  # type: ignore[attr-defined]


def _unusable() -> str:
    return _(
        "This key cannot be redeemed: it is not known, or it was redeemed already. Check it letter by letter. If it "
        "was redeemed here, its license or its credits are on the pages of the project."
    )


def _worth(outcome: Outcome) -> str:
    """What came: the entries besides may be of days before."""
    credits = [formats.ssc(entry.lot.free) for entry in outcome.entries if isinstance(entry, ToppedUp)]
    lines = [entry.line for entry in outcome.entries if isinstance(entry, LineAdded)]
    return ", ".join([*credits, *(f"{formats.whole(line.quantity)} × {line.license_type}" for line in lines)])


def _counter(request: HttpRequest) -> str:
    return f"wrong-keys-{the_account(request).user}"


def _wrong_keys(request: HttpRequest) -> int:
    return int(cache.get(_counter(request), 0))


def _count_wrong_key(request: HttpRequest) -> None:
    cache.add(_counter(request), 0, PAUSE)
    cache.incr(_counter(request))
