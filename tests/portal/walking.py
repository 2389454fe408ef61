"""What the walk over all addresses needs: everybody who could come, what they could ask for, and what the table says.

Expectations are made from the table of rights and the spec of each person alone; the database is filled from the same
spec, and the portal finds its own way from there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import URLResolver

from autossa.documents.billing.sepa.parts import Message
from autossa.domain import rights
from autossa.domain.policies import Policy
from autossa.domain.rights import Delegation, Kind, Member, Person, Right, Role
from autossa.operations.billing.bank.files import DEBITS, keep
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.orders import making
from autossa.operations.projects.names import write_names
from autossa.operations.vendor import catalogue, license_prices
from autossa.operations.vendor.schema import set_first_policy
from autossa.operations.vendor.vat_rates import set_vat_rate
from autossa.portal.web import permissions
from autossa.portal.web.clock import now
from autossa.portal.web.permissions import Permission, Scope
from autossa.queries.access import Account, load_account
from autossa.store import models
from autossa.store.ids import new_id, public_id, read_public_id
from tests.cast.people import make_person
from tests.cast.terms import publish_text
from tests.cast.world import NOW, TODAY
from tools.license_vectors import LICENSE, a_file, signed

FILE = signed(a_file(), LICENSE)
METHODS = ("GET", "POST")
"""By which everybody asks in every run; `RARE` ones are for the trials."""
RARE = ("HEAD", "PUT", "DELETE")
ALL = tuple(Right)
DAY = timedelta(days=1)
DOCUMENTS = ("A pays for A1", "P pays for A1")


@dataclass(frozen=True)
class Given:
    """A hand-over from customer A to the person's partner."""

    rights: tuple[Right, ...]
    project: str | None = None
    start: date = TODAY - 100 * DAY
    end: date | None = None


@dataclass(frozen=True)
class Somebody:
    """Who comes: a role somewhere, what was handed over to their partner, whether they act for somebody."""

    name: str
    organisation: str = ""
    role: Role | None = None
    given: tuple[Given, ...] = ()
    acting_for: str = ""
    is_shut_out: bool = False
    organisation_is_shut_out: bool = False


def _partner(name: str, *given: Given, role: Role = Role.MANAGER) -> Somebody:
    return Somebody(name, f"partner of {name}", role, given)


CAST = (
    Somebody("anonymous"),
    Somebody("without an organisation"),
    *(Somebody(f"{role.value} of A", "A", role) for role in (Role.OWNER, Role.MANAGER, Role.VIEWER)),
    *(Somebody(f"{role.value} of B", "B", role) for role in (Role.OWNER, Role.MANAGER, Role.VIEWER)),
    *(_partner(f"partner with {right.value}", Given((right,))) for right in Right),
    *(_partner(f"partner with {right.value} on A1", Given((right,), "A1")) for right in Right),
    _partner("partner with everything", Given(ALL)),
    _partner("partner with another project", Given(ALL, "A2")),
    _partner("partner without a right"),
    _partner("partner whose rights were taken back today", Given(ALL, end=TODAY)),
    _partner("partner whose rights ended yesterday", Given(ALL, end=TODAY - DAY)),
    _partner("partner whose rights start tomorrow", Given(ALL, start=TODAY + DAY)),
    _partner("partner on its last day", Given(ALL, end=TODAY + DAY)),
    _partner("viewer of a partner with everything", Given(ALL), role=Role.VIEWER),
    _partner("viewer of a partner without a right", role=Role.VIEWER),
    *(Somebody(f"{role.value} of P", "P", role) for role in (Role.OWNER, Role.MANAGER, Role.VIEWER)),
    Somebody("owner of A who is shut out", "A", Role.OWNER, is_shut_out=True),
    Somebody("owner of a suspended customer", "S", Role.OWNER, organisation_is_shut_out=True),
    Somebody("owner of a suspended partner", "SP", Role.OWNER, (Given(ALL),), organisation_is_shut_out=True),
    *(Somebody(role.value, "vendor", role) for role in (Role.ADMIN, Role.REVIEWER, Role.FINANCE, Role.SUPPORT)),
    Somebody("admin who is shut out", "vendor", Role.ADMIN, is_shut_out=True),
    Somebody("admin acting for A", "vendor", Role.ADMIN, acting_for="A"),
    Somebody("support acting for A", "vendor", Role.SUPPORT, acting_for="A"),
    Somebody("support acting for P", "vendor", Role.SUPPORT, acting_for="P"),
    Somebody("support acting for B", "vendor", Role.SUPPORT, acting_for="B"),
    Somebody("reviewer who cannot act, but has an old entry", "vendor", Role.REVIEWER, acting_for="A"),
)

