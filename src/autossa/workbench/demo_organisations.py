"""Who there is in the demo: the vendor, its partners and customers, with address, VAT id, people and contacts.

All of it is invented. German companies have German names and texts, the others English ones.
"""

from dataclasses import dataclass

from autossa.domain.billing.vat import Treatment
from autossa.domain.rights import Right, Role
from autossa.operations.vendor.seller import SellerText

ALL = (Right.LICENSES, Right.CONTRACTS, Right.BILLING)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo; the login page has a card for those to enter as."""

    email: str
    name: str
    organisation: str
    number: str
    role: Role
    language: str = "en"
    has_card: bool = True


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A company: its first person acts for it, and `accounts` is where its invoices are wanted by mail.

    `buyer_reference` is a Leitweg-ID where one invoices an authority.
    """

    number: str
    name: str
    address: str
    vat_id: str
    people: tuple[tuple[str, str, Role, bool], ...]
    accounts: str
    country: str = "DE"
    language: str = "de"
    treatment: Treatment = Treatment.DOMESTIC
    buyer_reference: str = ""
    needs_order_number: bool = False

    def persons(self) -> tuple[DemoPerson, ...]:
        """Its people."""
        return tuple(
            DemoPerson(email, name, self.name, self.number, role, self.language, has_card)
            for email, name, role, has_card in self.people
        )


def _owner(email: str, name: str, *, has_card: bool = False) -> tuple[str, str, Role, bool]:
    return email, name, Role.OWNER, has_card


