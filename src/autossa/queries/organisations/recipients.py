"""Who gets a mail: an organisation's contacts for the purpose, else its owners; never anybody who is shut out."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from autossa.domain.email_addresses import same_or_read
from autossa.domain.rights import Action, Right, Role, Standing, may
from autossa.store import models

_RUN_KEEPERS = [role.value for role in Role if may(Action.START_RUNS, frozenset({Standing(role.value)}))]
_LEADING = [Role.OWNER.value, Role.ADMIN.value]


class Purpose(StrEnum):
    """What a mail is about, as contacts are kept for it."""

    ADMIN = "admin"
    BILLING = "billing"
    INVOICE = "invoice"
    LICENSE = "license"


_RIGHT = {
    Purpose.ADMIN: Right.CONTRACTS,
    Purpose.BILLING: Right.BILLING,
    Purpose.INVOICE: Right.BILLING,
    Purpose.LICENSE: Right.LICENSES,
}


@dataclass(frozen=True, slots=True, order=True)
class Recipient:
    """An address, the language its mails are written in, and by which name its reader is greeted, if any is known.

    `reads_for` is the organisation as whose contact or member somebody reads it, None where there is none.
    """

    email: str
    language: str
    name: str = field(default="", compare=False)
    reads_for: UUID | None = field(default=None, compare=False)


def of_organisations(organisations: Collection[UUID], purposes: Iterable[Purpose]) -> list[Recipient]:
    """The contacts of these organisations for any of the purposes; the owners of those that have none. Three queries.

    A suspended organisation gets nothing; one that was merged into another gets its mails there.
    """
    standing = _in_business(organisations)
    contacts = _contacts(standing, [purpose.value for purpose in purposes])
    without = [organisation for organisation in standing if not contacts[organisation]]
    owners = _members(without, _LEADING)
    return _each_once([one for organisation in standing for one in contacts[organisation] or owners[organisation]])


def of_owners(organisation: UUID) -> list[Recipient]:
    """Those who lead an organisation themselves, whatever contacts it has; also of one that is closed."""
    return _members([organisation], _LEADING)[organisation]


def of_project(
    project: UUID, purposes: Collection[Purpose], day: date, *, payer: UUID | None = None
) -> list[Recipient]:
    """The customer, the partners that hold a right for one of the purposes on the day, and the payer if named."""
    customer = models.Project.objects.values_list("customer_id", flat=True).get(pk=project)
    wanted = [customer, *_administrators(customer, project, purposes, day), *([payer] if payer else [])]
    return of_organisations(wanted, purposes)


def of_invoice(project: UUID, payer: UUID, day: date) -> list[Recipient]:
    """Who learns what was or will be invoiced: the payer, and partners with the right to see a customer's invoices.

    A customer is not told what its partner pays.
    """
    customer = models.Project.objects.values_list("customer_id", flat=True).get(pk=project)
    if payer != customer:
        return of_organisations([payer], [Purpose.BILLING])
    return of_project(project, [Purpose.BILLING], day)


def of_document(project: UUID | None, payer: UUID, day: date) -> list[Recipient]:
    """Who gets an invoice or credit note: as `of_invoice`, but contacts for invoices instead of those for billing.

    What is of no project goes to its payer alone.
    """
    if project is None:
        return of_payers([payer])
    customer = models.Project.objects.values_list("customer_id", flat=True).get(pk=project)
    partners = _administrators(customer, project, [Purpose.BILLING], day) if payer == customer else []
    return of_payers([payer, *partners])


def of_payers(organisations: Collection[UUID]) -> list[Recipient]:
    """Who gets the documents of these organisations: their contacts for invoices, else as for billing."""
    standing = _in_business(organisations)
    named = _contacts(standing, [Purpose.INVOICE.value])
    others = [key for key in standing if not named[key]]
    return _each_once([*(one for key in standing for one in named[key]), *of_organisations(others, [Purpose.BILLING])])


def of_contact(contact: UUID) -> list[Recipient]:
    """One contact, by its key; nobody where its organisation is suspended or whose address it is shut out."""
    row = models.Contact.objects.select_related("organisation").filter(pk=contact).first()
    if row is None or row.organisation.suspended_on is not None:
        return []
    name = row.name or known_by(row.email)
    is_open = of_address(row.email, row.language)
    return [Recipient(row.email, row.language, name, row.organisation_id)] if is_open else []


def of_order(project: UUID, payer: UUID, ordered_by: UUID | None, day: date) -> list[Recipient]:
    """Who learns what became of an order of credits: who placed it, and who learns of the payer's invoices.

    Somebody who placed it and is with none of the organisations concerned any more is told nothing.
    """
    placed = _with_them(ordered_by, project, Purpose.BILLING, day, payer)
    return _each_once([*placed, *of_invoice(project, payer, day)])


def of_contract(
    project: UUID, payer: UUID, done_by: UUID | None, purposes: Collection[Purpose], day: date
) -> list[Recipient]:
    """Who learns of a contract: the customer, its partners, the payer; and who did something to it, as above."""
    did = _with_them(done_by, project, Purpose.ADMIN, day, payer)
    return _each_once([*of_project(project, purposes, day, payer=payer), *did])


def of_payer_change(project: UUID, sides: Collection[UUID], asked_by: UUID, day: date) -> list[Recipient]:
    """Who learns what becomes of a change of the payer: both sides, and who asked, as above."""
    asked = _with_them(asked_by, project, Purpose.BILLING, day, *sides)
    return _each_once([*of_organisations(sides, [Purpose.ADMIN, Purpose.BILLING]), *asked])


def of_asker(project: UUID, asked_by: UUID, day: date) -> list[Recipient]:
    """Whoever asked for the approval of a quote, as above, with the right to contracts or to billing."""
    return _with_them(asked_by, project, Purpose.ADMIN, day) or _with_them(asked_by, project, Purpose.BILLING, day)


def of_request(project: UUID, requested_by: UUID | None, day: date) -> list[Recipient]:
    """Who learns what became of a requested license: who asked for it, as above, and who looks after licenses."""
    asked = _with_them(requested_by, project, Purpose.LICENSE, day)
    return _each_once([*asked, *of_project(project, [Purpose.LICENSE], day)])


def of_access_request(partner: UUID, asked_by: UUID | None) -> list[Recipient]:
    """Who learns what a customer gives a partner, or does not: the partner, and who asked if still there."""
    there = models.Membership.objects.filter(user=asked_by, organisation=partner).exists()
    asked = [replace(one, reads_for=partner) for one in of_user(asked_by)] if asked_by and there else []
    return _each_once([*asked, *of_organisations([partner], [Purpose.ADMIN])])


def reviewers() -> list[Recipient]:
    """Vendor staff that reviews contracts; the administrators where nobody has that role."""
    return _staff(Role.REVIEWER)


def finance() -> list[Recipient]:
    """Vendor staff that books payments; the administrators where nobody has that role."""
    return _staff(Role.FINANCE)


def run_keepers(*, correcting: bool = False) -> list[Recipient]:
    """Vendor staff that may start runs and wants to be told of them; all of them where it is about a correction."""
    found = models.Membership.objects.filter(
        organisation__kind="vendor", role__in=_RUN_KEEPERS, user__is_active=True, user__suspended_at=None
    )
    people = found if correcting else found.filter(told_of_runs=True)
    rows = people.order_by("user__email").values_list("user__email", "user__language", "user__name", "organisation")
    return [Recipient(*row) for row in rows]


def _staff(wanted: Role) -> list[Recipient]:
    for role in (wanted, Role.ADMIN):
        found = models.Membership.objects.filter(organisation__kind="vendor", role=role.value)
        people = found.filter(user__is_active=True, user__suspended_at=None)
        rows = people.order_by("user__email").values_list("user__email", "user__language", "user__name", "organisation")
        if rows:
            return [Recipient(*row) for row in rows]
    return []


def of_user(user: UUID) -> list[Recipient]:
    """A person, unless shut out."""
    found = models.User.objects.filter(pk=user, is_active=True, suspended_at=None)
    return [Recipient(*row) for row in found.values_list("email", "language", "name")]


def of_address(email: str, otherwise: str) -> list[Recipient]:
    """An address that need not belong to anybody yet; nobody, when it is that of a person who is shut out."""
    person = models.User.objects.filter(email=same_or_read(email)).first()
    if person is None:
        return [Recipient(email, otherwise)]
    open_to_them = person.is_active and person.suspended_at is None
    return [Recipient(email, person.language, person.name)] if open_to_them else []


def known_by(email: str) -> str:
    """The name of the person whose address it is, "" for nobody's."""
    return models.User.objects.filter(email=same_or_read(email)).values_list("name", flat=True).first() or ""