KINDS = {"vendor": Kind.VENDOR, "P": Kind.PARTNER, "SP": Kind.PARTNER, "A": Kind.CUSTOMER, "B": Kind.CUSTOMER,
         "S": Kind.CUSTOMER}  # fmt: skip


@dataclass
class Stage:
    """The ids of what was made, by name; `things` are those of each organisation that addresses name."""

    organisations: dict[str, UUID] = field(default_factory=dict)
    projects: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def person(self, who: Somebody) -> Person[UUID] | None:
        """The domain's view of somebody, from the spec; None for whoever is to be treated as nobody."""
        if who.name == "anonymous" or who.is_shut_out:
            return None
        if who.role is None or who.organisation_is_shut_out:
            return Person(())
        kind = KINDS.get(who.organisation, Kind.PARTNER)
        members = (Member(self.organisations[who.organisation], kind, who.role),)
        acts = who.acting_for and who.role in (Role.ADMIN, Role.SUPPORT)
        return Person(members, self.organisations[who.acting_for] if acts else None)

    def hand_overs(self, who: Somebody) -> tuple[Delegation[UUID], ...]:
        """What was handed over to somebody's partner, from the spec."""
        a = self.organisations["A"]
        return tuple(
            Delegation(
                a,
                self.organisations[who.organisation],
                self.projects[given.project] if given.project else None,
                frozenset(given.rights),
                given.start,
                given.end,
            )
            for given in who.given
        )

    def account(self, who: Somebody) -> Account | None:
        """Somebody as the portal sees them."""
        user = self.users.get(who.name)
        return load_account(user, TODAY, now()) if user else None


@dataclass(frozen=True)
class Address:
    """One address: its pattern, its view, and what is asked for before it."""

    route: str
    name: str
    view: Callable[..., Any]
    permission: Permission | None
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return f"/{self.route}"


def addresses() -> list[Address]:
    """Every address of the portal."""
    return list(_addresses(get_resolver().url_patterns, ""))


def _addresses(patterns: list[Any], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found = tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex)
            permission = getattr(pattern.callback, "permission", None)
            yield Address(route, pattern.name or route, pattern.callback, permission, found)


# ---------------------------------------------------------------- what the table says


def expected(permission: Permission, stage: Stage, who: Somebody, target: str) -> str:
    """ "in", "log in" or "404"."""
    if permission.scope is Scope.PUBLIC:
        return "in"
    person = stage.person(who)
    if person is None:
        return "log in"
    if permission.scope is Scope.SELF:
        return "in"
    if permission.scope is Scope.CREDENTIALS:
        return "404" if person.acting_for else "in"
    assert permission.action is not None, "this scope needs an action"
    return "in" if _may(permission, stage, person, stage.hand_overs(who), target) else "404"


def _may(
    permission: Permission, stage: Stage, person: Person[UUID], given: tuple[Delegation[UUID], ...], target: str
) -> bool:
    assert permission.action is not None
    if permission.scope is Scope.VENDOR:
        return rights.may(permission.action, rights.standings_to_vendor(person))
    if permission.scope is Scope.ORGANISATION:
        stands = rights.standings_to_organisation(person, stage.organisations[target])
        return rights.may_at(permission.action, stands, KINDS[target])
    project, customer = stage.projects[target[-2:]], stage.organisations[target[-2]]
    if permission.scope is Scope.DOCUMENT:
        payer = stage.organisations[target[0]]
        stands = rights.standings_to_document(person, payer, customer, project, given, TODAY)
        return rights.may(permission.action, stands)
    return rights.may(permission.action, rights.standings_to_project(person, customer, project, given, TODAY))


def targets(permission: Permission) -> tuple[str, ...]:
    """On what an address is asked."""
    if permission.scope is Scope.ORGANISATION:
        return ("A", "P", "vendor")
    if permission.scope is Scope.DOCUMENT:
        return DOCUMENTS
    return ("A1",) if permission.scope is Scope.PROJECT else ("",)


