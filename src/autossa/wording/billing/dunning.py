"""What letters of dunning say, each in the language of its payer, and the names of levels on pages (billing 16)."""

from datetime import date

from autossa.domain.billing.dunning.levels import What
from autossa.wording.formats import day as in_words
from autossa.wording.languages import gettext_noop, translate

_NAMES = {
    "reminder": gettext_noop("Payment reminder"),
    "first": gettext_noop("First demand for payment"),
    "final": gettext_noop("Final demand for payment"),
    "suspension": gettext_noop("Suspension for non-payment"),
}
_TEXTS = {
    "reminder": gettext_noop(
        "You may have overlooked it: what is listed below was due and we have not received your payment. "
        "If you have paid in the meantime, please disregard this letter."
    ),
    "first": gettext_noop(
        "Despite our reminder we have not received your payment for what is listed below. Please transfer the amount "
        "by the day stated. If you disagree with an invoice, please let us know."
    ),
    "final": gettext_noop(
        "What is listed below is still unpaid. This is our final demand: please transfer the full amount by the day "
        "stated, so that your contracts are not suspended."
    ),
    "suspension": gettext_noop(
        "As what is listed below is still unpaid, we have suspended the contracts concerned. They resume by "
        "themselves, with no gap in coverage, as soon as everything they were suspended for is paid."
    ),
}
_LABELS = {
    "number": gettext_noop("Letter number"),
    "document": gettext_noop("Invoice"),
    "issued": gettext_noop("Date"),
    "due": gettext_noop("Due"),
    "stage": gettext_noop("Stage"),
    "interest": gettext_noop("Interest"),
    "open": gettext_noop("Open"),
    "open_total": gettext_noop("Total open"),
    "fee": gettext_noop("Fee for this letter"),
    "late_interest": gettext_noop("Interest for late payment"),
    "to_pay": gettext_noop("Amount due"),
    "pay_until": gettext_noop("Please pay by"),
    "a_fee": gettext_noop("Fee"),
    "project": gettext_noop("Contract"),
}


def level_name(name: str, language: str = "") -> str:
    """What a level is called: its own name where the vendor gave it one that we do not know."""
    return translate(_NAMES[name], language) if name in _NAMES else name


def standard_text(name: str, language: str) -> str:
    """Our text of a level; "" for one that we do not know."""
    return translate(_TEXTS[name], language) if name in _TEXTS else ""


def label(name: str, language: str = "") -> str:
    """What stands before a value or above a column of a letter."""
    return translate(_LABELS[name], language)


def greeting(language: str) -> str:
    """The first line of a letter."""
    return translate("Dear Sir or Madam,", language)


def what_follows(name: str, what: What, day: date, language: str = "") -> str:
    """What happens next, and when."""
    if what is What.SUSPEND:
        text = translate("Without your payment we suspend the contracts concerned on %(day)s.", language)
    else:
        text = translate("Without your payment the next stage follows on %(day)s: %(stage)s.", language)
    return text % {"day": in_words(day, language), "stage": level_name(name, language)}


def paid_how(number: str, until: date, language: str, *, by_code: bool) -> str:
    """How the letter is paid."""
    text = translate("Please transfer the amount by %(day)s with the payment reference %(number)s.", language)
    code = " " + translate("The code has all of it.", language) if by_code else ""
    return text % {"day": in_words(until, language), "number": number} + code