def known_by_key(user: UUID) -> str:
    """The name of a person; "" where nobody is it any more."""
    return models.User.objects.filter(pk=user).values_list("name", flat=True).first() or ""


def with_address(found: list[Recipient], email: str, organisation: UUID) -> list[Recipient]:
    """These and an address that an organisation named, whoever reads there, in the language of the first of them."""
    named = of_address(email, found[0].language if found else "en")
    return _each_once([*found, *(replace(one, reads_for=organisation) for one in named)])


def _with_them(person: UUID | None, project: UUID, purpose: Purpose, day: date, *also: UUID) -> list[Recipient]:
    """A person who is still a member of the customer, of a partner that acts for it, or of these organisations."""
    if person is None:
        return []
    customer = models.Project.objects.values_list("customer_id", flat=True).get(pk=project)
    concerned = [customer, *also, *_administrators(customer, project, [purpose], day)]
    found = models.Membership.objects.filter(user=person, organisation__in=concerned)
    theirs = set(found.values_list("organisation", flat=True))
    reads_for = next((one for one in concerned if one in theirs), None)
    return [replace(one, reads_for=reads_for) for one in of_user(person)] if reads_for else []


def _administrators(customer: UUID, project: UUID, purposes: Collection[Purpose], day: date) -> list[UUID]:
    rights = [_RIGHT[purpose].value for purpose in purposes]
    in_force = models.HandOver.objects.in_force(day).of_project(project)
    found = in_force.filter(customer=customer, rights__overlap=rights)
    return list(found.order_by("created_at").values_list("partner_id", flat=True))