VENDOR = DemoOrganisation(
    "VENDOR",
    "Brightline Telephony",
    "Am Sandtorkai 12\n20457 Hamburg",
    "DE990000019",
    (
        ("ruth.arnold@brightline.example", "Ruth Arnold", Role.ADMIN, True),
        ("emil.voss@brightline.example", "Emil Voss", Role.REVIEWER, True),
        ("nora.lind@brightline.example", "Nora Lind", Role.FINANCE, True),
        ("jan.otto@brightline.example", "Jan Otto", Role.SUPPORT, True),
    ),
    "accounts@brightline.example",
    language="en",
)
SELLER = SellerText(
    tax_number="17/345/67890",
    iban="DE02120300000000202051",
    bic="BYLADEM1001",
    bank="Example Bank",
    contact_name="Nora Lind",
    contact_phone="+49 40 5550100",
    contact_email="accounts@brightline.example",
    register="Amtsgericht Hamburg, HRB 990001",
)
_PARTNERS = (
    DemoOrganisation(
        "P1",
        "Systemhaus Weber",
        "Lindenallee 4\n24105 Kiel",
        "DE990000027",
        (
            _owner("lena.weber@weber.example", "Lena Weber", has_card=True),
            ("tom.brandt@weber.example", "Tom Brandt", Role.MANAGER, True),
        ),
        "buchhaltung@weber.example",
    ),
    DemoOrganisation(
        "P2",
        "Klar Netzwerke",
        "Werkstraße 31\n23552 Lübeck",
        "DE990000035",
        (_owner("mara.klar@klar.example", "Mara Klar", has_card=True),),
        "rechnung@klar.example",
    ),
)
_CUSTOMERS = (
    DemoOrganisation(
        "C101",
        "Nordwind Logistik GmbH",
        "Hafenstraße 88\n20359 Hamburg",
        "DE990000043",
        (
            _owner("ines.sommer@nordwind.example", "Ines Sommer", has_card=True),
            ("piet.hansen@nordwind.example", "Piet Hansen", Role.VIEWER, True),
        ),
        "rechnungen@nordwind.example",
    ),
    DemoOrganisation(
        "C102",
        "Bergmann & Söhne KG",
        "Gerberweg 7\n35037 Marburg",
        "DE990000051",
        (_owner("uwe.bergmann@bergmann.example", "Uwe Bergmann"),),
        "buchhaltung@bergmann.example",
    ),
    DemoOrganisation(
        "C103",
        "Café-Gruppe Central",
        "Marktplatz 2\n04109 Leipzig",
        "DE990000060",
        (_owner("sofie.anders@central.example", "Sofie Anders"),),
        "office@central.example",
    ),
    DemoOrganisation(
        "C104",
        "Finch & Harper Design Ltd",
        "14 Quay Street\nBristol BS1 4DB",
        "GB990000119",
        (_owner("oliver.finch@finchharper.example", "Oliver Finch"),),
        "accounts@finchharper.example",
        "GB",
        "en",
        Treatment.THIRD_COUNTRY,
    ),
    DemoOrganisation(
        "C105",
        "Stadtwerke Brunnen",
        "Am Wasserwerk 1\n34117 Kassel",
        "DE990000078",
        (_owner("hanna.vogt@brunnen.example", "Hanna Vogt"),),
        "kreditoren@brunnen.example",
    ),
    DemoOrganisation(
        "C106",
        "Hotel Seeblick",
        "Strandpromenade 15\n23669 Timmendorfer Strand",
        "DE990000086",
        (_owner("greta.lorenz@seeblick.example", "Greta Lorenz", has_card=True),),
        "verwaltung@seeblick.example",
    ),
    DemoOrganisation(
        "C107",
        "Druckerei Falk",
        "Bleichstraße 40\n33607 Bielefeld",
        "DE990000094",
        (_owner("karla.falk@falk.example", "Karla Falk", has_card=True),),
        "buchhaltung@falk.example",
    ),
    DemoOrganisation(
        "C108",
        "Zahnmedizin Dr. Winter",
        "Rathausgasse 3\n79098 Freiburg",
        "",
        (_owner("jonas.winter@winter.example", "Dr. Jonas Winter"),),
        "praxis@winter.example",
    ),
    DemoOrganisation(
        "C109",
        "Kanzlei Roth & Partner",
        "Königsallee 60\n40212 Düsseldorf",
        "DE990000109",
        (
            ("ben.roth@roth.example", "Ben Roth", Role.MANAGER, True),
            _owner("clara.roth@roth.example", "Clara Roth"),
        ),
        "kanzlei@roth.example",
    ),
    DemoOrganisation(
        "C110",
        "Spedition Kurz",
        "Speicherring 9\n23569 Lübeck",
        "DE990000117",
        (_owner("mike.kurz@kurz.example", "Mike Kurz"),),
        "buero@kurz.example",
    ),
    DemoOrganisation(
        "C111",
        "Alderney Tools Ltd",
        "Unit 5, Harbour Park\nCork T12 X2Y3",
        "IE9900001V",
        (_owner("aoife.brennan@alderney.example", "Aoife Brennan"),),
        "accounts@alderney.example",
        "IE",
        "en",
        Treatment.REVERSE_CHARGE,
    ),
    DemoOrganisation(
        "C112",
        "Gemeinde Waldau",
        "Kirchplatz 1\n37235 Waldau",
        "",
        (_owner("petra.hein@waldau.example", "Petra Hein"),),
        "kaemmerei@waldau.example",
        buyer_reference="066330815-WALDAU-19",
        needs_order_number=True,
    ),
    DemoOrganisation(
        "C113",
        "Marlowe University",
        "2 College Green\nCanterbury CT1 2LA",
        "GB990000127",
        (_owner("helen.marsh@marlowe.example", "Helen Marsh", has_card=True),),
        "purchasing@marlowe.example",
        "GB",
        "en",
        Treatment.THIRD_COUNTRY,
    ),
)
# A partner to whom nobody has handed anything over.
NEWCOMER = DemoOrganisation(
    "P3",
    "Neumann Telefonie",
    "Bahnhofstraße 21\n18055 Rostock",
    "DE990000125",
    (_owner("paul.neumann@neumann.example", "Paul Neumann", has_card=True),),
    "buchhaltung@neumann.example",
)
CUSTOMERS = {one.number: one for one in _CUSTOMERS}
PARTNERS = {one.number: one for one in _PARTNERS}
EVERYBODY = (*_CUSTOMERS, *_PARTNERS, NEWCOMER, VENDOR)

# By whom, from which customer to which partner, and which rights.
DELEGATIONS = (
    ("ines.sommer@nordwind.example", "C101", "P1", ALL),
    ("oliver.finch@finchharper.example", "C104", "P2", (Right.CONTRACTS, Right.BILLING)),
    ("greta.lorenz@seeblick.example", "C106", "P1", (Right.LICENSES,)),
    ("mike.kurz@kurz.example", "C110", "P2", ALL),
)
COLLECTIVE = (260, "C113", VENDOR.people[2][0])
"""Since how many days who gets one invoice a month, and who in finance set it."""
INVITED = ("ines.sommer@nordwind.example", "C101", "ole.petersen@nordwind.example", Role.MANAGER)
