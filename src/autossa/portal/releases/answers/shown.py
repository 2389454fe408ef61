"""Answers as pages show them: each verdict in a word with its tone, the sentence behind it, what would change it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.coverage import Period
from autossa.domain.releases.catalogue import Channel, Release
from autossa.domain.releases.entitlements import Verdict
from autossa.domain.releases.remedies import Remedy, Way
from autossa.domain.rights import Action
from autossa.queries.releases.matrix import File, ProductReleases, Row
from autossa.wording import entitlements, glossary

Names = Mapping[str, str]
_LEADS: dict[Way, tuple[str, Promise, Action]] = {
    Way.EXTEND: ("extend", gettext_lazy("Extend manually"), Action.EDIT_CONTRACTS),
    Way.CONCLUDE: ("conclude", gettext_lazy("Add contract"), Action.EDIT_CONTRACTS),
    Way.ADD_LICENSE: ("request_license", gettext_lazy("Request licenses"), Action.EDIT_LICENSES),
    Way.GET_LICENSE: ("request_license", gettext_lazy("Request licenses"), Action.EDIT_LICENSES),
    Way.ACTIVATE: ("activate_on_device", gettext_lazy("Activate a license"), Action.EDIT_LICENSES),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words; `rests_on` is the coverage period it rests on, `ended` the one that was over by the day."""

    license_id: str
    may_install: bool
    word: str
    tone: str
    why: str
    locked: str
    as_of: date
    rests_on: Period | None
    ended: Period | None


@dataclass(frozen=True, slots=True)
class Help:
    """What would change an answer, and the page where that is done; no page for who may not, or where none does it."""

    sentence: str
    page: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownRelease:
    """A release with its one answer, that of each license where there are several, and its files."""

    release: Release
    is_beta: bool
    is_newest: bool
    said: Said
    each: tuple[Said, ...]
    helps: tuple[Help, ...]
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """A product with the newest release that may be installed, empty for none."""

    code: str
    name: str
    newest: Release | None
    rows: tuple[ShownRelease, ...]
    left_off: int


def shown_product(
    found: ProductReleases, names: Names, may: Collection[Action], *, on_device: bool = False
) -> ShownProduct:
    """All that is said of a product to whoever may do this on the project.

    A project downloads what any of its licenses may install, a device what all that is on it may.
    """
    newest = found.newest.release if found.newest else None
    shown = (_release(row, names, newest, may) for row in found.rows)
    rows = tuple(replace(row, files=()) if on_device and not row.said.may_install else row for row in shown)
    return ShownProduct(found.code, found.name, newest, rows, found.left_off)


def _release(row: Row, names: Names, newest: Release | None, may: Collection[Action]) -> ShownRelease:
    said = tuple(said_of(one, names) for one in row.each)
    return ShownRelease(
        release=row.release,
        is_beta=row.release.channel is Channel.BETA,
        is_newest=row.release == newest,
        said=said_of(row.verdict, names),
        each=said if len(said) > 1 or row.aside else (),
        helps=tuple(_help(remedy, names, may) for remedy in row.helps),
        files=row.files if row.anyone else (),
    )


def _help(remedy: Remedy, names: Names, may: Collection[Action]) -> Help:
    (sentence,) = entitlements.helps([remedy], names, with_money=Action.VIEW_BILLING in may)
    page, label, action = _LEADS.get(remedy.way, ("", "", None))
    return Help(sentence, page, str(label)) if action in may else Help(sentence, "", "")


def said_of(verdict: Verdict, names: Names) -> Said:
    """One verdict in words."""
    return Said(
        license_id=verdict.license_id,
        may_install=verdict.may_install,
        word=entitlements.word(verdict),
        tone=glossary.ENTITLEMENT_TONE[verdict.reason],
        why=entitlements.why(verdict, names),
        locked=entitlements.locked(verdict, names),
        as_of=verdict.as_of,
        rests_on=verdict.covered,
        ended=verdict.covered_before,
    )