def arguments(address: Address, stage: Stage, target: str) -> dict[str, Any]:
    """What the address names: the target itself, and a thing of it."""
    given: dict[str, Any] = {}
    for name in address.parameters:
        if name == "organisation_id":
            given[name] = public_id("org", stage.organisations[target])
        elif name == "project_id":
            given[name] = public_id("prj", stage.projects[target])
        elif name in stage.things.get(target, {}):
            given[name] = stage.things[target][name]
        else:
            given[name] = stage.things["anywhere"][name]  # KeyError: teach the walk what this is
    return given


def link(address: Address, stage: Stage, target: str) -> str:
    """The address with what it names."""
    return reverse(address.name, kwargs=arguments(address, stage, target))


# ---------------------------------------------------------------- walking


def walk(
    stage: Stage,
    cast: tuple[Somebody, ...] = CAST,
    only: Callable[[Address], bool] = lambda _: True,
    methods: tuple[str, ...] = METHODS,
) -> list[str]:
    """Everybody asks for everything by each of the methods; gives what came out otherwise than the table says."""
    found = []
    factory = RequestFactory()
    accounts = {who.name: stage.account(who) for who in cast}
    for address in filter(only, addresses()):
        if address.permission is None:
            found.append(f"{address} has no permission")
            continue
        with without_body(address) as reached:
            for target in targets(address.permission):
                kwargs = arguments(address, stage, target)
                for who in cast:
                    wanted = expected(address.permission, stage, who, target)
                    for method in methods:
                        came = _knock(factory, method, address, kwargs, accounts[who.name], reached)
                        if came != wanted:
                            found.append(f"{method} {address} ({target}): {who.name} gets {came}, not {wanted}")
    return found


@contextmanager
def without_body(address: Address) -> Iterator[list[bool]]:
    """The check without what lies behind it, which would change things; the list tells whether it was passed."""
    cell, reached = _cell(address.view), []

    def body(*_args: Any, **_kwargs: Any) -> HttpResponse:
        reached.append(True)
        return HttpResponse()

    before = cell.cell_contents
    cell.cell_contents = body
    try:
        yield reached
    finally:
        cell.cell_contents = before


def _cell(view: Any) -> Any:
    """Where the check keeps the view behind it."""
    while view.__code__.co_filename != permissions.__file__:
        view = view.__wrapped__
    return dict(zip(view.__code__.co_freevars, view.__closure__, strict=True))["view"]


def _knock(
    factory: RequestFactory, method: str, address: Address, kwargs: Any, account: Account | None, reached: list[bool]
) -> str:
    reached.clear()
    request: HttpRequest = factory.generic(method, "/")
    request.account = account  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    try:
        response = address.view(request, **kwargs)
    except Http404:
        return "404"
    if reached:
        return "in"
    return "log in" if response.status_code == 302 and "/login/" in response["Location"] else str(response.status_code)


# ---------------------------------------------------------------- the stage


def build() -> Stage:
    """Organisations, projects, everybody of the cast, and the things that addresses name."""
    stage = Stage()
    set_first_policy(ActionContext(SYSTEM, TODAY, NOW))
    price_list = models.PriceList.objects.create(name="List", currency="EUR")
    catalogue.set_price(
        price_list=price_list.id, price=Fraction(1), starts_on=TODAY - 100 * DAY, ctx=ActionContext(SYSTEM, TODAY, NOW)
    )
    for name, kind in {**KINDS, **_partners()}.items():
        suspended = TODAY if name in ("S", "SP") else None
        row = models.Organisation.objects.create(
            kind=kind.value, name=name, number=f"N{len(stage.organisations)}", verified_on=TODAY, suspended_on=suspended
        )
        stage.organisations[name] = row.id
    for name in ("A1", "A2", "B1"):
        customer = stage.organisations[name[0]]
        row = models.Project.objects.create(customer_id=customer, name=name, price_list=price_list, touched_on=TODAY)
        stage.projects[name] = row.id
    write_names(stage.projects.values())
    quiet = models.Organisation.objects.create(kind="partner", name="Without people", number="Q", verified_on=TODAY)
    stage.organisations["Q"] = quiet.id
    for number, who in enumerate(CAST):
        if who.name != "anonymous":
            stage.users[who.name] = _enter(stage, who, number)
    for name in ("A", "P", "vendor"):
        stage.things[name] = _things(stage, name)
    stage.things["A1"] = _of_project(stage.projects["A1"])
    for number, name in enumerate(DOCUMENTS, start=1):
        document = _document(stage.projects["A1"], stage.organisations[name[0]], number)
        stage.things[name] = {"document_id": document, "form": "pdf", "number": "1"}
    stage.things["anywhere"] = _anywhere(stage)
    return stage


