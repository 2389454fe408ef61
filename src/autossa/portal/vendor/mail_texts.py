"""The words of the mails: looked at with sample values, edited in each language, and given back to the shipped ones."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.notify.mail.check import LONGEST_BODY, LONGEST_SUBJECT, Wrong, find_mistakes
from autossa.notify.mail.placeholders import MAILS
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.vendor import mails
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.vendor.mail_texts import own_texts
from autossa.wording import glossary
from autossa.wording.languages import LANGUAGES


class WordsForm(forms.Form):
    """Subject and text."""

    subject = forms.CharField(max_length=LONGEST_SUBJECT)
    body = forms.CharField(max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 18}))


@page(Scope.VENDOR, Action.MANAGE_STAFF)
def overview(request: VendorRequest) -> HttpResponse:
    """All mails, and whose words hold in each language."""
    own = {(text.key, text.language): text.edited_at for text in own_texts()}
    rows = [
        (key, glossary.MAIL[key], [(language, own.get((key, language))) for language in LANGUAGES]) for key in MAILS
    ]
    return render(request, "portal/vendor/mail_texts.html", {"rows": rows})


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def edit(request: VendorRequest, mail: str, language: str) -> HttpResponse:
    """One mail in one language: its words, and how it looks with sample values."""
    if mail not in MAILS or language not in LANGUAGES:
        raise Http404
    text = mails.text_of(key=mail, language=language)
    form = WordsForm(request.POST or None, initial={"subject": text.subject, "body": text.body})
    made = mails.preview(key=mail, language=language)
    if request.method == "POST" and form.is_valid():
        text = mails.Text(form.cleaned_data["subject"], form.cleaned_data["body"].replace("\r\n", "\n"))
        wrong = find_mistakes(mail, text)
        for mistake in wrong:
            form.add_error(
                "subject" if mistake.wrong in (Wrong.SUBJECT, Wrong.IN_SUBJECT) else "body", mistake.sentence()
            )
        if not wrong:
            if request.POST.get("step") == "save":
                return _save(request, mail, language, text)
            made = mails.preview(key=mail, language=language, text=text)
    return render(request, "portal/vendor/mail_text.html", _context(mail, language, form, made))


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=POST)
def reset(request: VendorRequest, mail: str, language: str) -> HttpResponse:
    """Back to the shipped words."""
    try:
        mails.reset_text(key=mail, language=language, ctx=action_context(request))
    except NotFound:
        messages.info(request, _("The shipped words hold already."))
    else:
        messages.success(request, _("The shipped words hold again."))
    return HttpResponseRedirect(reverse("mail_texts"))


def _save(request: HttpRequest, mail: str, language: str, text: mails.Text) -> HttpResponse:
    try:
        mails.set_text(key=mail, language=language, text=text, ctx=action_context(request))
    except Invalid:  # checked just before; nobody's words are lost by asking again
        messages.error(request, _("This did not work: something has changed meanwhile. Look again and try once more."))
    else:
        messages.success(request, _("Your words hold from the next mail on."))
    return HttpResponseRedirect(reverse("mail_text", args=[mail, language]))


def _context(mail: str, language: str, form: WordsForm, made: mails.Rendered) -> dict[str, Any]:
    key = MAILS[mail]
    return {
        "mail": mail,
        "title": glossary.MAIL[mail],
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "others": [(code, name) for code, name in settings.LANGUAGES if code != language],
        "form": form,
        "made": made,
        "is_own": any(text.key == mail and text.language == language for text in own_texts()),
        "must_say": [f"{{{name}}}" for name in sorted(key.required)],
        "may_say": [f"{{{name}}}" for name in sorted(key.optional)],
    }
