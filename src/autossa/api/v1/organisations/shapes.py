"""How an organisation is written and read."""

from datetime import date

from ninja import Field

from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.billing.vat import Confirmation, Treatment
from autossa.domain.rights import Kind
from autossa.operations.organisations.vat import NewTreatment
from autossa.queries.organisations.page import OrganisationPage


class Address(Answer):
    """Where letters go."""

    street: Line = ""
    more: Line = ""
    post_code: Line = ""
    city: Line = ""


class ContactOut(Answer):
    """Who gets the e-mails of a purpose: admin, billing, invoice or license."""

    id: str
    purpose: str
    name: str
    email: str
    language: str


class ContactIn(Body):
    """A contact to be."""

    purpose: Line
    name: Line = ""
    email: Line
    language: Line = "en"


class VatOut(Answer):
    """How it is taxed."""

    treatment: str
    starts_on: date
    rate_class: str
    vat_id: str
    confirmation: str
    confirmed_on: date | None
    source: str


class OrganisationOut(Answer):
    """An organisation with its contacts."""

    id: Id
    kind: Kind
    name: str
    number: str
    address: Address
    country: str
    vat_id: str
    invoice_email: str
    buyer_reference: str
    language: str
    needs_order_number: bool
    vat: VatOut | None
    standing: str = Field(description="unverified, verified, suspended or merged.")
    verified_on: date | None
    suspended_on: date | None
    merged_into: str | None
    contacts: list[ContactOut]


class OrganisationBrief(Answer):
    """An organisation in a list."""

    id: Id
    kind: Kind
    name: str
    number: str
    country: str
    vat_id: str
    standing: str
    projects: int
    people: int


class VatIn(Body):
    """How an organisation is taxed; reverse charge names how its VAT ID was confirmed."""

    treatment: Treatment
    rate_class: Line = "standard"
    confirmation: Line = ""
    confirmed_on: Day | None = None
    confirmed_by: Line = ""

    def read(self) -> NewTreatment:
        """As the use case takes it."""
        confirmed = None
        if self.confirmed_on is not None:
            confirmed = Confirmation(self.confirmation, self.confirmed_on, self.confirmed_by)
        return NewTreatment(self.treatment, self.rate_class, confirmed)


class OrganisationIn(Body):
    """A partner or customer that staff enters, verified by that; without a number one is drawn."""

    kind: Kind
    name: Line
    number: Line = ""
    address: Address | None = None
    country: Line
    vat_id: Line = ""
    vat: VatIn
    owner: Line = Field("", description="The e-mail address of whoever is invited as its owner.")
    language: Line = "en"


class BillingIn(Body):
    """What invoices say of it, as a whole."""

    address: Address
    country: Line
    vat_id: Line = ""
    invoice_email: Line = ""
    buyer_reference: Line = ""
    language: Line = ""


class NameIn(Body):
    """Name and number, which staff sets."""

    name: Line
    number: Line


class SuspensionIn(Body):
    """Why."""

    reason: str = Field(max_length=500)


class MergeAsk(Body):
    """The number of the organisation that stays."""

    into: Line


class MergeIn(MergeAsk):
    """Into which, and whose members an owner there is asked to admit."""

    people: list[Id] = Field([], max_length=200, description="Members of the duplicate.")
    agreed: str | None = Field(None, max_length=200)


class MergePerson(Answer):
    """A member of the duplicate."""

    id: str
    name: str
    email: str


class MergeOut(Answer):
    """What would move."""

    duplicate: str
    into: str
    projects: list[str]
    clashes: list[str] = Field(description="Names that both have.")
    people: list[MergePerson] = Field(description="Who could be admitted by an owner of the one that stays.")
    partners: list[str] = Field(description="Whose access ends.")
    has_owner: bool
    agreed: str


def organisation_out(page: OrganisationPage) -> OrganisationOut:
    """An organisation for somebody who may see it."""
    return answer_of(
        OrganisationOut, page, address=answer_of(Address, page.postal), invoice_email=page.email,
        vat=answer_of(VatOut, page.vat) if page.vat else None,
        merged_into=page.merged_into[0] if page.merged_into else None,
        contacts=[answer_of(ContactOut, row) for row in page.contacts],
    )  # fmt: skip


def postal(address: Address) -> PostalAddress:
    """As the use cases take it."""
    return PostalAddress(address.street, address.more, address.post_code, address.city)
