"""Which mails there are, and the placeholders of their texts: one table of each.

A placeholder means the same in every mail. What a text must say is required; the vendor may edit the words around it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from autossa.domain.amounts import Money, Ssc
from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.bank.statements import ReturnReason
from autossa.domain.billing.terms import TermsKind
from autossa.domain.dates import DAY
from autossa.domain.invoices import Reason
from autossa.domain.orders.orders import NotBooked
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.rights import Right, Role
from autossa.wording import formats as f
from autossa.wording import glossary as words
from autossa.wording.billing.bank import return_reason
from autossa.wording.billing.dunning import level_name
from autossa.wording.billing.payments import NOT_BOOKED
from autossa.wording.languages import say


class Kind(StrEnum):
    """What a placeholder stands for: words in a line, the items of a list, somebody's own words, a link."""

    LINE = "line"
    LIST = "list"
    QUOTE = "quote"
    LINK = "link"


Sample = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands in its place, and a sample of it in a language, so that a text can be looked at before it is sent."""

    sample: Sample
    kind: Kind = Kind.LINE


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of mail: what its text must say, and what it may say; a line with an empty value is left out."""

    required: frozenset[str]
    optional: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """Every placeholder that has a value."""
        return self.required | self.optional


def kind(placeholder: str) -> Kind:
    """What a placeholder stands for; a line of words for one that there is not."""
    found = PLACEHOLDERS.get(placeholder)
    return found.kind if found else Kind.LINE


# ---------------------------------------------------------------- samples

