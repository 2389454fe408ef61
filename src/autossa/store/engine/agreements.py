"""A contract with what its gap is charged, and a line of a license, as rows; made by name, since few are."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from autossa.domain.contracts import Contract, Gap
from autossa.domain.lines import Line
from autossa.store.engine.load import Loaded
from autossa.store.engine.rows import ContractRow, GapChargeRow, Id, LicenseLineRow
from autossa.store.exact import numeric_text
from autossa.store.ids import new_id


class Invoicing(NamedTuple):
    """What the payer wants on the invoices of a contract: its own order number, and who gets them too (e-mail)."""

    order_number: str = ""
    contact: str = ""


NO_WISHES = Invoicing()


class Brought(NamedTuple):
    """What a use case knows beyond the rules: where licenses come from (origin, order reference), who pays and acts."""

    origins: dict[str, tuple[str, str]]
    payer: UUID | None = None
    user: UUID | None = None
    invoicing: Invoicing = NO_WISHES


def contract_row(contract_id: Id, contract: Contract, loaded: Loaded, payer: Id, brought: Brought) -> ContractRow:
    """A contract as it is concluded: by the policy and the price list that hold for its project now."""
    gap = contract.gap
    return ContractRow(
        id=contract_id,
        project_id=loaded.id,
        number=contract.number,
        plan_id=loaded.policy.plan_ids[contract.option.name],
        price_list_id=loaded.price_list,
        payer_id=payer,
        currency=loaded.currency,
        status=contract.status.value,
        concluded_on=contract.concluded_on,
        start=contract.start,
        booked_until=contract.booked_until,
        fixed_end=contract.fixed_end,
        ends_on=contract.ends_on,
        decided_on=None,
        gap_start=gap.start if gap else None,
        gap_late=gap.late if gap else False,
        gap_excused=gap.excused_days if gap else 0,
        gap_waived=gap.waived if gap else False,
        terminated=False,
        requested=sorted(contract.requested),
        voids=0,
        concluded_by=brought.user,
        order_number=brought.invoicing.order_number,
        invoice_contact=brought.invoicing.contact,
    )


def gap_charge_rows(contract_id: Id, gap: Gap | None) -> Iterator[GapChargeRow]:
    """What each line owes for a contract's gap."""
    for charge in gap.charges if gap else ():
        yield GapChargeRow(
            contract_id=contract_id,
            line=charge.line.number,
            quantity=charge.line.quantity,
            start=charge.start,
            end=charge.end,
            ssc=charge.ssc,
            multiplier=numeric_text(charge.multiplier),
        )


def line_row(line: Line, project: Id, license_id: Id) -> LicenseLineRow:
    """A new line of a license; its rate is in SSC per unit and year."""
    return LicenseLineRow(
        id=new_id(),
        project_id=project,
        license_id=license_id,
        number=line.number,
        place=line.place,
        quantity=line.quantity,
        rate=numeric_text(line.rate),
        acquired_on=line.acquired_on,
        added_on=line.added_on,
        ended_on=line.ended_on,
        confirmed=line.confirmed,
    )
