"""How an organisation is written and read."""

from datetime import date, datetime

from ninja import Field

from autossa.api.v1.frame.onward import shaped
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.billing.vat import Confirmation, Treatment
from autossa.domain.rights import Kind, Right, Role
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
    address: Address = Address()
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


class ReasonIn(Body):
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


class MemberOut(Answer):
    """A member."""

    id: str
    name: str
    email: str
    role: Role
    joined_at: datetime
    is_suspended: bool


class InvitedOut(Answer):
    """An invitation that is open."""

    id: str
    email: str
    role: Role
    invited_by: str
    expires_at: datetime
    is_expired: bool


class AdmissionOut(Answer):
    """Somebody of a merged organisation, who waits for an owner."""

    id: str
    name: str
    email: str
    merged: str
    merged_number: str
    named_at: datetime


class PeopleOut(Answer):
    """Who belongs to an organisation, who is invited or waits."""

    members: list[MemberOut]
    invitations: list[InvitedOut]
    admissions: list[AdmissionOut]
    has_owner: bool


class RoleIn(Body):
    """Another role."""

    role: Role


class InvitationIn(Body):
    """Who is invited, to which role."""

    email: Line
    role: Role


class OwnerIn(Body):
    """Who is invited as owner."""

    email: Line


class HandOverOut(Answer):
    """Rights that a customer has given a partner; without a project on all of them."""

    id: str
    customer: str
    partner: str
    partner_number: str
    project: str | None
    rights: list[Right]
    starts_on: date
    ends_on: date | None = Field(description="The first day on which it does not hold any more.")
    given_by: str
    phase: str


class HandOverIn(Body):
    """Access for a partner, by its number, on some projects or (null) on all, future ones too."""

    partner: Line
    projects: list[Id] | None = Field(None, max_length=100)
    rights: list[Right] = Field(max_length=10)
    ends_on: Day | None = Field(None, description="The first day on which it does not hold any more.")


class HandOversMade(Answer):
    """What was given, each to be revoked by itself."""

    ids: list[str]


class AccessRequestOut(Answer):
    """What a partner asks for; without a project on all of them."""

    id: str
    customer: str
    partner: str
    partner_number: str
    project: str | None
    rights: list[Right]
    asked_by: str
    asked_at: datetime


class AccessRequestIn(Body):
    """Which rights, on a project or (null) on all."""

    project: Id | None = None
    rights: list[Right] = Field(max_length=10)


class ManagedProjectOut(Answer):
    """A project that the partner looks after."""

    id: Id
    name: str
    rights: list[Right]
    ends_on: date | None
    is_paid: bool = Field(description="The partner pays.")


class CustomerOut(Answer):
    """A customer that a partner looks after."""

    id: Id
    name: str
    number: str
    is_verified: bool
    has_joined: bool
    can_be_asked: bool
    projects: list[ManagedProjectOut]
    asked: list[AccessRequestOut]


class CustomerIn(Body):
    """A customer that a partner invites, with its first project."""

    company: Line
    country: Line
    email: Line
    language: Line = "en"
    project: Line
    price_list: Id


class Made(Answer):
    """What was made."""

    id: str


def organisation_out(page: OrganisationPage) -> OrganisationOut:
    """An organisation for somebody who may see it."""
    return shaped(
        OrganisationOut, page, address=shaped(Address, page.postal), invoice_email=page.email,
        vat=shaped(VatOut, page.vat) if page.vat else None,
        merged_into=page.merged_into[0] if page.merged_into else None,
        contacts=[shaped(ContactOut, row) for row in page.contacts],
    )  # fmt: skip


def postal(address: Address) -> PostalAddress:
    """As the use cases take it."""
    return PostalAddress(address.street, address.more, address.post_code, address.city)
