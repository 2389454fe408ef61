"""Importing a list of releases: the plan is what a dry run shows, the deed is that plan applied (rule 9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from autossa.domain.releases.catalogue import Channel, Need, ReleaseClass
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, OperationError
from autossa.operations.releases import products, releases
from autossa.operations.releases.lists import ListedRelease, ListRefused, Problem, read_list
from autossa.operations.releases.products import TypeUnknown
from autossa.operations.releases.releases import ReleaseText
from autossa.queries.releases.catalogue import needs_of
from autossa.store import models


class ProductUnknown(Invalid):
    """There is no product {code}; add it first."""


class ReleasedOtherwise(Invalid):
    """{product} {version} is published already, with another {what}; what is out stays as it is."""


class OnAnotherBranch(Invalid):
    """{product} {version} is on branch {branch} already."""


class ReleasedAfterSupport(Invalid):
    """Branch {branch} of {product} is supported until {until}; a release of {released_on} would be later."""

    field = "supported_until"


class Deed(StrEnum):
    """What an import does about a branch or a release."""

    ADD_BRANCH = "add_branch"
    SET_SUPPORT = "set_support"
    DRAFT = "draft"
    EDIT = "edit"
    PUBLISH = "publish"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the import does: `name` is the branch or version that `listed` is about."""

    deed: Deed
    listed: ListedRelease

    @property
    def name(self) -> str:
        """The branch, or the version."""
        of_branch = self.deed in (Deed.ADD_BRANCH, Deed.SET_SUPPORT)
        return self.listed.branch if of_branch else self.listed.given.version


@dataclass(frozen=True, slots=True)
class _Known:
    """A release that is there, in the words of the list."""

    key: UUID
    branch: str
    given: ReleaseText
    is_published: bool


@dataclass(frozen=True, slots=True)
class _There:
    """What is there of the products that the list names."""

    products: Mapping[str, UUID]
    branches: dict[tuple[str, str], tuple[UUID, date | None]]
    releases: dict[tuple[str, str], _Known]
    types: frozenset[str]


def plan_import(text: str, *, publish: bool = False) -> tuple[Step, ...]:
    """What importing the list would do, in order; `publish` publishes what is a draft then.

    Raises ListRefused with all that is wrong, and as `read_list`.
    """
    with transaction.atomic():
        return _plan(text, publish)[1]


def import_list(text: str, *, ctx: ActionContext, publish: bool = False) -> tuple[Step, ...]:
    """Do what `plan_import` says, all of it or nothing. Raises as it does, DayToCome."""
    with transaction.atomic():
        there, steps = _plan(text, publish)
        ctx.check_seen()
        for step in steps:
            _apply(step, there, ctx)
    return steps


def _plan(text: str, publish: bool) -> tuple[_There, tuple[Step, ...]]:
    listed, problems = read_list(text)
    there = _look({one.product for one in listed})
    problems += [Problem(one.line, error) for one in listed if (error := _wrong(one, there))]
    problems += _unsupported(listed, there)
    if problems:
        raise ListRefused(problems)
    return there, (*_of_branches(listed, there), *(step for one in listed for step in _of(one, there, publish)))


def _look(codes: set[str]) -> _There:
    named = dict(models.Product.objects.filter(code__in=codes).select_for_update().values_list("code", "id"))
    branches = models.Branch.objects.filter(product__in=named.values()).select_related("product")
    rows = list(models.Release.objects.filter(product__in=named.values()).select_related("product", "branch"))
    needs = needs_of(row.id for row in rows)
    return _There(
        products=named,
        branches={(row.product.code, row.name): (row.id, row.supported_until) for row in branches},
        releases={(row.product.code, row.version): _known(row, needs) for row in rows},
        types=frozenset(models.LicenseType.objects.values_list("code", flat=True)),
    )


def _known(row: models.Release, needs: Mapping[tuple[UUID, Need], frozenset[str]]) -> _Known:
    given = ReleaseText(
        version=row.version,
        released_on=row.released_on,
        release_class=ReleaseClass(row.release_class),
        channel=Channel(row.channel),
        notes=row.notes,
        features=tuple(sorted(needs[row.id, Need.FEATURE])),
        requires=tuple(sorted(needs[row.id, Need.INSTALL])),
    )
    return _Known(row.id, row.branch.name, given, row.published_at is not None)


