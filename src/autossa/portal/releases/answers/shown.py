"""Answers as pages show them: each verdict in a word with its tone, the sentence behind it, what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from autossa.domain.coverage import Period
from autossa.domain.releases.catalogue import Channel, Release
from autossa.domain.releases.entitlements import Verdict
from autossa.queries.releases.matrix import File, ProductReleases, Row
from autossa.wording import entitlements, glossary

Names = Mapping[str, str]


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
class ShownRelease:
    """A release with its one answer, that of each license where there are several, and its files."""

    release: Release
    is_beta: bool
    is_newest: bool
    said: Said
    each: tuple[Said, ...]
    helps: tuple[str, ...]
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """A product with the newest release that may be installed, empty for none."""

    code: str
    name: str
    newest: Release | None
    rows: tuple[ShownRelease, ...]
    left_off: int


def shown_product(found: ProductReleases, names: Names, *, with_money: bool, on_device: bool = False) -> ShownProduct:
    """All that is said of a product. `with_money`: the reader may see credits.

    A project downloads what any of its licenses may install, a device what all that is on it may.
    """
    newest = found.newest.release if found.newest else None
    shown = (_release(row, names, newest, with_money=with_money) for row in found.rows)
    rows = tuple(replace(row, files=()) if on_device and not row.said.may_install else row for row in shown)
    return ShownProduct(found.code, found.name, newest, rows, found.left_off)


def _release(row: Row, names: Names, newest: Release | None, *, with_money: bool) -> ShownRelease:
    said = tuple(said_of(one, names) for one in row.each)
    return ShownRelease(
        release=row.release,
        is_beta=row.release.channel is Channel.BETA,
        is_newest=row.release == newest,
        said=said_of(row.verdict, names),
        each=said if len(said) > 1 or row.aside else (),
        helps=tuple(entitlements.helps(row.helps, names, with_money=with_money)),
        files=row.files if row.anyone else (),
    )


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