def _partners() -> dict[str, Kind]:
    return {who.organisation: Kind.PARTNER for who in CAST if who.organisation.startswith("partner of")}


def _enter(stage: Stage, who: Somebody, number: int) -> UUID:
    roles = [(stage.organisations[who.organisation], who.role)] if who.role else []
    user = make_person(f"person{number}@example.com", *roles)
    if who.is_shut_out:
        models.User.objects.filter(pk=user).update(is_active=False, suspended_at=now())
    for given in who.given:
        models.HandOver.objects.create(
            customer_id=stage.organisations["A"],
            partner_id=stage.organisations[who.organisation],
            project_id=stage.projects[given.project] if given.project else None,
            rights=[right.value for right in given.rights],
            starts_on=given.start,
            ends_on=given.end,
            created_at=now(),
        )
    if who.acting_for:
        models.Acting.objects.create(
            user_id=user,
            organisation_id=stage.organisations[who.acting_for],
            reason="a test",
            started_at=now(),
            ends_at=now() + timedelta(minutes=30),
        )
    return user


def _things(stage: Stage, name: str) -> dict[str, str]:
    """One of everything that belongs to an organisation."""
    organisation = stage.organisations[name]
    role = Role.SUPPORT if name == "vendor" else Role.VIEWER
    other = make_person(f"other-{name}@example.com".lower(), (organisation, role))
    member = models.Membership.objects.get(user=other)
    contact = models.Contact.objects.create(organisation_id=organisation, purpose="admin", email="c@example.com")
    invitation = models.Invitation.objects.create(
        organisation_id=organisation, email=f"new-{name}@example.com".lower(), role=role.value, digest=name.encode(),
        invited_by_id=other, created_at=now(), expires_at=now() + 7 * DAY,
    )  # fmt: skip
    named = make_person(f"named-{name}@example.com".lower())
    admission = models.Admission.objects.create(
        organisation_id=organisation, user_id=named, merged_id=stage.organisations["Q"], named_at=now()
    )
    asked = models.AccessRequest.objects.create(
        customer_id=organisation,
        partner_id=stage.organisations["Q"],
        rights=["billing"],
        asked_by=other,
        asked_at=now(),
    )
    token = _token(organisation, other, name)
    hand_over = models.HandOver.objects.create(
        customer_id=stage.organisations["A"], partner_id=stage.organisations["Q"], rights=["licenses"],
        starts_on=TODAY - DAY, created_at=now(),
    )  # fmt: skip
    collective = _collective(organisation, stage.projects["A1"])
    return {
        "letter_id": _letter(organisation, collective),
        "claim_id": collective,
        "member_id": member.public_id,
        "contact_id": contact.public_id,
        "invitation_id": invitation.public_id,
        "admission_id": admission.public_id,
        "request_id": asked.public_id,
        "customer_id": public_id("org", _customer_of(organisation, name)),
        "token_id": token.public_id,
        "hand_over_id": hand_over.public_id,
        "change_id": public_id("pay", new_id()),
        "collective_id": collective,
        "mandate_id": _mandate(organisation, name),
        "checkout_id": _checkout(organisation),
        "webhook_id": _webhook(organisation),
    }


def _bank_file() -> str:
    """One that was made, as it would be for the bank."""
    ctx = ActionContext(SYSTEM, TODAY, NOW)
    message = Message("DD20260120-0001", NOW)
    return keep(DEBITS, TODAY, message, [1_00], b"<Document/>", ctx, scheme="CORE").public_id


def _checkout(payer: UUID) -> str:
    """A page of the gateway that was never opened."""
    return models.Checkout.objects.create(
        payer_id=payer, currency="EUR", amount=100, provider="tests", made_at=now(), expires_at=now() + DAY
    ).public_id


def _mandate(organisation: UUID, name: str) -> str:
    """That an organisation gave."""
    return models.Mandate.objects.create(
        reference=f"{name}-M1", payer_id=organisation, scheme="CORE", signed_on=TODAY, signed_at=now(),
        iban="DE75512108001245126199", holder=name, text="I authorise …",
    ).public_id  # fmt: skip