def _wrong(one: ListedRelease, there: _There) -> OperationError | None:
    if one.product not in there.products:
        return ProductUnknown(code=one.product)
    codes = (*one.given.features, *one.given.requires)
    if (unknown := next((code for code in codes if code not in there.types), None)) is not None:
        return TypeUnknown(code=unknown)
    known = there.releases.get(one.key)
    if known is None:
        return None
    facts = {"product": one.product, "version": one.given.version}
    if known.branch != one.branch:
        return OnAnotherBranch(branch=known.branch, **facts)
    if known.is_published and (what := _differences(known.given, one.given)):
        return ReleasedOtherwise(what=what, **facts)
    return None


def _unsupported(listed: list[ListedRelease], there: _There) -> Iterator[Problem]:
    """Last supported days of the list before a release of their branch, and releases after one that is there."""
    newest = {(one.product, one.branch): date.min for one in listed}
    for branch, day in _release_days(listed, there):
        newest[branch] = max(newest.get(branch, day), day)
    named = {(one.product, one.branch): one for one in reversed(listed) if one.supported_until is not None}
    for one in listed:
        branch, day = (one.product, one.branch), newest[one.product, one.branch]
        if branch in named:
            until = one.supported_until if named[branch] is one else None
        else:
            until, day = there.branches.get(branch, (None, None))[1], one.given.released_on
            until = None if one.key in there.releases else until
        if until is not None and day > until:
            error = ReleasedAfterSupport(product=one.product, branch=one.branch, until=until, released_on=day)
            yield Problem(one.line, error)


def _release_days(listed: list[ListedRelease], there: _There) -> Iterator[tuple[tuple[str, str], date]]:
    """Of each branch the days of its releases: those of the list, and those that it does not name."""
    named = {one.key for one in listed}
    yield from (((one.product, one.branch), one.given.released_on) for one in listed)
    for (product, version), known in there.releases.items():
        if (product, version) not in named:
            yield (product, known.branch), known.given.released_on


def _differences(there: ReleaseText, listed: ReleaseText) -> str:
    """Which columns differ; a list without notes says nothing about them."""
    names = ("released_on", "release_class", "channel", "features", "requires", *(["notes"] if listed.notes else []))
    differing = (name for name in names if getattr(there, name) != getattr(listed, name))
    return ", ".join(name.removeprefix("release_") for name in differing)


def _of_branches(listed: list[ListedRelease], there: _There) -> Iterator[Step]:
    """Each branch once; the line that names its last supported day speaks for it."""
    lines: dict[tuple[str, str], ListedRelease] = {}
    for one in listed:
        key = (one.product, one.branch)
        if key not in lines or lines[key].supported_until is None:
            lines[key] = one
    for key, one in lines.items():
        if key not in there.branches:
            yield Step(Deed.ADD_BRANCH, one)
        elif one.supported_until is not None and one.supported_until != there.branches[key][1]:
            yield Step(Deed.SET_SUPPORT, one)


def _of(one: ListedRelease, there: _There, publish: bool) -> Iterator[Step]:
    known = there.releases.get(one.key)
    if known is None:
        yield Step(Deed.DRAFT, one)
    elif not known.is_published and _differences(known.given, one.given):
        yield Step(Deed.EDIT, one)
    elif known.is_published or not publish:
        yield Step(Deed.KEEP, one)
    if publish and (known is None or not known.is_published):
        yield Step(Deed.PUBLISH, one)


def _apply(step: Step, there: _There, ctx: ActionContext) -> None:
    one = step.listed
    branch = (one.product, one.branch)
    match step.deed:
        case Deed.ADD_BRANCH:
            key = products.add_branch(
                product=there.products[one.product], name=one.branch, supported_until=one.supported_until, ctx=ctx
            )
            there.branches[branch] = (key, one.supported_until)
        case Deed.SET_SUPPORT:
            products.set_support(branch=there.branches[branch][0], supported_until=one.supported_until, ctx=ctx)
        case Deed.DRAFT:
            key = releases.draft(branch=there.branches[branch][0], given=one.given, ctx=ctx)
            there.releases[one.key] = _Known(key, one.branch, one.given, is_published=False)
        case Deed.EDIT:
            releases.edit_draft(release=there.releases[one.key].key, given=_with_notes(one, there), ctx=ctx)
        case Deed.PUBLISH:
            releases.publish(release=there.releases[one.key].key, ctx=ctx)


def _with_notes(one: ListedRelease, there: _There) -> ReleaseText:
    return one.given if one.given.notes else replace(one.given, notes=there.releases[one.key].given.notes)
