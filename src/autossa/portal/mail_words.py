"""The words of the mails: looked at with sample values, edited in each language, and given back to the shipped ones."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from autossa.domain.rights import Action
from autossa.operations import mails
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.mail_texts.checking import LONGEST_BODY, LONGEST_SUBJECT, Mistake, Wrong, mistakes_of
from autossa.operations.mail_texts.keys import KEYS, LANGUAGES
from autossa.portal import wording_staff
from autossa.portal.asking import FORM
from autossa.portal.gates import On, action_context, gate
from autossa.queries.mail_texts import own_texts

MISTAKES: dict[Wrong, str | Promise] = {
    Wrong.SUBJECT: gettext_lazy("The subject must be one line of at most 200 letters."),
    Wrong.BODY: gettext_lazy("The text must have some words, and at most 20,000 letters."),
    Wrong.UNKNOWN: gettext_lazy("There is no placeholder %(name)s in this mail; there are %(names)s."),
    Wrong.MISSING: gettext_lazy("The text must say %(names)s."),
    Wrong.BRACE: gettext_lazy("A { or } belongs to a placeholder such as {project}."),
    Wrong.IN_SUBJECT: gettext_lazy("%(name)s cannot stand in the subject."),
    Wrong.NOT_LAST: gettext_lazy("%(name)s must stand at the end of its line."),
}


class WordsForm(forms.Form):
    """Subject and text."""

    subject = forms.CharField(max_length=LONGEST_SUBJECT)
    body = forms.CharField(max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 18}))


@gate(On.VENDOR, Action.MANAGE_STAFF)
@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """All mails, and whose words hold in each language."""
    own = {(text.key, text.language): text.edited_at for text in own_texts()}
    rows = [
        (key, wording_staff.MAIL[key], [(language, own.get((key, language))) for language in LANGUAGES]) for key in KEYS
    ]
    return render(request, "portal/staff/mails.html", {"rows": rows})


@gate(On.VENDOR, Action.MANAGE_STAFF)
@require_http_methods(FORM)
@never_cache
def edit(request: HttpRequest, mail: str, language: str) -> HttpResponse:
    """One mail in one language: its words, and how it looks with sample values."""
    if mail not in KEYS or language not in LANGUAGES:
        raise Http404
    text = mails.text_of(key=mail, language=language)
    form = WordsForm(request.POST or None, initial={"subject": text.subject, "body": text.body})
    made = mails.preview(key=mail, language=language)
    if request.method == "POST" and form.is_valid():
        text = mails.Text(form.cleaned_data["subject"], form.cleaned_data["body"].replace("\r\n", "\n"))
        wrong = mistakes_of(mail, text)
        for mistake in wrong:
            form.add_error("subject" if mistake.wrong in (Wrong.SUBJECT, Wrong.IN_SUBJECT) else "body", said(mistake))
        if not wrong:
            if request.POST.get("step") == "save":
                return _save(request, mail, language, text)
            made = mails.preview(key=mail, language=language, text=text)
    return render(request, "portal/staff/mail_words.html", _context(mail, language, form, made))


@gate(On.VENDOR, Action.MANAGE_STAFF)
@require_POST
def reset(request: HttpRequest, mail: str, language: str) -> HttpResponse:
    """Back to the shipped words."""
    try:
        mails.reset_text(key=mail, language=language, ctx=action_context(request))
    except NotFound:
        messages.info(request, _("The shipped words hold already."))
    else:
        messages.success(request, _("The shipped words hold again."))
    return HttpResponseRedirect(reverse("mail_texts"))


def said(mistake: Mistake) -> str:
    """A mistake in the reader's language."""
    return str(MISTAKES[mistake.wrong]) % {"name": mistake.name, "names": mistake.names}


def _save(request: HttpRequest, mail: str, language: str, text: mails.Text) -> HttpResponse:
    try:
        mails.set_text(key=mail, language=language, text=text, ctx=action_context(request))
    except Invalid:  # checked just before; nobody's words are lost by asking again
        messages.error(request, _("This did not work: something has changed meanwhile. Look again and try once more."))
    else:
        messages.success(request, _("Your words hold from the next mail on."))
    return HttpResponseRedirect(reverse("mail_text", args=[mail, language]))


def _context(mail: str, language: str, form: WordsForm, made: mails.Rendered) -> dict[str, Any]:
    key = KEYS[mail]
    return {
        "mail": mail,
        "title": wording_staff.MAIL[mail],
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "others": [(code, name) for code, name in settings.LANGUAGES if code != language],
        "form": form,
        "made": made,
        "is_own": any(text.key == mail and text.language == language for text in own_texts()),
        "must_say": [f"{{{name}}}" for name in sorted(key.required)],
        "may_say": [f"{{{name}}}" for name in sorted(key.optional)],
    }