def _customer_of(organisation: UUID, name: str) -> UUID:
    """A customer without people and projects that it looks after, where it is a partner; else itself."""
    if KINDS[name] is not Kind.PARTNER:
        return organisation
    quiet = models.Organisation.objects.create(
        kind="customer", name="A quiet one", number=f"Q{name}", verified_on=TODAY
    )
    models.HandOver.objects.create(
        customer_id=quiet.id, partner_id=organisation, rights=["licenses"], starts_on=TODAY - DAY, created_at=now()
    )
    return quiet.id


def _of_project(project: UUID) -> dict[str, Any]:
    """One of what belongs to a project."""
    settlement = models.Settlement.objects.create(
        project_id=project, reason="manual", day=TODAY, start=TODAY, end=TODAY + DAY, ssc=0, booked_at=now()
    )
    kind = models.LicenseType.objects.create(code="LINES", name="A type of lines")
    for number, name in enumerate(("in use", "requested"), start=1):
        license = models.License.objects.create(project_id=project, code=name, license_type=kind)
        models.LicenseLine.objects.create(
            project_id=project, license=license, number=number, place=number, quantity=1, rate=1,
            acquired_on=TODAY, added_on=TODAY, confirmed=name == "in use",
        )  # fmt: skip
    given_up = models.License.objects.create(project_id=project, code="given up", license_type=kind)
    models.LicenseLine.objects.create(
        project_id=project, license=given_up, number=3, place=3, quantity=1, rate=1,
        acquired_on=TODAY, added_on=TODAY, ended_on=TODAY + DAY,
    )  # fmt: skip
    order = models.CreditOrder.objects.create(
        project_id=project, payer=models.Project.objects.get(pk=project).customer, ssc=100, price=1, net=100, tax=0,
        gross=100, currency="EUR", tax_rate=0, ordered_on=TODAY, ordered_at=now(), ordered_by_name="A",
    )  # fmt: skip
    quote = making.quote_credits(
        project=project, ssc=100, payer=models.Project.objects.get(pk=project).customer_id,
        ctx=ActionContext(SYSTEM, TODAY, NOW),
    )  # fmt: skip
    lines = {"line": 1, "requested": 2, "given_up": 3}
    named = {"settlement_id": settlement.public_id, "order_id": order.public_id, "file_id": _file_of(project)}
    named |= {"quote_id": models.Quote.objects.get(pk=quote).public_id, "license_order_id": _license_order_of(project)}
    named["invoice_id"] = _invoice_of(project, settlement)
    return {**named, **lines, **_of_device(project)}


def _license_order_of(project: UUID) -> str:
    """An order of a license that waits for its payment."""
    kind = models.LicenseType.objects.get(code="LINES")
    of = models.Project.objects.get(pk=project)
    with transaction.atomic():
        order = models.LicenseOrder.objects.create(
            project=of, payer=of.customer, price_list=of.price_list, priced_on=TODAY, net=100, tax=0, gross=100,
            tax_rate=0, currency="EUR", ordered_on=TODAY, ordered_at=now(), ordered_by_name="A",
        )  # fmt: skip
        order.lines.create(position=1, license_type=kind, quantity=1, price=1, net=100)
    return order.public_id


def _document(project: UUID, payer: UUID, number: int) -> str:
    """An invoice of a project, paid by somebody."""
    start = TODAY + number * DAY
    settlement = models.Settlement.objects.create(
        project_id=project, reason="manual", day=TODAY, start=start, end=start + DAY, ssc=100, booked_at=now()
    )
    return models.Invoice.objects.create(
        project_id=project, settlement=settlement.id, payer=payer, series="INV", year=2026, number=number,
        issued_on=TODAY, due_on=TODAY, reason="manual", start=start, end=start + DAY,
        price_list=models.PriceList.objects.get(name="List").id, currency="EUR", net=100, tax=19, gross=119,
        tax_rate=Decimal("0.19"), section="A1", buyer=models.Organisation.objects.get(pk=payer).party_id,
        vat_category="S", booked_at=now(),
    ).public_id  # fmt: skip


