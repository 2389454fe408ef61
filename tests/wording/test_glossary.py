"""Every code has a word, in both languages; a page and a mail say the same one."""

from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from autossa.domain.contracts import Status
from autossa.domain.coverage import Source
from autossa.domain.credits import LotSource
from autossa.domain.invoices import Reason
from autossa.domain.plans import STANDARD_OPTIONS, Option
from autossa.domain.refusals import Code
from autossa.domain.releases.entitlements import Reason as Entitled
from autossa.domain.releases.remedies import Way
from autossa.domain.rights import Kind, Right, Role
from autossa.notify.mail.check import Wrong
from autossa.notify.mail.placeholders import MAILS
from autossa.operations.runs.timetable import TIMETABLE
from autossa.queries.contracts.reviews import ReviewFlag, Waiting
from autossa.queries.organisations.page import Standing
from autossa.queries.organisations.verification import Check
from autossa.queries.projects.alerts import AlertKind
from autossa.queries.projects.listing import State
from autossa.queries.vendor.catalogue import Phase
from autossa.store.models.credits.credits import KINDS
from autossa.wording import entitlements, glossary, notices, refusals
from autossa.wording.languages import LANGUAGES, say

ODD = Option("odd", 24, 6, 2, Fraction(0))


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (glossary.STATUS, {None, *Status}),
        (glossary.ENTITLEMENT, set(Entitled)),
        (glossary.ENTITLEMENT_TONE, set(Entitled)),
        (entitlements._WORDS, set(Entitled)),
        (entitlements._HELP, set(Way)),
        (glossary.STATUS_TONE, {None, *Status}),
        (glossary.STATE, set(State)),
        (glossary.PLAN, {option.name for option in STANDARD_OPTIONS}),
        (glossary.SOURCE, set(Source)),
        (glossary.LOT, set(LotSource)),
        (glossary.REASON, set(Reason)),
        (glossary.TRANSFER, set(KINDS)),
        (notices._WORDS, set(AlertKind)),
        (glossary.REVIEW_FLAG, set(ReviewFlag)),
        (glossary.REVIEW_FLAG_NOTE, set(ReviewFlag)),
        (glossary.REVIEW_FLAG_TONE, set(ReviewFlag)),
        (glossary.WAITING, set(Waiting)),
        (glossary.VERSION, set(Phase)),
        (glossary.VERSION_TONE, set(Phase)),
        (glossary.TASK, set(TIMETABLE)),
        (glossary.MAIL, set(MAILS)),
        (glossary.MAIL_MISTAKE, set(Wrong)),
        (glossary.CONTRACT, {None, *Status}),
        (glossary.ROLE, set(Role)),
        (glossary.ROLE_NOTE, set(Role)),
        (glossary.RIGHT, set(Right)),
        (glossary.RIGHT_NOTE, set(Right)),
        (glossary.KIND, set(Kind)),
        (glossary.STANDING, set(Standing)),
        (glossary.STANDING_TONE, set(Standing)),
        (glossary.CHECK, set(Check)),
        (glossary.CHECK_TONE, set(Check)),
        (refusals._WORDS, set(Code)),
    ],
)
def test_every_code_has_a_word(table: dict[Any, Any], codes: set[Any]) -> None:
    assert set(table) == codes


@pytest.mark.parametrize(
    ("days", "english", "german"),
    [
        (25, "25 days left", "noch 25 Tage"),
        (1, "1 day left", "noch 1 Tag"),
        (0, "last day today", "heute letzter Tag"),
        (-1, "not covered since today", "seit heute ohne SSA"),
        (-12, "not covered for 12 days", "seit 12 Tagen ohne SSA"),
    ],
)
def test_days_left(days: int, english: str, german: str) -> None:
    with translation.override("en"):
        assert glossary.days_left(days) == english
    with translation.override("de"):
        assert glossary.days_left(days) == german


def test_an_option_of_the_vendors_own_is_named_by_its_months() -> None:
    with translation.override("en"):
        assert glossary.plan(ODD) == "Term 24 months, billed every 2 months"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Term 24 months, billed every 2 months",
                "24 months, notice 6 months",
                "list price −2\xa0%",
                "Licenses, Billing",
                "Manager",
                "twice",
                "× 1.5",
                "of up to 1 day",
                "1 more project",
                "Auto SSA in review",
            ],
        ),
        (
            "de",
            [
                "Vertragslaufzeit 24 Monate, alle 2 Monate berechnet",
                "24 Monate, Kündigungsfrist 6 Monate",
                "Listenpreis −2\xa0%",
                "Lizenzen, Abrechnung",
                "Bearbeiter",
                "doppelt",
                "× 1,5",
                "of up to 1 Tag",
                "1 weiteres Projekt",
                "Auto SSA in Prüfung",
            ],
        ),
    ],
)
def test_words_of_mails_are_said_in_the_language_that_is_asked_for(language: str, words: list[str]) -> None:
    """Whatever that of the page is."""
    for page in LANGUAGES:
        with translation.override(page):
            assert [
                glossary.plan(ODD, language),
                glossary.term(ODD, language),
                glossary.adjustment(Option("odd", 24, 6, 2, Fraction(-2, 100)), language),
                glossary.rights([Right.BILLING, Right.LICENSES], language),
                glossary.role(Role.MANAGER, language),
                glossary.times(Fraction(2), language),
                glossary.times(Fraction(3, 2), language),
                f"of up to {glossary.days_for(1, language)}",
                glossary.more_projects(1, language),
                glossary.contract("in_review", language),
            ] == words


@pytest.mark.parametrize(("language", "days"), [("en", "30 days"), ("de", "30 Tagen")])
def test_what_lasts_days(language: str, days: str) -> None:
    assert glossary.days_for(30, language) == days


def test_a_word_waits_until_its_language_is_known() -> None:
    with translation.override("de"):
        assert say(glossary.STATUS[Status.ENDED]) == say(glossary.STATUS[Status.ENDED], "de") == "Beendet"
        assert say(glossary.STATUS[Status.ENDED], "en") == "Ended"
