"""Activation keys, redeemed in a project. Who guesses learns nothing, and is soon told to wait."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.entries import LineAdded, ToppedUp
from autossa.domain.projects import Outcome
from autossa.domain.rights import Action
from autossa.operations.errors import Refused
from autossa.operations.licenses import activation_keys
from autossa.operations.limits import LimitReached
from autossa.portal.licenses.views import redirect_to_licenses
from autossa.portal.ui.fields import SearchField
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.queries.credits.orders import ordered_against
from autossa.wording import formats, refusals


class KeyForm(forms.Form):
    """The key as it is printed."""

    key = SearchField(
        label=gettext_lazy("Activation key"),
        help_text=gettext_lazy(
            "Five groups of five characters, such as ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2, not case-sensitive"
        ),
        max_length=60,
        required=True,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def redeem(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Type a key; what it is worth is the project's at once."""
    form, refused = KeyForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = _redeem(request, form.cleaned_data["key"])
        except (activation_keys.KeyNotRedeemable, LimitReached) as error:
            show_error(form, error)
        except Refused as error:
            refused = refusals.explain(error.refusal, ordered_against(error.refusal, request.project.id))
        else:
            messages.success(request, _("Redeemed: %(worth)s.") % {"worth": _worth(outcome)})
            return redirect_to_licenses(request)
    context = {**project_ask_context(request, "project_licenses"), "form": form, "refused": refused}
    return render(request, "portal/licenses/keys/key.html", context)


def _redeem(request: ProjectRequest, key: str) -> Outcome:
    return activation_keys.redeem(key=key, project=request.project.id, ctx=action_context(request))


def _worth(outcome: Outcome) -> str:
    """What came: the entries besides may be of days before."""
    credits = [formats.ssc(entry.lot.free) for entry in outcome.entries if isinstance(entry, ToppedUp)]
    lines = [entry.line for entry in outcome.entries if isinstance(entry, LineAdded)]
    return ", ".join([*credits, *(f"{formats.whole(line.quantity)} × {line.license_type}" for line in lines)])
