"""The texts of the e-mails: previewed with sample values, edited in each language, reset to the default."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.notify.mail.check import MAX_BODY, MAX_SUBJECT, Mistake, Wrong
from autossa.notify.mail.placeholders import MAILS
from autossa.operations.vendor import mails
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.vendor.mail_texts import own_texts
from autossa.wording import glossary
from autossa.wording.languages import LANGUAGES


class TextForm(forms.Form):
    """Subject and text."""

    subject = TextField(label=gettext_lazy("Subject"), max_length=MAX_SUBJECT)
    body = TextField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "Each line is a paragraph; lines that start with - are a list. A line whose placeholder is empty is left"
            " out."
        ),
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    def show(self, mistakes: Iterable[Mistake]) -> None:
        """Say what is wrong with a text beside the part that it is in."""
        for mistake in mistakes:
            self.add_error(
                "subject" if mistake.wrong in (Wrong.SUBJECT, Wrong.IN_SUBJECT) else "body", mistake.sentence()
            )


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
    """One e-mail in one language: its text, and how it looks with sample values."""
    form = TextForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    text = _text(form) if is_sent else None
    found = mails.show_text(key=mail, language=language, text=text)
    form.initial = {"subject": found.text.subject, "body": found.text.body}
    if text is not None and found.mistakes:
        form.show(found.mistakes)
    elif text is not None and request.POST.get("step") == "save":
        mails.set_text(key=mail, language=language, text=text, ctx=action_context(request))
        messages.success(request, _("Saved. Used from the next e-mail on."))
        return HttpResponseRedirect(reverse("mail_text", args=[mail, language]))
    return render(request, "portal/vendor/mail_text.html", _context(mail, language, form, found))


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=POST)
def reset(request: VendorRequest, mail: str, language: str) -> HttpResponse:
    """Back to the default text."""
    try:
        mails.reset_text(key=mail, language=language, ctx=action_context(request))
    except mails.DefaultTextInForce as error:
        messages.info(request, error_text(error))
    else:
        messages.success(request, _("The default text is in use again."))
    return HttpResponseRedirect(reverse("mail_texts"))


def _text(form: TextForm) -> mails.Text:
    return mails.Text(form.cleaned_data["subject"], form.cleaned_data["body"].replace("\r\n", "\n"))


def _context(mail: str, language: str, form: TextForm, found: mails.TextPage) -> dict[str, Any]:
    key = MAILS[mail]
    return {
        "mail": mail,
        "title": glossary.MAIL[mail],
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "others": [(code, name) for code, name in settings.LANGUAGES if code != language],
        "form": form,
        "rendered": found.rendered,
        "is_own": found.is_own,
        "required": [f"{{{name}}}" for name in sorted(key.required)],
        "optional": [f"{{{name}}}" for name in sorted(key.optional)],
    }
