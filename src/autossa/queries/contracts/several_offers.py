"""One option for several projects: each with its own price, gap or refusal."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.billing.vat import Rate
from autossa.domain.comparisons import SPANS, Offer, make_offer
from autossa.domain.conclusions import with_requested
from autossa.domain.gaps import Enough, enough_to_pay
from autossa.domain.plans import Option
from autossa.domain.policies import Policy
from autossa.domain.projects import paid_at
from autossa.domain.refusals import Code, Refusal
from autossa.domain.rights import Action, may
from autossa.queries.access import Account, project_actions, project_standings
from autossa.queries.as_of import as_of
from autossa.queries.billing.possible_payers import partners_that_pay, tax_rates_of
from autossa.queries.contracts.drafts import find_draft
from autossa.queries.credits.orders import ordered_ssc
from autossa.queries.organisations.lookup import names_of
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.engine.terms import load_versions
from autossa.store.ids import public_id, read_public_id


@dataclass(frozen=True, slots=True)
class SeveralRow:
    """One project of a selection: the offer, or why not. `partners` are those that the reader can name as payer.

    `actions` is what the reader may do there; `ordered` is what waits for its payment (SSC) where credits are missing,
    and `enough` what to top up.
    """

    key: UUID
    id: str
    name: str
    customer_key: UUID
    customer: str
    currency: str
    offer: Offer | None
    refusal: Refusal | None
    is_verified: bool
    partners: frozenset[UUID]
    actions: frozenset[Action] = frozenset()
    ordered: Ssc = 0
    enough: Enough | None = None

    @property
    def can_conclude(self) -> bool:
        """Nothing speaks against it."""
        return self.offer is not None and self.is_verified


@dataclass(frozen=True, slots=True)
class Several:
    """The projects of a selection on which somebody may conclude, by name; the policy of today with its options.

    `partners` are all that can be named as payer of at least one of them, by name.
    """

    policy: Policy
    rows: tuple[SeveralRow, ...]
    partners: tuple[tuple[UUID, str], ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """The options there are today."""
        return self.policy.options


def several_offers(
    account: Account, ids: Iterable[str], option: str, today: date, payer: UUID | None = None
) -> Several:
    """An option for each of these projects (public ids). Those on which somebody may not conclude are left out.

    With the VAT of `payer`, a partner, where it can be named; elsewhere with the customer's.
    """
    with snapshot():
        found = models.Project.objects.filter(pk__in=_keys(ids)).select_related("customer")
        mine = [
            row
            for row in found.order_by("customer__name", "name")
            if may(Action.EDIT_CONTRACTS, project_standings(account, row, today))
        ]
        loaded = load_projects([row.id for row in mine], today, lock=False)
        rates = tax_rates_of(payer) if payer else None
        paying = None if payer is None or rates is None else (payer, rates)
        rows = [_row(account, row, loaded[row.id], option, today, paying) for row in mine]
        ordered = ordered_ssc([row.key for row in rows if row.refusal and row.refusal.missing_ssc])
        policy = load_versions(set()).policy_on(today).policy
        names = names_of({key for row in rows for key in row.partners})
        partners = tuple(sorted(names.items(), key=lambda named: (named[1], str(named[0]))))
        return Several(policy, tuple(replace(row, ordered=ordered.get(row.key, 0)) for row in rows), partners)


@dataclass(frozen=True, slots=True)
class SeveralPage:
    """What somebody selected and kept, as it was kept; the offers for it; whether an earlier selection has answers."""

    kept: dict[str, Any]
    offers: Several
    has_result: bool


def several_page(account: Account, today: date, *, selection: str, result: str, most: int) -> SeveralPage:
    """A selection kept as a draft, with its offers for the first `most` of its projects."""
    kept = find_draft(account.user, selection) or {}
    ids = tuple(str(one) for one in kept.get("projects") or ())
    offers = several_offers(account, ids[:most], str(kept.get("option") or ""), today, _payer(kept))
    return SeveralPage(kept, offers, find_draft(account.user, result) is not None)


def _payer(kept: dict[str, Any]) -> UUID | None:
    try:
        return UUID(str(kept.get("payer")))
    except ValueError:  # each customer for itself
        return None


def _row(
    account: Account,
    row: models.Project,
    loaded: Loaded,
    option: str,
    today: date,
    paying: tuple[UUID, tuple[Rate, ...]] | None,
) -> SeveralRow:
    present = as_of(loaded, today)
    project = present.project
    partners = partners_that_pay(account, row.id, row.customer_id, today)
    if paying is not None and paying[0] in partners:
        project = paid_at(project, paying[1])
    try:
        chosen = project.terms.policy.option(option)
    except KeyError:
        found: Offer | Refusal | None = None
    else:
        found = make_offer(project, today, chosen, SPANS[:1])
    if found is None and project.contract is not None and project.contract.is_open:
        found = Refusal(Code.CONTRACT_EXISTS)
    return SeveralRow(
        key=row.id,
        id=public_id("prj", row.id),
        name=row.name,
        customer_key=row.customer_id,
        customer=row.customer.name,
        currency=present.currency,
        offer=found if isinstance(found, Offer) else None,
        refusal=found if isinstance(found, Refusal) else None,
        is_verified=row.customer.verified_on is not None,
        partners=partners,
        actions=project_actions(account, row.id, row.customer_id, today),
        enough=enough_to_pay(project, today, with_requested(project.lines)),
    )


def _keys(ids: Iterable[str]) -> list[UUID]:
    keys = []
    for text in ids:
        try:
            keys.append(read_public_id("prj", text))
        except ValueError:
            continue
    return keys
