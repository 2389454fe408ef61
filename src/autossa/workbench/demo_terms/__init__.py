"""The terms of the demo: versions in force, one that is coming and announced, and what people accept at their deeds."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from autossa.domain.billing.terms import TermsKind
from autossa.operations.context import ActionContext
from autossa.operations.vendor.terms import announcements
from autossa.operations.vendor.terms.acceptances import Agreed
from autossa.operations.vendor.terms.files import text_content
from autossa.operations.vendor.terms.versions import publish
from autossa.queries.vendor.terms.asked import asked_terms
from autossa.store import models
from autossa.workbench.demo_terms.texts import SERVICE_1, TERMS_1, TERMS_2, TERMS_3

# Of what, its texts, on which day before today it was published, and how many days later it begins.
VERSIONS: tuple[tuple[TermsKind, Mapping[str, str], int, int], ...] = (
    (TermsKind.TERMS, TERMS_1, 1200, 0),
    (TermsKind.SERVICE, SERVICE_1, 1200, 0),
    (TermsKind.TERMS, TERMS_2, 430, 30),
    (TermsKind.TERMS, TERMS_3, 12, 57),
)
ANNOUNCED_AGO = 11
"""From the day after it was published on, the daily task tells of the coming version."""


def deeds(today: date) -> Iterator[tuple[int, bool, Callable[..., object]]]:
    """What is done so many days before today: by the vendor's administrator where True, else by the daily task."""
    for kind, texts, ago, ahead in VERSIONS:
        contents = {language: text_content(text) for language, text in texts.items()}
        starts_on = today - timedelta(days=ago - ahead)
        yield ago, True, partial(publish, kind=kind, starts_on=starts_on, contents=contents)
    for ago in range(ANNOUNCED_AGO, 0, -1):
        yield ago, False, announcements.run


def agreed(organisation: UUID, ctx: ActionContext) -> Agreed:
    """What somebody agrees to on behalf of an organisation: all that they are asked for, in their language."""
    asked = asked_terms(ctx.today, organisation, models.User.objects.get(id=ctx.actor.user or UUID(int=0)).language)
    return Agreed([one.document.key for one in asked.versions if one.earlier is None])
