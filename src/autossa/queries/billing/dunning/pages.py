"""What the pages of dunning show: all payers for staff, one payer for staff and itself alike (billing 16 to 18)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import ClaimKind, days_overdue, rest_of
from autossa.domain.billing.dunning.ahead import next_stage
from autossa.domain.billing.dunning.cases import Case, open_since
from autossa.domain.billing.dunning.plans import DunningPlan
from autossa.domain.dates import DAY
from autossa.domain.rights import Action
from autossa.queries.access import Account, Organisation, organisation_may
from autossa.queries.billing.dunning.cases import cases_of, is_looked_at
from autossa.queries.billing.dunning.letters import LetterRow, letter_rows
from autossa.queries.billing.dunning.planned import NO_LEVELS, Planned, planned_for, planned_of
from autossa.queries.billing.dunning.policies import DunningTerms, dunning_terms, terms_in_force
from autossa.store import models
from autossa.store.ids import public_id

AHEAD = 100
"""Payers a page."""
_PLACE = re.compile("[0-9]{1,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happens to a payer on a day: the letter's level by name, "" without one, its amount, and projects by name.

    `follows` is the name of the level after it, and the day.
    """

    payer: str
    payer_name: str
    currency: str
    level: str
    amount: Money
    fee: Money
    documents: tuple[str, ...]
    warned: tuple[tuple[str, date], ...]
    suspended: tuple[str, ...]
    resumed: tuple[str, ...]
    follows: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A pause that is on, or will be over."""

    payer: str
    payer_name: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class DunningPage:
    """For finance: what goes out on `day`, what went out, who is paused; `terms` None where nothing was ever set.

    `ahead` is a part of what goes out, the next one is asked for by `next_after`: "" where there is none.
    """

    day: date
    terms: DunningTerms | None
    ahead: tuple[Happening, ...]
    letters: tuple[LetterRow, ...]
    pauses: tuple[PauseRow, ...]
    next_after: str


@dataclass(frozen=True, slots=True)
class Overdue:
    """A claim that is overdue: for how many days, the highest stage told of it, and what keeps it silent.

    `promised` is the day by which it is promised, `disputed` why it is disputed, "" for neither.
    """

    id: str
    key: UUID
    number: str
    due_on: date
    days: int
    rest: Money
    currency: str
    level: str
    promised: date | None
    disputed: str

    @property
    def is_fee(self) -> bool:
        """It is a fee: there is no document of it."""
        return self.id.startswith("fee")


@dataclass(frozen=True, slots=True)
class PayerPage:
    """One payer: what is overdue, what will happen on `day`, its letters, its pause, what is suspended."""

    day: date
    is_on: bool
    overdue: tuple[Overdue, ...]
    ahead: tuple[Happening, ...]
    letters: tuple[LetterRow, ...]
    pause: PauseRow | None
    suspended: tuple[tuple[str, str, date], ...]
    warned: tuple[tuple[str, str, date], ...]


def may_promise(account: Account, payer: Organisation) -> bool:
    """Somebody may say by when a payer pays: its own people who may pay, and finance."""
    return any(organisation_may(account, payer, action) for action in (Action.KEEP_BOOKS, Action.EDIT_BILLING))


def dunning_page(today: date, after: str = "") -> DunningPage:
    """All payers, as of the run of tomorrow: so many of them, after those of the pages before.

    Only those of the page are planned, in the order of their names.
    """
    day, first = today + DAY, int(after) if _PLACE.fullmatch(after) else 0
    rows, end = _some_happenings(day, first)
    next_after = "" if end is None else str(end)
    return DunningPage(day, dunning_terms(day), rows, letter_rows(), pauses_on(today), next_after)


def _some_happenings(day: date, first: int) -> tuple[tuple[Happening, ...], int | None]:
    """What happens to payers from a place on, in the order of names, until there is enough; and the next place."""
    terms = terms_in_force(day)
    late = is_looked_at(terms.policy if terms else None, day)
    named = models.Organisation.objects.filter(pk__in=late).order_by("name", "id").values_list("id", "name")
    found: list[Happening] = []
    place = first
    while names := dict(named[place : place + AHEAD]):
        place += len(names)
        rows = _happenings(planned_for(day, names), names, terms)
        found += sorted(rows, key=lambda row: (row.payer_name.casefold(), row.currency))
        if len(found) >= AHEAD or len(names) < AHEAD:
            break
    more = named[place : place + 1].exists() if names else False
    return tuple(found), place if more else None


def happenings(day: date) -> tuple[Happening, ...]:
    """What the run of a day does, payer by payer in the order of their names."""
    terms, planned = terms_in_force(day), planned_for(day)
    names = dict(models.Organisation.objects.filter(pk__in={one.payer for one in planned}).values_list("id", "name"))
    rows = _happenings(planned, names, terms)
    return tuple(sorted(rows, key=lambda row: (row.payer_name.casefold(), row.currency)))


def payer_page(payer: UUID, name: str, today: date) -> PayerPage:
    """One payer, as of today and the run of tomorrow."""
    day = today + DAY
    terms, cases = terms_in_force(day), cases_of([payer])
    policy = terms.policy if terms else NO_LEVELS
    planned = [one for found in cases.values() if (one := planned_of(found, policy, day, terms))]
    ahead = _happenings(planned, {payer: name}, terms)
    overdue = [row for found in cases.values() for row in _overdue(found.case, today, terms)]
    return PayerPage(
        day, terms is not None, tuple(overdue), tuple(ahead), letter_rows(payer),
        next(iter(pauses_on(today, payer)), None), _suspended(payer), _warned(payer, today),
    )  # fmt: skip


def pauses_on(today: date, payer: UUID | None = None) -> tuple[PauseRow, ...]:
    """Who is paused today."""
    found = models.DunningPause.objects.filter(ended_on=None, until__gte=today).select_related("payer")
    rows = (found.filter(payer=payer) if payer else found).order_by("payer__name", "-id")
    return tuple(PauseRow(row.payer.public_id, row.payer.name, row.until, row.reason) for row in rows)


def _happenings(
    planned: Sequence[Planned], names: Mapping[UUID, str], terms: DunningTerms | None
) -> Iterator[Happening]:
    """The projects of all of them by one query."""
    projects = _projects(contract for one in planned for contract in _contracts_of(one.plan))
    return (_happening(one, names[one.payer], projects, terms) for one in planned)


def _happening(one: Planned, name: str, projects: Mapping[str, str], terms: DunningTerms | None) -> Happening:
    case, plan, level, follows = one.case, one.plan, "", None
    letter, account = plan.letter, case.account
    if letter and terms:
        level = terms.policy.levels[letter.level - 1].name
        following = next_stage(case, letter, terms.policy, one.running)
        follows = (terms.policy.levels[following.level - 1].name, following.day) if following else None
    return Happening(
        public_id("org", one.payer), name, account.currency, level, letter.total if letter else 0,
        letter.fee if letter else 0,
        tuple(account.items[line.document].claim.number for line in letter.lines) if letter else (),
        tuple((projects[warning.contract], warning.suspend_on) for warning in plan.warnings),
        tuple(projects[suspension.contract] for suspension in plan.suspended),
        tuple(projects[contract] for contract in plan.resumed), follows,
    )  # fmt: skip


def _contracts_of(plan: DunningPlan) -> Iterator[str]:
    yield from (warning.contract for warning in plan.warnings)
    yield from (suspension.contract for suspension in plan.suspended)
    yield from plan.resumed


def _projects(contracts: Iterable[str]) -> dict[str, str]:
    wanted = set(contracts)
    if not wanted:
        return {}
    found = models.Contract.objects.filter(pk__in=wanted).values_list("id", "project__name")
    return {str(key): name for key, name in found}


def _overdue(case: Case, today: date, terms: DunningTerms | None) -> list[Overdue]:
    levels = terms.policy.levels if terms else ()
    rows = []
    for item in case.account.open(today):
        claim = item.claim
        if not (days := days_overdue(item, today)):
            continue
        sent = case.level_sent(claim.key, open_since(item, today))
        dispute = next((one for one in case.holds.disputes if one.document == claim.key and one.holds_on(today)), None)
        rows.append(
            Overdue(
                public_id("fee" if claim.kind is ClaimKind.FEE else "inv", UUID(claim.key)),
                UUID(claim.key), claim.number, claim.due_on, days, rest_of(item, today), claim.currency,
                levels[sent - 1].name if 0 < sent <= len(levels) else "", case.holds.promised_until(claim.key, today),
                dispute.reason if dispute else "",
            )
        )  # fmt: skip
    return rows


def _suspended(payer: UUID) -> tuple[tuple[str, str, date], ...]:
    rows = models.DunningSuspension.objects.filter(payer=payer, resumed_on=None).select_related("contract__project")
    return tuple((row.contract.project.public_id, row.contract.project.name, row.day) for row in rows.order_by("day"))


def _warned(payer: UUID, today: date) -> tuple[tuple[str, str, date], ...]:
    """Contracts that will be suspended: said, not done, and something of it is still open."""
    found = models.SuspensionWarning.objects.filter(payer=payer, suspend_on__gt=today)
    rows = found.select_related("contract__project")
    still = {claim.id for claim in models.Claim.objects.filter(payer=payer, rest__gt=0)}
    return tuple(
        (row.contract.project.public_id, row.contract.project.name, row.suspend_on)
        for row in rows.order_by("suspend_on")
        if still & set(row.documents)
    )
