"""Everything a reviewer looks at before deciding on one contract, in a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.billing.terms import TermsDeed
from autossa.domain.derivations import Derivation, why_gap
from autossa.domain.projects import Project, the_contract
from autossa.queries.billing.settlements import Explained, ExplainedSettlement, explain_gap, explain_settlement
from autossa.queries.contracts.history import ContractRow, load_contracts
from autossa.queries.contracts.previews import Approval, preview_approval
from autossa.queries.contracts.reviews import QueueRow, find_review
from autossa.queries.contracts.thread import ThreadEntry, load_review_thread
from autossa.queries.snapshot import snapshot
from autossa.queries.vendor.terms.acceptances import Acceptance, acceptances_of
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A license line; `with_contract` says that the approval confirms it, `later` that it was requested since."""

    number: int
    license: str
    license_type: str
    type_name: str
    quantity: int
    rate: Fraction
    added_on: date
    confirmed: bool
    with_contract: bool
    later: bool
    origin: str
    order_reference: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One contract in review: `booked` is what approving books at once, `chosen` are the later lines confirmed too."""

    row: QueueRow
    project: Project
    approval: Approval
    booked: tuple[ExplainedSettlement, ...]
    later: ExplainedSettlement | None
    gap_why: Derivation | None
    gap_lines: tuple[Explained, ...]
    lines: tuple[ReviewLine, ...]
    chosen: tuple[int, ...]
    thread: tuple[ThreadEntry, ...]
    earlier: tuple[ContractRow, ...]
    concluded_by: UUID | None
    concluded_by_name: str
    order_number: str
    invoice_contact: str
    accepted: tuple[Acceptance, ...]

    def is_own(self, user: UUID | None) -> bool:
        """The reader concluded it: somebody else has to approve it."""
        return is_own_conclusion(self.concluded_by, user)


def concluded_by(project: UUID) -> UUID | None:
    """Who concluded a project's latest contract, on behalf of the customer as it may be; None for no person."""
    found = models.Contract.objects.filter(project=project).order_by("-number")
    return found.values_list("concluded_by", flat=True).first()


def is_own_conclusion(concluded_by: UUID | None, user: UUID | None) -> bool:
    """Four eyes: who concluded a contract cannot approve it."""
    return concluded_by is not None and concluded_by == user


def review_page(project: UUID, today: date, also: Collection[int] | None = None) -> ReviewPage | None:
    """The contract of a project that is in review; None without one.

    `also` are the lines requested since its conclusion that are to be confirmed with it, None for all of them.
    """
    with snapshot():
        loaded = load_projects([project], today, lock=False).get(project)
        row = find_review(project, loaded, today) if loaded else None
        if loaded is None or row is None:
            return None
        return _page(project, row, loaded, today, also)


def _page(project: UUID, row: QueueRow, loaded: Loaded, today: date, also: Collection[int] | None) -> ReviewPage:
    lines = _lines(project, loaded.project)
    chosen = tuple(line.number for line in lines if line.later and (also is None or line.number in also))
    approval = preview_approval(loaded, today, chosen)
    contract, later = the_contract(loaded.project), approval.later
    thread = load_review_thread(project).get(contract.number, ())
    record = models.Contract.objects.only("order_number", "invoice_contact").get(pk=row.contract_id)
    gap = contract.gap
    return ReviewPage(
        row=row,
        project=loaded.project,
        approval=approval,
        booked=tuple(map(explain_settlement, approval.booked)),
        later=explain_settlement(later.settlement) if later and later.settlement else None,
        gap_why=why_gap(gap, loaded.policy.policy.grace_days) if gap else None,
        gap_lines=explain_gap(gap) if gap else (),
        lines=lines,
        chosen=chosen,
        thread=thread,
        earlier=load_contracts(models.Project(id=project), today)[1:],
        concluded_by=concluded_by(project),
        order_number=record.order_number,
        invoice_contact=record.invoice_contact,
        accepted=acceptances_of(TermsDeed.CONTRACT, [row.contract_id]).get(row.contract_id, ()),
        concluded_by_name=next((one.actor for one in thread if one.action == "conclude_contract"), ""),
    )


def _lines(key: UUID, project: Project) -> tuple[ReviewLine, ...]:
    found = models.License.objects.filter(project=key).select_related("license_type")
    by_code = {row.code: row for row in found}
    requested = the_contract(project).requested
    return tuple(
        ReviewLine(
            number=line.number,
            license=line.license_id,
            license_type=line.license_type,
            type_name=by_code[line.license_id].license_type.name,
            quantity=line.quantity,
            rate=line.rate,
            added_on=line.added_on,
            confirmed=line.confirmed,
            with_contract=not line.confirmed and line.number in requested,
            later=not line.confirmed and line.number not in requested,
            origin=by_code[line.license_id].origin,
            order_reference=by_code[line.license_id].order_reference,
        )
        for line in project.lines
        if line.is_open
    )