_OPTION = STANDARD_OPTIONS[1]
_TODAY, _NOW, _ZONE = date(2027, 1, 5), datetime(2027, 1, 5, 9, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin")
_START, _QUARTER, _END = date(2027, 1, 31), date(2027, 4, 30), date(2028, 1, 31)
_CUSTOMER, _PROJECT, _PARTNER = "Nordlicht Klinikverbund gGmbH", "Telephony Kiel", "Kupfer & Draht Systemhaus"


_HALTED = {
    "doubts": ["more"],
    "due": 2100,
    "forecast": 1480,
    "periods": 2150,
    "worths": [{"currency": "EUR", "percent": 101}],
}
_ATTENTION = {
    "halted": 0,
    "parked": 3,
    "broken": 1,
    "findings": 0,
    "voidings": 0,
    "mails": 0,
    "tasks": ["documents"],
    "overdue": "",
}


def _name(text: str) -> Placeholder:
    return Placeholder(lambda _: text)


def _quote(english: str, german: str) -> Placeholder:
    return Placeholder(lambda language: {"en": english, "de": german}[language], Kind.QUOTE)


def _day(value: date) -> Placeholder:
    return Placeholder(lambda language: f.day(value, language))


def _until(end: date) -> Placeholder:
    return Placeholder(lambda language: f.until(end, language))


def _ssc(value: Ssc) -> Placeholder:
    return Placeholder(lambda language: f.ssc(value, language))


def _money(value: Money) -> Placeholder:
    return Placeholder(lambda language: f.money(value, "EUR", language))


def _voicemail(language: str) -> str:
    return words.license(25, "Voicemail", "L-VM", language)


def _licenses(language: str) -> str:
    ports = words.license(500, "Port", "L-PORT", language)
    return f"{ports}\n{words.requested(_voicemail(language), language)}"


def _versions(language: str) -> str:
    return "\n".join(words.terms_version_from(kind, 4, _START, language) for kind in TermsKind)


def _projects(language: str) -> str:
    found = (("Hafenwerk Hotels", "Front desks", 7), (_CUSTOMER, _PROJECT, 25))
    return "\n".join(
        f"{customer}, {project}: {words.coverage(_TODAY + (left + 1) * DAY, _TODAY, language)}"
        for customer, project, left in found
    )


# ---------------------------------------------------------------- the placeholders

PLACEHOLDERS: dict[str, Placeholder] = {
    # people, organisations, things
    "vendor": _name("Example Systems"),
    "greeting": Placeholder(lambda language: {"en": "Hello Anna Berger,", "de": "Guten Tag Anna Berger,"}[language]),
    "project": _name(_PROJECT),
    "customer": _name(_CUSTOMER),
    "the_project": Placeholder(lambda language: words.the_project(_PROJECT, _CUSTOMER, language)),
    "for_customer": _name(_CUSTOMER),
    "the_payer": Placeholder(lambda language: words.the_organisation(_PARTNER, is_readers=True, language=language)),
    "giver": _name(_CUSTOMER),
    "receiver": _name(_PARTNER),
    "partner": _name(_PARTNER),
    "organisation": _name(_PARTNER),
    "merged": _name("Kupfer und Draht GmbH"),
    "people": _name("Anna Berger, Ben Krüger"),
    "confirmer": _name(_PARTNER),
    "payer": _name(_PARTNER),
    "inviter": _name("Anna Berger"),
    "person": _name("Anna Berger"),
    "release": _name("PBX 15.0"),
    "reference": _name("ord_01kbn8vz5ce9qv0000000000sa"),
    "payment_reference": _name("RF43 ORD0 0000 000S A"),
    "order_number": _name("PO 4711"),
    "quote": _name("Q-2027-000017"),
    "offer": Placeholder(lambda language: f"{f.whole(500, language)} × Port"),
    "valid_until": _day(date(2027, 2, 4)),
    "paid_on": _day(_TODAY),
    "number": _name("INV-2027-000017"),
    "numbers": _name("INV-2027-000017, INV-2027-000018"),
    "mandate": _name("C-1042-M1"),
    "account": _name("•••• 2051"),
    "holder": _name(_CUSTOMER),
    "corrects": _name("INV-2027-000016"),
    "document": Placeholder(lambda language: words.document_named("INV-2027-000017", is_note=False, language=language)),
    "documents": _name("INV-2027-000017, INV-2027-000018"),
    "account_end": Placeholder(lambda _: masked("DE02120300000000202051")),
    "why": Placeholder(lambda language: return_reason(ReturnReason("AC04"), language)),
    "not_booked": Placeholder(lambda language: say(NOT_BOOKED[NotBooked.WITHDRAWN], language)),
    "attached": Placeholder(lambda _: words.attached(["pdf", "ubl"])),
    "address": _name("192.0.2.17"),
    "device": Placeholder(lambda language: {"en": "Firefox on Linux", "de": "Firefox unter Linux"}[language]),
    # words for codes
    "role": Placeholder(lambda language: words.role(Role.MANAGER, language)),
    "rights": Placeholder(lambda language: words.rights([Right.LICENSES, Right.CONTRACTS], language)),
    "scope": Placeholder(words.all_projects),
    "option": Placeholder(lambda language: words.plan(_OPTION, language)),
    "former": Placeholder(lambda language: words.plan(STANDARD_OPTIONS[3], language)),
    "term": Placeholder(lambda language: words.term(_OPTION, language)),
    "adjustment": Placeholder(lambda language: words.adjustment(_OPTION, language)),
    "what": Placeholder(lambda language: words.reason(Reason.EXTENSION, language)),
    "change": Placeholder(lambda language: words.account_change("passkey_added", language)),
    "gap_times": Placeholder(lambda language: words.times(Fraction(2), language)),
    # days and spans of days
    "day": _day(date(2027, 1, 17)),
    "due": _day(date(2027, 1, 31)),
    "start": _day(_START),
    "end": _until(_END),
    "fixed_end": _until(_END),
    "contract_end": _until(_END),
    "term_end": _until(_END),
    "undo_until": _until(_END),
    "last_day": _until(_START),
    "last_cancel": _day(date(2027, 10, 30)),
    "next_booking": _day(date(2027, 1, 17)),
    "covered_until": _until(_QUARTER),
    "single_until": _day(date(2027, 3, 1)),
    "doubles_on": _day(date(2027, 3, 2)),
    "gap_from": _day(date(2026, 12, 20)),
    "gap_last": _day(date(2027, 1, 4)),
    "until": Placeholder(lambda language: f.moment(_NOW, _ZONE, language)),
    "moment": Placeholder(lambda language: f.moment(_NOW, _ZONE, language)),
    "period": Placeholder(lambda language: f.period(_START, _QUARTER, language)),
    "days_left": Placeholder(lambda language: words.days_left(25, language)),
    "grace": Placeholder(lambda language: words.days_for(30, language)),
    "excused": Placeholder(lambda language: words.days(4, language)),
    # amounts
    "ssc": _ssc(12_500),
    "from_balance": _ssc(1_000),
    "invoiced_ssc": _ssc(11_500),
    "balance": _ssc(3_750),
    "first_gross": _money(16_258),
    "first_balance": _ssc(1_000),
    "year_ssc": _ssc(50_000),
    "year_net": _money(58_212),
    "year_tax": _money(11_060),
    "year_gross": _money(69_272),
    "released": _ssc(5_161),
    "once": _ssc(5_161),
    "twice": _ssc(10_323),
    "gap_once": _ssc(5_161),
    "gap_twice": _ssc(10_323),
    "net": _money(13_662),
    "tax": _money(2_596),
    "gross": _money(16_258),
    "amount": _money(16_258),
    "level": Placeholder(lambda language: level_name("reminder", language)),
    "fee": _money(3_50),
    # lists and counts
    "license": Placeholder(_voicemail),
    "licenses": Placeholder(_licenses, Kind.LIST),
    "projects": Placeholder(_projects, Kind.LIST),
    "invoices": Placeholder(lambda _: "INV-2026-000017\nINV-2026-000031", Kind.LIST),
    "versions": Placeholder(_versions, Kind.LIST),
    "figures": Placeholder(lambda language: "\n".join(words.halted_because(_HALTED, language)), Kind.LIST),
    "attention": Placeholder(lambda language: "\n".join(words.attention(_ATTENTION, language)), Kind.LIST),
    "count": Placeholder(lambda language: words.number_of_projects(27, language)),
    "more": Placeholder(lambda language: words.more_projects(25, language)),
    "refused": Placeholder(
        lambda language: {
            "en": "The gap is paid from the balance, and 3.50 SSC are missing there. Top up first, then try again.",
            "de": "Die Lücke wird vom Guthaben bezahlt, und dort fehlen 3,50 SSC. Laden Sie zuerst auf.",
        }[language]
    ),
    # somebody's own words
    "question": _quote(
        "Are the 150 ports of the old exchange included?\nIf so, please name its serial number.",
        "Sind die 150 Ports der alten Anlage enthalten?\nWenn ja, nennen Sie bitte die Seriennummer.",
    ),
    "answer": _quote(
        "Yes, they are.\nIts serial number is 4711-0815.",
        "Ja, das sind sie.\nDie Seriennummer ist 4711-0815.",
    ),
    "reason": _quote(
        "The order reference is missing; please submit it again with one.",
        "Die Bestellnummer fehlt; bitte reichen Sie den Vertrag mit Bestellnummer neu ein.",
    ),
    "message": _quote(
        "We need the ports before the move in March.",
        "Wir brauchen die Ports vor dem Umzug im März.",
    ),
    "how_to_pay": _quote(
        "Example Bank, DE02 1203 0000 0000 2020 51\nPlease name the reference.",
        "Example Bank, DE02 1203 0000 0000 2020 51\nBitte nennen Sie die Referenz.",
    ),
    "target": _name("erp.example.com/hooks/autossa"),
    "why_off": Placeholder(lambda language: words.webhook_why("gone", language)),
    "link": Placeholder(lambda _: "/", Kind.LINK),
}

STANDS_FOR = {"the_project": "project", "the_payer": "organisation"}
"""Placeholders that say what others say, as their reader calls it."""

# ---------------------------------------------------------------- the mails


def _mail(required: str, optional: str = "") -> MailKind:
    must = frozenset(required.split())
    return MailKind(must, (frozenset(optional.split()) | _EVERYWHERE) - must)


def _about(required: str, optional: str = "") -> MailKind:
    """Of a mail about a project, which its readers stand to in different ways."""
    return _mail(required, f"{optional} the_project for_customer")


_EVERYWHERE = frozenset({"vendor", "link", "greeting"})
_AMOUNTS = "period ssc from_balance"
_AGREED = "first_gross first_balance year_ssc year_net year_tax year_gross"
_GAP = "gap_from gap_last gap_once gap_twice gap_times"

MAILS: dict[str, MailKind] = {
    "invitation": _mail("organisation link", "role inviter until"),
    "handed_over": _mail("customer partner rights", "scope start end giver receiver"),
    "access_requested": _mail("customer partner rights link", "scope person"),
    "access_declined": _mail("customer partner rights", "scope"),
    "hand_over_revoked": _mail("customer partner rights", "scope day giver receiver"),
    "company_waiting": _mail("organisation link", "number"),
    "company_verified": _mail("organisation", "number"),
    "organisation_merged": _mail("organisation merged link", "number people"),
    "organisation_closed": _mail("organisation merged", "number"),
    "acting": _mail("organisation person reason", "until"),
    "payer_asked": _about("organisation project link", "customer option person confirmer payer the_payer"),
    "payer_pending": _about("organisation project confirmer", "customer option person payer the_payer"),
    "payer_changed": _about("organisation project", "customer option person confirmer payer the_payer"),
    "payer_refused": _about("organisation project", "customer option person confirmer payer the_payer"),
    "payer_withdrawn": _about("organisation project", "customer option person confirmer payer the_payer"),
    "contract_in_review": _about(
        "project option licenses payer start",
        f"customer day adjustment term fixed_end person {_AGREED} {_GAP}",
    ),
    "contract_to_review": _mail(
        "project customer option link", f"day adjustment fixed_end person payer start {_GAP}"
    ),
    "contract_question": _about("project question link", "customer"),
    "contract_answered": _mail("project answer", "customer person"),
    "contract_approved": _about("project option start", "customer fixed_end last_cancel next_booking payer"),
    "contract_rejected": _about("project reason", "customer released excused"),
    "contract_withdrawn": _about("project", "customer released"),
    "contract_ending": _about("project end undo_until", "customer grace gap_times"),
    "cancellation_undone": _about("project", "customer fixed_end last_cancel"),
    "option_changed": _about("project option start", "customer former term adjustment last_cancel"),
    "option_replaced": _about("project option", "customer former term adjustment start fixed_end"),
    "option_undone": _about("project option", "customer former start last_cancel"),
    "contract_ended": _about("project", "customer covered_until single_until gap_times"),
    "contract_suspended": _about("project", "customer reason covered_until"),
    "contract_terminated": _about("project", "customer reason covered_until gap_times"),
    "late_waived": _about("project last_day", "customer reason gap_times"),
    "contract_resumed": _about("project", "customer covered_until next_booking"),
    "settlement_invoiced": _about(
        "project number ssc net tax gross",
        f"customer payer order_number invoiced_ssc what covered_until attached {_AMOUNTS}",
    ),
    "settlement_booked": _about("project ssc", "customer what period balance covered_until"),
    "settlement_voided": _about(
        "project ssc reason", "customer what period number corrects net tax gross covered_until attached"
    ),
    "document_again": _mail("document gross", "day net tax payer order_number due attached person"),
    "collective_invoice": _mail("number count net tax gross link", "payer period order_number day"),
    "dunning_letter": _mail("number level gross last_day link", "payer"),
    "suspension_ahead": _about("project day invoices", "customer option"),
    "collective_credited": _mail("number corrects gross reason", "net tax payer"),
    "payment_returned": _mail("amount why link", "payer day documents fee mandate"),
    "refund_approved": _mail("amount account_end", "payer"),
    "paid_order_not_booked": _about("project amount not_booked reference", "customer gross payer day person"),
    "invoice_credited": _about("project number corrects gross reason", "customer net tax payer"),
    "mandate_given": _mail("payer mandate account", "holder day"),
    "mandate_amended": _mail("payer mandate account", "holder day"),
    "collection_moved": _mail("payer day numbers gross"),
    "credits_ordered": _mail("project customer ssc gross link", "payer reference day person"),
    "credits_confirmed": _about(
        "project ssc gross payer reference", "customer net tax day person how_to_pay payment_reference"
    ),
    "credits_booked": _about(
        "project ssc", "customer gross payer day person balance paid_on number how_to_pay"
    ),
    "credits_declined": _about("project ssc reason", "customer gross payer day person"),
    "contract_not_continued": _about(
        "project ssc option refused", "customer gross payer day person balance"
    ),
    "licenses_ordered": _mail(
        "project customer licenses gross link", "payer reference order_number day person"
    ),
    "license_order_confirmed": _about(
        "project licenses gross payer reference",
        "customer net tax order_number day person how_to_pay payment_reference",
    ),
    "license_order_booked": _about(
        "project licenses", "customer gross payer reference order_number day person paid_on number how_to_pay"
    ),
    "license_order_declined": _about(
        "project licenses reason", "customer gross payer reference order_number day person"
    ),
    "quote_approval": _about(
        "project quote offer gross person link", "customer net tax payer valid_until until message"
    ),
    "quote_accepted": _about("project quote person", "customer offer net tax gross payer"),
    "quote_declined": _about("project quote person reason", "customer offer net tax gross payer valid_until"),
    "licenses_requested": _mail("project customer licenses link", "person day"),
    "licenses_confirmed": _about("project licenses", "customer day"),
    "license_refused": _about("project license reason", "customer day"),
    "license_file_issued": _about("project release", "customer day covered_until"),
    "reminder_expiry": _about("project last_day", "customer days_left contract_end grace gap_times"),
    "reminder_included_ends": _about("project last_day", "customer days_left grace gap_times"),
    "reminder_last_day_to_cancel": _about("project last_day", "customer term_end term option days_left"),
    "reminder_charge": _about("project day amount", f"customer option net tax gross {_AMOUNTS}"),
    "reminder_gap_doubles": _about(
        "project doubles_on once twice", "customer gap_from single_until gap_times days_left"
    ),
    "terms_announced": _mail("organisation versions link"),
    "terms_withdrawn": _mail("organisation versions", ""),
    "weekly_list": _mail("projects", "partner count more"),
    "account_confirm": _mail("organisation link", "until"),
    "account_exists": _mail("link"),
    "account_unknown": _mail("link"),
    "account_new_address": _mail("link", "until"),
    "account_reset": _mail("link", "until"),
    "account_changed": _mail("change moment", "device address"),
    "new_device": _mail("moment link", "device address"),
    "run_halted": _mail("day figures link"),
    "run_attention": _mail("attention link"),
    "run_voiding": _mail("day reason person link"),
    "webhook_failing": _mail("organisation target link", "moment"),
    "webhook_disabled": _mail("organisation target why_off link"),
    "test": _mail(""),
}  # fmt: skip
