"""Help for everybody, signed in or not: tutorials by role, the words, questions, the rules, privacy, accessibility.

Long texts are templates of their language (portal/help/en, portal/help/de), not messages of the catalogue.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.operations import outbox
from autossa.operations.accounts import registrations
from autossa.operations.contracts import drafts
from autossa.portal.web.cookies import cookies
from autossa.portal.web.page import Cache, page
from autossa.portal.web.permissions import Scope
from autossa.wording import languages

# The tutorials, by the last part of their address, and whom they are for.
TUTORIALS: dict[str, Promise] = {
    "customer": gettext_lazy("For customers"),
    "partner": gettext_lazy("For partners"),
    "devices": gettext_lazy("Devices and licenses"),
    "reviewer": gettext_lazy("For contract reviewers"),
    "finance": gettext_lazy("For finance and operations"),
    "administrator": gettext_lazy("For the vendor's administrators"),
}
REFERENCE: dict[str, Promise] = {
    "entitlement": gettext_lazy("Which releases you may install"),
    "words": gettext_lazy("Glossary"),
    "questions": gettext_lazy("Questions and answers"),
}
TOPICS = {**TUTORIALS, **REFERENCE}

PROGRAMS: dict[str, Promise] = {"help_api": gettext_lazy("The API"), "help_codes": gettext_lazy("Codes of problems")}

# The pages beside the help proper, by the names of their addresses.
STATEMENTS: dict[str, Promise] = {
    "rules": gettext_lazy("The rules"),
    "privacy": gettext_lazy("Privacy"),
    "accessibility": gettext_lazy("Accessibility"),
}


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def index(request: HttpRequest) -> HttpResponse:
    """What help there is."""
    return help_page(request, "help", "index")


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def topic(request: HttpRequest, name: str) -> HttpResponse:
    """A tutorial, the words, or the questions."""
    return help_page(request, f"help_{name}", name)


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def statement(request: HttpRequest, name: str) -> HttpResponse:
    """The rules, what is stored about people, how accessible the pages are."""
    return help_page(request, name, name, **(_privacy() if name == "privacy" else {}))


def _privacy() -> dict[str, Any]:
    """What is kept, and for how many days."""
    kept = {
        "mails": settings.KEEP_MAILS.days,
        "secrets": outbox.SECRETS_RETENTION.days,
        "addresses": settings.KEEP_ADDRESSES.days,
        "devices": settings.KEEP_DEVICES.days,
        "sessions": settings.KEEP_SESSIONS.days,
        "drafts": drafts.RETENTION.days,
        "registrations": registrations.RETENTION.days,
    }
    return {"cookies": cookies(), "kept": kept, "privacy_url": settings.PRIVACY_URL}


def help_page(request: HttpRequest, here: str, name: str, folder: str = "", **more: Any) -> HttpResponse:
    """A text of the help in the reader's language, with the list of all of them beside it."""
    groups = (
        (gettext_lazy("Step by step"), [(f"help_{key}", title) for key, title in TUTORIALS.items()]),
        (gettext_lazy("To look up"), [(f"help_{key}", title) for key, title in REFERENCE.items()]),
        (gettext_lazy("For programmers"), list(PROGRAMS.items())),
        (gettext_lazy("Statements"), list(STATEMENTS.items())),
    )
    text = f"portal/help/{folder}{languages.current()}/{name}.html"
    return render(request, text, {"groups": groups, "here": here, **more})
