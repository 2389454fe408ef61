"""The vendor's terms and service descriptions in versions: which are in force on a day, and what a deed asks for.

A version begins on a day and is never edited: the next one supersedes it, or it is withdrawn before it begins.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from autossa.domain.dates import DAY


class TermsKind(StrEnum):
    """What there are versions of."""

    TERMS = "terms"
    SERVICE = "service"


class TermsDeed(StrEnum):
    """At what versions are accepted."""

    CONTRACT = "contract"
    CREDIT_ORDER = "credit_order"
    LICENSE_ORDER = "license_order"
    QUOTE = "quote"


class TermsForm(StrEnum):
    """What a document of a version is: an address stands from before texts were kept, and names a page elsewhere."""

    TEXT = "text"
    PDF = "pdf"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """One version of a kind; the higher number supersedes the lower. An empty one ends what was in force before."""

    id: UUID
    kind: TermsKind
    number: int
    starts_on: date
    is_withdrawn: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Why a deed is not done: what was shown and is `outdated`, what is in force and was not accepted (`missing`)."""

    outdated: frozenset[UUID]
    missing: tuple[TermsVersion, ...]


def in_force(versions: Iterable[TermsVersion], day: date) -> tuple[TermsVersion, ...]:
    """What a deed of the day is asked for: of each kind the latest version that has begun, where it says something."""
    begun = [one for one in versions if not one.is_withdrawn and one.starts_on <= day]
    return tuple(one for one in _latest(begun) if not one.is_empty)


def coming(versions: Iterable[TermsVersion], day: date) -> tuple[TermsVersion, ...]:
    """What begins after the day, the soonest first."""
    found = [one for one in versions if not one.is_withdrawn and one.starts_on > day]
    return tuple(sorted(found, key=lambda one: (one.starts_on, list(TermsKind).index(one.kind))))


def newest(versions: Iterable[TermsVersion]) -> tuple[TermsVersion, ...]:
    """Of each kind the last version that was published and stands, whether or not it has begun."""
    return tuple(one for one in _latest([one for one in versions if not one.is_withdrawn]) if not one.is_empty)


def earliest_start(versions: Iterable[TermsVersion], kind: TermsKind, today: date) -> date:
    """The first day on which a version of the kind that is published today may begin.

    Never in the past, and after each version that is still to come: their order is that of their numbers.
    """
    ahead = [one.starts_on + DAY for one in coming(versions, today) if one.kind is kind]
    return max([today, *ahead])


def disagreement(
    asked: Collection[TermsVersion], shown: Collection[UUID], accepted: Collection[UUID]
) -> Disagreement | None:
    """What stands against a deed that `asked` for these versions; None where nothing does.

    What was `shown` is accepted by whoever does the deed; what the same organisation has `accepted` at an earlier one
    need not be shown again.
    """
    outdated = frozenset(shown) - {one.id for one in asked}
    missing = tuple(one for one in asked if one.id not in shown and one.id not in accepted)
    return Disagreement(outdated, missing) if outdated or missing else None


def _latest(versions: Collection[TermsVersion]) -> tuple[TermsVersion, ...]:
    found = ([one for one in versions if one.kind is kind] for kind in TermsKind)
    return tuple(max(of_kind, key=lambda one: one.number) for of_kind in found if of_kind)
