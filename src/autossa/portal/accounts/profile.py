"""One's own name and language, and a copy of what is kept about oneself."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.operations.accounts import profile
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_NAME
from autossa.portal.ui.fields import TextField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, action_context
from autossa.queries.accounts.account import name_and_language
from autossa.queries.accounts.own_data import own_data


class ProfileForm(forms.Form):
    """What others see of somebody, and how the portal speaks to them."""

    name = TextField(
        label=gettext_lazy("Your name"),
        max_length=MAX_NAME,
        help_text=gettext_lazy("Your colleagues, partners and the vendor see it. Past entries keep the former name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


@page(Scope.CREDENTIALS, methods=FORM)
def edit(request: AccountRequest) -> HttpResponse:
    """Change them."""
    user = request.account.user
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=name_and_language(user))
    if request.method == "POST" and form.is_valid():
        try:
            profile.edit(user=user, ctx=action_context(request), **form.cleaned_data)
        except Invalid as error:
            show_error(form, error)
        else:
            with translation.override(form.cleaned_data["language"]):
                messages.success(request, _("Name and language saved."))
            return HttpResponseRedirect(reverse("account"))
    return render(request, "portal/accounts/own/profile.html", {"form": form})


@page(Scope.CREDENTIALS)
def data(request: AccountRequest) -> HttpResponse:
    """Everything, as a file that programs read too."""
    limits.count(Deed.EXPORT, action_context(request))
    answer = JsonResponse(own_data(request.account.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="my-data-{today().isoformat()}.json"'
    return answer