def _collective(payer: UUID, project: UUID) -> str:
    """A collective invoice of 1.00 to somebody, overdue."""
    before = TODAY - DAY
    row = models.Project.objects.get(pk=project)
    settlement = models.Settlement.objects.create(
        project=row, reason="manual", day=TODAY, start=TODAY, end=TODAY + DAY, ssc=100, booked_at=now()
    )
    taxed = {"tax_rate": 0, "vat_category": "O", "currency": "EUR", "net": 100, "booked_at": now()}
    models.Collected.objects.create(
        settlement=settlement, project=row, payer=payer, price_list=row.price_list_id, section=row.name,
        payment_days=14, booked_on=TODAY, **taxed,
    )  # fmt: skip
    with transaction.atomic():  # both at once, or it would not add up
        invoice = models.Invoice.objects.create(
            payer=payer, buyer=models.Organisation.objects.get(pk=payer).party_id, series="INV", year=TODAY.year,
            number=800_000 + models.Invoice.objects.count(), issued_on=before, due_on=before, reason="collective",
            start=TODAY, end=TODAY + DAY, tax=0, gross=100, section="", **taxed,
        )  # fmt: skip
        models.InvoiceSection.objects.create(invoice=invoice, position=0, name=row.name, settlement_id=settlement.id)
    return invoice.public_id


def _letter(payer: UUID, invoice: str) -> str:
    """A letter of dunning about an invoice."""
    level = {"name": "reminder", "days": 7, "fees": {}, "what": "letter", "en": "Pay", "de": "Zahlen"}
    policy = models.DunningPolicy.objects.create(
        starts_on=TODAY, is_on=True, levels=[level], warn_days=7, max_open_monthly=99, max_open=99, set_at=now()
    )
    letter = models.DunningLetter.objects.create(
        payer_id=payer, currency="EUR", year=TODAY.year, number=models.DunningLetter.objects.count() + 1, day=TODAY,
        level=1, name="reminder", text="Pay", pay_until=TODAY + 7 * DAY, total=100, policy=policy,
        buyer=models.Organisation.objects.get(pk=payer).party_id, made_at=now(),
    )  # fmt: skip
    models.DunningLine.objects.create(
        letter=letter, claim_id=read_public_id("inv", invoice), position=0, level=1, rest=100
    )
    return letter.public_id


def _invoice_of(project: UUID, settlement: models.Settlement) -> str:
    """An invoice of 1.00 for it."""
    models.Charge.objects.create(
        settlement=settlement, position=0, line=1, license="in use", license_type="LINES", quantity=1, rate=1,
        anchor=TODAY, origin=TODAY, start=TODAY, end=TODAY + DAY, multiplier=1, ssc=100, from_balance=0, price=1,
        factor=1, net=100,
    )  # fmt: skip
    row = models.Project.objects.select_related("customer").get(pk=project)
    row.customer.refresh_from_db()
    number = models.Invoice.objects.count() + 1
    return models.Invoice.objects.create(
        project=row, settlement=settlement.id, payer=row.customer_id, buyer=row.customer.party_id, series="INV",
        year=TODAY.year, number=900_000 + number, issued_on=TODAY, due_on=TODAY, reason="extension", start=TODAY,
        end=TODAY + DAY, price_list=row.price_list_id, currency="EUR", net=100, tax=0, gross=100, tax_rate=0,
        section=row.name, vat_category="O", booked_at=now(),
    ).public_id  # fmt: skip


def _file_of(project: UUID) -> str:
    """A license file."""
    signing, _ = models.SigningKey.objects.get_or_create(kid="walk", public=b"0" * 32, defaults={"created_at": now()})
    return models.LicenseFile.objects.create(
        project_id=project, serial=1, key=signing, body=FILE, issued_on=TODAY, issued_at=now(), expires_at=now() + DAY
    ).public_id


def _of_device(project: UUID) -> dict[str, str]:
    """A device with a license and a secret."""
    row = models.Device.objects.create(
        project_id=project, name="Rack", hardware_id="SN-1000", hardware_key="SN1000", registered_on=TODAY
    )
    activation = models.Activation.objects.create(
        project_id=project, device=row, license=models.License.objects.get(project=project, code="in use"), quantity=1,
        since=TODAY,
    )  # fmt: skip
    models.DeviceCredential.objects.create(device=row, digest=b"walk", hint="abcd", created_at=now())
    return {"device_id": row.public_id, "activation_id": activation.public_id}


def _token(organisation: UUID, user: UUID, name: str) -> models.ApiToken:
    return models.ApiToken.objects.create(
        organisation_id=organisation, user_id=user, name=name, digest=f"token {name}".encode(), hint="abcd",
        scopes=["read"], created_at=now(), expires_at=now() + 30 * DAY,
    )  # fmt: skip


def _webhook(organisation: UUID) -> str:
    """An endpoint."""
    return models.WebhookEndpoint.objects.create(
        organisation_id=organisation, url="https://example.com/", created_at=now()
    ).public_id


