"""One invoice or credit note as its page shows it: what it says, where it stands, why, and who gets it by e-mail."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import State, rest_of, state_of
from autossa.domain.billing.documents import Document
from autossa.domain.billing.einvoices import Lack, lacks
from autossa.domain.rights import Action
from autossa.queries.access import Account, document_actions, organisation_may, project_actions
from autossa.queries.billing.documents import document_of
from autossa.queries.billing.invoices import InvoiceRow, collective_row, invoice_rows
from autossa.queries.billing.payments.items import items_of
from autossa.queries.billing.settlements import GapTerms, load_bookings
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import public_id
from autossa.store.models.billing.invoices import COLLECTIVE


@dataclass(frozen=True, slots=True)
class Related:
    """Another document: the invoice that is taken back, or a credit note of this one; `gross` in minor units."""

    id: str
    number: str
    issued_on: date
    gross: Money


@dataclass(frozen=True, slots=True)
class Addressee:
    """A contact of the payer that a document can be sent to alone."""

    id: str
    name: str
    email: str
    purpose: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The page. `state` is None for a credit note; of an invoice `left` is what is left to pay,
    `creditable` what was not credited, in minor units.

    `project` is the public id where the reader may see the project's invoices, else "". `lacks` is what keeps it from
    being an electronic invoice: then there is no XML. `contacts` are those of the payer, for who may see it.
    """

    invoice: InvoiceRow
    printed: Document
    state: State | None
    left: Money
    creditable: Money
    corrects: Related | None
    notes: tuple[Related, ...]
    project: str
    payer: str
    payer_id: str
    may: frozenset[str]
    sees_payer: bool
    lacks: tuple[Lack, ...]
    contacts: tuple[Addressee, ...]


def document_page(account: Account, document: UUID, day: date) -> DocumentPage:
    """A document that the reader may see, in a constant number of queries. Raises DoesNotExist for none."""
    row = models.Invoice.objects.select_related("project").get(pk=document)
    payer = models.Organisation.objects.get(pk=row.payer)
    notes = [note for note in models.Invoice.objects.filter(corrects=row.pk).order_by("id") if note.issued_on <= day]
    sees_payer = organisation_may(account, payer, Action.VIEW_ORGANISATION)
    printed = document_of(row.pk)
    item = items_of([row.pk]).get(row.pk)
    return DocumentPage(
        invoice=_explained(row, printed),
        printed=printed,
        state=state_of(item, day) if item else None,
        left=rest_of(item, day) if item else 0,
        creditable=max(row.gross + sum(note.gross for note in notes), 0) if item else 0,
        corrects=_related(models.Invoice.objects.get(pk=row.corrects)) if row.corrects else None,
        notes=tuple(map(_related, notes)),
        project=_open_project(account, row, day),
        payer=payer.name,
        payer_id=payer.public_id if sees_payer else "",
        may=frozenset(action.name for action in document_actions(account, row.pk, day)),
        sees_payer=sees_payer,
        lacks=tuple(lacks(printed)),
        contacts=_contacts(row.payer) if sees_payer else (),
    )


def _explained(row: models.Invoice, printed: Document) -> InvoiceRow:
    """With its lines, and why they are of that amount."""
    if row.reason == COLLECTIVE:
        sections: dict[str, Money] = {}
        for line in printed.lines:
            sections[line.section] = sections.get(line.section, 0) + line.net
        return collective_row(row, sections.items(), printed.corrects[0] if printed.corrects else "")
    bookings = load_bookings([row.settlement] if row.settlement else [], {}, GapTerms(0))
    (found,) = invoice_rows([row], bookings)
    return found


def _related(row: models.Invoice) -> Related:
    return Related(row.public_id, row.full_number, row.issued_on, row.gross)


def _open_project(account: Account, row: models.Invoice, day: date) -> str:
    if row.project is None:
        return ""
    allowed = project_actions(account, row.project.id, row.project.customer_id, day)
    return public_id("prj", row.project.id) if Action.VIEW_BILLING in allowed else ""


def find_addressee(document: UUID, address: str) -> UUID:
    """The contact of a document's payer with an e-mail address. Raises Unknown."""
    payer = models.Invoice.objects.values_list("payer", flat=True).get(pk=document)
    found = models.Contact.objects.filter(organisation=payer, email__iexact=address).order_by("id").first()
    if found is None:
        raise Unknown(f"{address} is no contact of the payer")
    return found.pk


def _contacts(payer: UUID) -> tuple[Addressee, ...]:
    """Each address once, those for invoices first."""
    found = models.Contact.objects.filter(organisation=payer)
    rows = sorted(found, key=lambda row: (_FIRST.get(row.purpose, len(_FIRST)), row.email))
    by_address = {row.email.lower(): row for row in reversed(rows)}
    return tuple(Addressee(row.public_id, row.name, row.email, row.purpose) for row in reversed(by_address.values()))


_FIRST = {"invoice": 0, "billing": 1}
