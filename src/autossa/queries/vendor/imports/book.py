"""What is stored, in the format of a book: rows of each sheet, which an import takes over just so.

Contracts in review are no part of a book, and what they hold is free there; lines that are over, requests and devices
that are gone are history.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from uuid import UUID

from autossa.domain.contracts import Contract, Status
from autossa.domain.currencies import places_of
from autossa.domain.imports import columns as c
from autossa.domain.imports.columns import Sheet
from autossa.domain.imports.openings import next_charge
from autossa.domain.lines import Line
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.exact import numeric_text
from autossa.store.ids import public_id

Cell = str | date | Decimal | int | None
_AT_ONCE = 500


def heads() -> Iterator[tuple[Sheet, tuple[str, ...]]]:
    """Every sheet with the names of its columns."""
    for sheet in c.SHEETS:
        yield sheet, tuple(column.name for column in sheet.columns)


def customer_rows() -> Iterator[Sequence[Cell]]:
    """Customers and partners that there are, by number."""
    found = models.Organisation.objects.exclude(kind="vendor").filter(merged_into=None).select_related("treatment")
    for row in found.order_by("number").iterator(_AT_ONCE):
        vat = row.treatment
        confirmed = (vat.confirmation, vat.confirmed_on, vat.source) if vat else ("", None, "")
        yield (
            row.number, row.name, row.kind, row.street, row.more, row.post_code, row.city, row.country, row.vat_id,
            vat.treatment if vat else "", vat.rate_class if vat else "", *confirmed, row.invoice_email, row.language,
        )  # fmt: skip


def mandate_rows() -> Iterator[Sequence[Cell]]:
    """Mandates in force, with the account that they are of now."""
    found = models.Mandate.objects.filter(stopped_on=None, revoked_on=None).select_related("payer")
    for row in found.order_by("reference"):
        now = row.amendments.order_by("-id").first() or row
        yield (
            row.reference, row.payer.number, now.iban, now.holder, row.scheme, now.bic, now.town, now.country,
            row.signed_on, row.confirmed_on,
        )  # fmt: skip


def project_sheets(today: date) -> Iterator[dict[str, list[Sequence[Cell]]]]:
    """The rows of projects by sheet, some hundred projects at a time, each as a run of the day would find it."""
    ids = models.Project.objects.order_by("id").values_list("id", flat=True).iterator(_AT_ONCE)
    lists = dict(models.PriceList.objects.values_list("id", "name"))
    while portion := list(islice(ids, _AT_ONCE)):
        found: dict[str, list[Sequence[Cell]]] = {sheet.name: [] for sheet in c.SHEETS}
        price_lists = dict(models.Project.objects.filter(id__in=portion).values_list("id", "price_list_id"))
        contracts = _contracts(portion)
        activated = _activated(portion)
        projects = load_projects(portion, today, lock=False)
        named = {key for one in projects.values() for key in (one.customer, one.payer) if key}
        names = dict(models.Organisation.objects.filter(id__in=named).values_list("id", "number"))
        for key, loaded in projects.items():
            reference = public_id("prj", key)
            found["projects"].append(_project(reference, loaded, names, lists[price_lists[key]], today))
            found["licenses"] += (
                _license(reference, line, activated[key, line.license_id]) for line in _lines(loaded, today)
            )
            found["coverage"] += _coverage(reference, loaded)
            contract = running(loaded)
            if contract is not None:
                row = contracts[loaded.contract_id] if loaded.contract_id else ("", "")
                found["contracts"].append(_contract(reference, contract, loaded, names, row))
                found["options"] += ((reference, one.starts_on, one.option.name) for one in contract.changes)
        found["devices"] += _devices(portion)
        yield found


def running(loaded: Loaded) -> Contract | None:
    """The contract of a project, where it goes on and is no longer in review."""
    contract = loaded.project.contract
    return contract if contract is not None and contract.is_open and not contract.is_under_review else None


def _project(reference: str, loaded: Loaded, names: dict[UUID, str], price_list: str, today: date) -> Sequence[Cell]:
    contract = running(loaded)
    found = next_charge(loaded.project, max(today, loaded.touched_on)) if contract else None
    places = places_of(loaded.currency)
    net = None if found is None or found.net is None else Decimal(found.net).scaleb(-places)
    expected = (None, None, None) if found is None else (found.day, _ssc(found.ssc), net)
    return reference, names[loaded.customer], loaded.name, price_list, _ssc(loaded.project.credits.balance), *expected


def _ssc(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


def _lines(loaded: Loaded, today: date) -> Iterator[Line]:
    """Those that live on, or will."""
    for line in loaded.project.lines:
        if line.confirmed and not line.is_empty and (line.ended_on is None or line.ended_on > today):
            yield line


def _license(reference: str, line: Line, activated_on: date | None) -> Sequence[Cell]:
    return (
        reference, line.license_id, line.license_type, line.quantity, line.acquired_on, line.added_on, line.ended_on,
        line.included_until, activated_on, _exact(line.rate),
    )  # fmt: skip


def _exact(value: Fraction) -> str:
    return numeric_text(value)


def _coverage(reference: str, loaded: Loaded) -> Iterator[Sequence[Cell]]:
    contract = running(loaded)
    for period in loaded.project.coverage:
        if contract is not None and contract.start <= period.start and period.end <= contract.booked_until:
            continue
        yield reference, period.start, period.end, period.source.value, period.anchor


def _contracts(portion: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    found = models.Contract.objects.filter(project__in=portion)
    return {
        key: (number, contact) for key, number, contact in found.values_list("id", "order_number", "invoice_contact")
    }


def _contract(
    reference: str, contract: Contract, loaded: Loaded, names: dict[UUID, str], wishes: tuple[str, str]
) -> Sequence[Cell]:
    payer = "" if loaded.payer is None or loaded.payer == loaded.customer else names[loaded.payer]
    cancelled = contract.ends_on if contract.ends_on != contract.fixed_end else None
    state = "suspended" if contract.status is Status.SUSPENDED else "active"
    return (
        reference, contract.option.name, contract.start, contract.booked_until, contract.concluded_on,
        contract.fixed_end, cancelled, state, payer, *wishes,
    )  # fmt: skip


def _activated(portion: Iterable[UUID]) -> dict[tuple[UUID, str], date | None]:
    rows = models.License.objects.filter(project__in=portion)
    return {(project, code): day for project, code, day in rows.values_list("project", "code", "activated_on")}


def _devices(portion: Iterable[UUID]) -> Iterator[Sequence[Cell]]:
    """Devices that are there and no standbys, with what stands on them."""
    standing: dict[UUID, list[tuple[str, int, date]]] = {}
    rows = models.Activation.objects.standing().filter(project__in=portion).order_by("id")
    for device, code, quantity, since in rows.values_list("device", "license__code", "quantity", "since"):
        standing.setdefault(device, []).append((code, quantity, since))
    found = models.Device.objects.present().filter(project__in=portion, parent=None).order_by("project", "id")
    for row in found:
        project = public_id("prj", row.project_id)
        for code, quantity, since in standing.get(row.id, [("", 0, row.registered_on)]):
            yield project, row.name, row.hardware_id, code, quantity or None, since