def _in_business(organisations: Iterable[UUID]) -> list[UUID]:
    """Those that get mails, in order: not suspended, and the one that a double was merged into."""
    wanted = list(dict.fromkeys(organisations))
    into = models.Organisation.objects.filter(pk__in=wanted, merged_into__isnull=False).values("merged_into")
    rows = models.Organisation.objects.filter(pk__in=wanted).union(models.Organisation.objects.filter(pk__in=into))
    found = {row.pk: row for row in rows}
    merged = [found[key].merged_into_id or key for key in wanted if key in found]
    return [key for key in dict.fromkeys(merged) if key in found and found[key].suspended_on is None]


def _contacts(organisations: list[UUID], purposes: list[str]) -> dict[UUID, list[Recipient]]:
    grouped: dict[UUID, list[Recipient]] = defaultdict(list)
    gone = models.User.objects.filter(Q(is_active=False) | Q(suspended_at__isnull=False), email=OuterRef("email"))
    found = models.Contact.objects.filter(organisation__in=organisations, purpose__in=purposes)
    rows = list(found.filter(~Exists(gone)).order_by("email"))
    people = models.User.objects.filter(email__in={row.email for row in rows if not row.name})
    names = dict(people.values_list("email", "name"))
    for row in rows:
        name = row.name or names.get(row.email, "")
        grouped[row.organisation_id].append(Recipient(row.email, row.language, name, row.organisation_id))
    return grouped


def _members(organisations: list[UUID], roles: list[str]) -> dict[UUID, list[Recipient]]:
    grouped: dict[UUID, list[Recipient]] = defaultdict(list)
    found = models.Membership.objects.filter(
        organisation__in=organisations, role__in=roles, user__is_active=True, user__suspended_at=None
    )
    for row in found.select_related("user").order_by("user__email"):
        person = row.user
        grouped[row.organisation_id].append(Recipient(person.email, person.language, person.name, row.organisation_id))
    return grouped


def _each_once(found: list[Recipient]) -> list[Recipient]:
    """Each address once, whatever it is a contact of."""
    by_address = {recipient.email.lower(): recipient for recipient in reversed(found)}
    return list(reversed(by_address.values()))
