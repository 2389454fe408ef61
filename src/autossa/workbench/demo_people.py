"""The people of the demo, by name and role; who handed what over to whom. All invented; they have no passwords."""

from dataclasses import dataclass
from uuid import UUID

from autossa.domain.rights import Right, Role
from autossa.operations.accounts.create import create_account
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import create, delegations, invitations, people
from autossa.store import models
from autossa.workbench.demo_data import VAT

ALL = (Right.LICENSES, Right.CONTRACTS, Right.BILLING)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to enter the demo as."""

    email: str
    name: str
    organisation: str
    number: str
    role: Role
    language: str = "en"


PEOPLE = (
    DemoPerson("ines.sommer@nordwind.example", "Ines Sommer", "Nordwind Logistik GmbH", "C101", Role.OWNER),
    DemoPerson("piet.hansen@nordwind.example", "Piet Hansen", "Nordwind Logistik GmbH", "C101", Role.VIEWER),
    DemoPerson("ben.roth@roth.example", "Ben Roth", "Kanzlei Roth & Partner", "C109", Role.MANAGER),
    DemoPerson("karla.falk@falk.example", "Karla Falk", "Druckerei Falk", "C107", Role.OWNER),
    DemoPerson("lena.weber@weber.example", "Lena Weber", "Systemhaus Weber", "P1", Role.OWNER),
    DemoPerson("tom.brandt@weber.example", "Tom Brandt", "Systemhaus Weber", "P1", Role.MANAGER),
    DemoPerson("mara.klar@klar.example", "Mara Klar", "Klar Netzwerke", "P2", Role.OWNER),
    DemoPerson("paul.neumann@neumann.example", "Paul Neumann", "Neumann Telefonie", "P3", Role.OWNER),
    DemoPerson("ruth.arnold@brightline.example", "Ruth Arnold", "Brightline Telephony", "VENDOR", Role.ADMIN),
    DemoPerson("emil.voss@brightline.example", "Emil Voss", "Brightline Telephony", "VENDOR", Role.REVIEWER),
    DemoPerson("nora.lind@brightline.example", "Nora Lind", "Brightline Telephony", "VENDOR", Role.FINANCE),
    DemoPerson("jan.otto@brightline.example", "Jan Otto", "Brightline Telephony", "VENDOR", Role.SUPPORT),
)
NEWCOMER = ("P3", "Neumann Telefonie")  # a partner to whom nobody has handed anything over
# By whom, from which customer to which partner, and which rights.
DELEGATIONS = (
    ("ines.sommer@nordwind.example", "C101", "P1", ALL),
    ("ruth.arnold@brightline.example", "C104", "P2", (Right.CONTRACTS, Right.BILLING)),
    ("ruth.arnold@brightline.example", "C106", "P1", (Right.LICENSES,)),
    ("ruth.arnold@brightline.example", "C110", "P2", ALL),
)
INVITED = ("ines.sommer@nordwind.example", "C101", "ole.petersen@nordwind.example", Role.MANAGER)


def load(ctx: ActionContext) -> None:
    """Give the demo its people; nothing happens when they are there already."""
    if models.User.objects.filter(email=PEOPLE[0].email).exists():
        return
    create.create(kind="partner", number=NEWCOMER[0], name=NEWCOMER[1], tax_rate=VAT, ctx=ctx)
    numbers = dict(models.Organisation.objects.values_list("number", "id"))
    users = {person.email: _person(person, numbers[person.number], ctx) for person in PEOPLE}
    for email, customer, partner, rights in DELEGATIONS:
        delegations.give(
            customer=numbers[customer], partner=numbers[partner], rights=rights, ctx=_as(email, users, ctx)
        )
    email, number, address, role = INVITED
    invitations.invite(organisation=numbers[number], email=address, role=role, ctx=_as(email, users, ctx))


def _person(person: DemoPerson, organisation: UUID, ctx: ActionContext) -> UUID:
    user = create_account(email=person.email, name=person.name, language=person.language, ctx=ctx)
    people.join(user=user, organisation=organisation, role=person.role, ctx=ctx)
    return user


def _as(email: str, users: dict[str, UUID], ctx: ActionContext) -> ActionContext:
    name = next(person.name for person in PEOPLE if person.email == email)
    return ActionContext(Actor(name, users[email]), ctx.today, ctx.now)