def _anywhere(stage: Stage) -> dict[str, Any]:
    """What addresses name that belongs to no organisation."""
    user = make_person("anybody@example.com")
    coming = TODAY + timedelta(days=60)
    given: dict[str, Any] = {"starts_on": coming, "ctx": ActionContext(SYSTEM, TODAY, NOW)}
    catalogue.add_license_type(code="WALK", name="A type", ssc_per_year=Fraction(1), **given)
    catalogue.set_price(price_list=models.PriceList.objects.get(name="List").id, price=Fraction(1), **given)
    catalogue.set_policy(policy=Policy(), **given)
    license_prices.set_license_price(
        price_list=models.PriceList.objects.get(name="List").id, code="WALK", price=Fraction(1), **given
    )
    set_vat_rate(rate=Fraction(1, 5), **given)
    return {
        "user_id": public_id("usr", user),
        "token_id": _token(stage.organisations["A"], stage.users["owner of A"], "mine").public_id,
        "calendar_id": models.CalendarFeed.objects.create(
            user_id=stage.users["owner of A"], digest=b"walk", hint="abcd", created_at=now()
        ).public_id,
        "secret": "not-a-secret",
        "code": "not_valid",
        "area": "projects",
        "link": "never-followed",
        "key": "not-a-key",
        "uidb36": "1",
        "pk": 1,
        "name": "no-mail",
        "mail": "test",
        "language": "en",
        "message_id": public_id("msg", new_id()),
        "mandate_id": stage.things["A"]["mandate_id"],
        "bank_file_id": _bank_file(),
        "claim_id": stage.things["A"]["claim_id"],
        "type_id": models.LicenseType.objects.get(code="WALK").public_id,
        "list_id": models.PriceList.objects.get(name="List").public_id,
        "first_day": coming.isoformat(),
        "rate_class": "standard",
        "number": 1,
        "kind": "terms",
        "version_id": _terms(),
        "document_id": models.TermsDocument.objects.latest("id").public_id,
        "currency": "eur",
        "write_off_id": public_id("wof", new_id()),
        "refund_id": public_id("ref", new_id()),
        "order_id": stage.things["A1"]["order_id"],
        "license_order_id": stage.things["A1"]["license_order_id"],
        "token": "never-signed",
        "job_id": "1",
        "run_id": models.Run.objects.create(day=TODAY, started_at=NOW, finished_at=NOW).public_id,
        "voiding_id": public_id("rvo", new_id()),
        "form": "vat",
        "ending": "csv",
        **_released(),
        **_on_a_statement(),
    }


def _on_a_statement() -> dict[str, str]:
    """A payment on a statement of the bank that waits for somebody."""
    file = models.BankFile.objects.create(
        name="a.xml", sha256="0" * 64, size=1, entries=1, new_entries=1, first=TODAY, last=TODAY, imported_at=NOW
    )
    entry = models.BankEntry.objects.create(
        file=file, identity="1" * 32, account="DE", day=TODAY, amount=1, currency="EUR", is_reversal=False
    )
    line = models.BankPayment.objects.create(entry=entry, position=1, amount=1, charges=0)
    payment = models.Payment.objects.create(
        day=TODAY, amount=1, currency="EUR", method="transfer", source="bank", bank_payment=line, entered_at=NOW
    )
    return {"import_id": file.public_id, "line_id": line.public_id, "payment_id": payment.public_id}


def _terms() -> str:
    """Terms and a service description in force, and a version that is coming: its id."""
    by = ActionContext(SYSTEM, TODAY, NOW)
    for kind in ("terms", "service"):
        publish_text("Pay in time.", by, kind=kind)
    return public_id("trm", publish_text("Pay at once.", by, day=TODAY + DAY))


def _released() -> dict[str, str]:
    """A product with a branch, a draft of a release and a file of it."""
    product = models.Product.objects.create(code="WALK", name="A product")
    branch = product.branches.create(name="1")
    release = product.releases.create(branch=branch, version="1.0", released_on=TODAY, release_class="feature")
    artifact = release.artifacts.create(
        file_name="a.bin", size=1, sha256="0" * 64, stored="not-there", uploaded_at=now()
    )
    return {
        "product_id": product.public_id,
        "branch_id": branch.public_id,
        "release_id": release.public_id,
        "artifact_id": artifact.public_id,
    }
