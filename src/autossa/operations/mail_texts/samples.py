"""Sample values, so that a text can be looked at before it is ever sent."""

from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from autossa.domain.dates import DAY
from autossa.domain.invoices import Reason
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.rights import Right, Role
from autossa.operations import formatting as f
from autossa.operations.mail_texts import links, words
from autossa.operations.mail_texts.keys import KEYS

_OPTION = STANDARD_OPTIONS[1]
_SAMPLE_ID = "prj_01kbn8vz5ce9qv0000000000sa"
_TODAY, _START, _END = date(2027, 1, 5), date(2027, 1, 31), date(2028, 1, 31)
_NOW, _ZONE = datetime(2027, 1, 5, 9, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin")
_SAID = {
    "en": {
        "question": "Are the 150 ports of the old exchange included?\nIf so, please name its serial number.",
        "answer": "Yes, they are.\nIts serial number is 4711-0815.",
        "reason": "The order reference is missing; please submit it again with one.",
        "how_to_pay": "Example Bank, DE02 1203 0000 0000 2020 51\nPlease name the reference.",
        "device": "Firefox on Linux",
        "change": words.account_change("passkey_added", "en"),
    },
    "de": {
        "question": "Sind die 150 Ports der alten Anlage enthalten?\nWenn ja, nennen Sie bitte die Seriennummer.",
        "answer": "Ja, das sind sie.\nDie Seriennummer ist 4711-0815.",
        "reason": "Die Bestellnummer fehlt; bitte reichen Sie ihn noch einmal mit ihr ein.",
        "how_to_pay": "Example Bank, DE02 1203 0000 0000 2020 51\nBitte nennen Sie die Referenz.",
        "device": "Firefox unter Linux",
        "change": words.account_change("passkey_added", "de"),
    },
}


def sample_values(key: str, language: str, vendor: str, base_url: str) -> dict[str, str]:
    """A value for each placeholder of a mail. Raises KeyError for a mail that does not exist."""
    known = KEYS[key].known
    paths = {
        "invitation": links.invitation("the-secret-of-the-link"),
        "credits_ordered": links.orders(),
        "credits_confirmed": links.credits(_SAMPLE_ID),
        "credits_booked": links.credits(_SAMPLE_ID),
        "credits_declined": links.credits(_SAMPLE_ID),
        "license_refused": links.licenses(_SAMPLE_ID),
    }
    path = paths.get(key, links.project(_SAMPLE_ID))
    values = {
        **_names(language),
        **_days(language),
        **_amounts(language),
        **_lists(language),
        **_SAID[language],
        "vendor": vendor,
        "link": f"{base_url}{path}",
    }
    if key == "payer_refused":
        values["payer"] = values["customer"]  # it pays as before
    return {name: values[name] for name in known}


def _names(language: str) -> dict[str, str]:
    return {
        "project": "Telephony Kiel",
        "customer": "Nordlicht Klinikverbund gGmbH",
        "partner": "Kupfer & Draht Systemhaus",
        "organisation": "Kupfer & Draht Systemhaus",
        "confirmer": "Kupfer & Draht Systemhaus",
        "payer": "Kupfer & Draht Systemhaus",
        "inviter": "Anna Berger",
        "person": "Anna Berger",
        "role": words.role(Role.MANAGER, language),
        "rights": words.rights([Right.LICENSES, Right.CONTRACTS], language),
        "scope": words.all_projects(language),
        "option": words.plan(_OPTION, language),
        "term": words.term(_OPTION, language),
        "adjustment": words.adjustment(_OPTION, language),
        "what": words.reason(Reason.EXTENSION, language),
        "reference": "ord_01kbn8vz5ce9qv0000000000sa",
        "number": "INV-2027-000017",
        "corrects": "INV-2027-000016",
        "address": "192.0.2.17",
    }


def _days(language: str) -> dict[str, str]:
    return {
        "day": f.day(date(2027, 1, 17), language),
        "start": f.day(_START, language),
        "end": f.last_day(_END, language),
        "fixed_end": f.last_day(_END, language),
        "contract_end": f.last_day(_END, language),
        "term_end": f.last_day(_END, language),
        "undo_until": f.last_day(_END, language),
        "last_day": f.last_day(_START, language),
        "last_cancel": f.day(date(2027, 10, 30), language),
        "next_booking": f.day(date(2027, 1, 17), language),
        "covered_until": f.last_day(date(2027, 4, 30), language),
        "single_until": f.day(date(2027, 3, 1), language),
        "doubles_on": f.day(date(2027, 3, 2), language),
        "gap_from": f.day(date(2026, 12, 20), language),
        "gap_last": f.day(date(2027, 1, 4), language),
        "monday": f.day(date(2027, 1, 4), language),
        "until": f.moment(_NOW, _ZONE, language),
        "moment": f.moment(_NOW, _ZONE, language),
        "period": f.period(_START, date(2027, 4, 30), language),
        "days_left": words.days_left(25, language),
        "grace": words.days_for(30, language),
        "excused": words.days(4, language),
    }


def _amounts(language: str) -> dict[str, str]:
    return {
        "ssc": f.ssc(12_500, language),
        "from_balance": f.ssc(1_000, language),
        "invoiced_ssc": f.ssc(11_500, language),
        "balance": f.ssc(3_750, language),
        "first_gross": f.money(16_258, "EUR", language),
        "first_balance": f.ssc(1_000, language),
        "year_ssc": f.ssc(50_000, language),
        "year_net": f.money(58_212, "EUR", language),
        "year_tax": f.money(11_060, "EUR", language),
        "year_gross": f.money(69_272, "EUR", language),
        "released": f.ssc(5_161, language),
        "once": f.ssc(5_161, language),
        "twice": f.ssc(10_323, language),
        "gap_once": f.ssc(5_161, language),
        "gap_twice": f.ssc(10_323, language),
        "gap_times": words.times(Fraction(2), language),
        "net": f.money(13_662, "EUR", language),
        "tax": f.money(2_596, "EUR", language),
        "gross": f.money(16_258, "EUR", language),
        "amount": f.money(16_258, "EUR", language),
    }


def _lists(language: str) -> dict[str, str]:
    voicemail = words.license(25, "Voicemail", "L-VM", language)
    licenses = [words.license(500, "Port", "L-PORT", language), words.requested(voicemail, language)]
    projects = [
        f"{customer}, {project}: {words.days_left(left, language)} ({f.day(_TODAY + left * DAY, language)})"
        for customer, project, left in (
            ("Hafenwerk Hotels", "Front desks", 7),
            ("Nordlicht Klinikverbund gGmbH", "Telephony Kiel", 25),
        )
    ]
    return {
        "license": voicemail,
        "licenses": "\n".join(licenses),
        "projects": "\n".join(projects),
        "count": words.projects(27, language),
        "more": words.more_projects(25, language),
    }
