"""The register of an organisation; what it wants to get of its invoices by e-mail, and who of it gets them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.rights import Kind
from autossa.queries.access import Account, Organisation
from autossa.queries.billing.register.asked import Asked
from autossa.queries.billing.register.listing import PAGE, Register, RegisterRow, Scope, each_document, read_register
from autossa.queries.organisations.partner_invoices import projects_with_money
from autossa.queries.organisations.recipients import of_payers
from autossa.store import models


@dataclass(frozen=True, slots=True)
class DocumentsWanted:
    """`xml` is "", cii or ubl; `addresses` get the documents that the organisation pays."""

    xml: str
    addresses: tuple[str, ...]


def documents_wanted(organisation: UUID) -> DocumentsWanted:
    """As set for an organisation. Raises DoesNotExist for none."""
    row = models.Organisation.objects.get(pk=organisation)
    return DocumentsWanted(row.invoice_xml, tuple(one.email for one in of_payers([organisation])))


def register_of(account: Account, organisation: Organisation, asked: Asked, today: date, limit: int = PAGE) -> Register:
    """A page of what an organisation pays, and of all of its projects.

    Of a partner's customers those of the projects that it has billing rights on and the reader may see the money of.
    """
    return read_register(asked, _scope(account, organisation, today), today, limit)


def each_of_organisation(
    account: Account, organisation: Organisation, asked: Asked, today: date
) -> Iterator[RegisterRow]:
    """All pages of it."""
    return each_document(asked, _scope(account, organisation, today), today)


def _scope(account: Account, organisation: Organisation, today: date) -> Scope:
    if organisation.kind == Kind.PARTNER.value:
        projects = tuple(projects_with_money(account, organisation.id, today))
    else:
        projects = tuple(models.Project.objects.filter(customer=organisation.id).values_list("id", flat=True))
    return Scope(projects=projects, payer=organisation.id)
