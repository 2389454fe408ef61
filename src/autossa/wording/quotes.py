"""What a quote says: in the language of its buyer when it is printed, in that of the reader on pages."""

from datetime import date

from autossa.domain.orders.quotes import About, Difference
from autossa.queries.orders.plans import Plan
from autossa.wording.formats import day, money, ssc
from autossa.wording.glossary import PLAN
from autossa.wording.glossary import plan as option_name
from autossa.wording.languages import gettext_noop, translate

_FIGURES = {
    "ssc": gettext_noop("Credits (SSC)"),
    "price": gettext_noop("Price"),
    "net": gettext_noop("Net"),
    "tax": gettext_noop("VAT"),
    "tax_rate": gettext_noop("VAT rate"),
    "gross": gettext_noop("Gross"),
    "term": gettext_noop("Months of term, notice and billing, adjustment"),
    "start": gettext_noop("Start"),
    "gap": gettext_noop("Back payment (SSC)"),
    "from_balance": gettext_noop("From the balance (SSC)"),
    "charged_on": gettext_noop("First charge"),
    "year_ssc": gettext_noop("First 12 months (SSC)"),
    "year_net": gettext_noop("First 12 months, net"),
    "year_tax": gettext_noop("First 12 months, VAT"),
    "year_gross": gettext_noop("First 12 months, gross"),
    "earliest_end": gettext_noop("Earliest end"),
}
_IN_UNITS = ("ssc", "gap", "from_balance", "year_ssc")
_IN_MONEY = ("gross", "year_net", "year_tax", "year_gross")
_DAYS = ("start", "charged_on", "earliest_end")


def intro(plan: Plan, language: str = "") -> str:
    """What is offered, above the lines."""
    if plan.about is About.CREDITS:
        return translate("We offer you software service credits for your project.", language)
    if plan.about is About.LICENSES:
        return translate("We offer you licenses for your project.", language)
    assert plan.contract is not None
    text = translate("We offer you an Auto SSA contract: %(option)s. This is what is due at its start.", language)
    return text % {"option": option_name(plan.contract.option, language)}


def closing(plan: Plan, language: str = "") -> str:
    """What else it means, below the lines; empty for nothing."""
    parts = []
    if plan.contract is not None:
        year = plan.contract.costs[0]
        given = {"gross": money(year.gross, plan.currency, language), "ssc": ssc(year.ssc, language)}
        parts.append(translate("First 12 months, all included: %(gross)s gross (%(ssc)s).", language) % given)
    if plan.licenses is not None and (text := service(plan, language)):
        parts.append(text)
    return " ".join(parts)


def service(plan: Plan, language: str = "") -> str:
    """What the service of ordered licenses is charged besides, as of today; empty for nothing."""
    additions = plan.licenses.additions if plan.licenses else None
    now = additions.now if additions else None
    if now is None or not now.ssc:
        return ""
    text = translate(
        "When they are added, SSA for them up to the end of coverage is charged: %(ssc)s as of today.", language
    )
    return text % {"ssc": ssc(now.ssc, language)}


def figure(name: str) -> str:
    """What a figure of a quote is called, in the language of the page."""
    if name.startswith("line "):
        return translate("Line %(number)s") % {"number": name.removeprefix("line ")}
    return translate(_FIGURES.get(name, name))


def difference(found: Difference, currency: str) -> tuple[str, str, str]:
    """A figure, what the quote says, and what it would be today."""
    was, now = (_value(found.figure, text, currency) for text in (found.was, found.now))
    return figure(found.figure), was, now


def _value(name: str, text: str, currency: str) -> str:
    """Counts of hundredths and of minor units as amounts; days as days; the rest as it was kept."""
    if text.isdigit() and name in _IN_UNITS:
        return ssc(int(text))
    if text.isdigit() and name in _IN_MONEY:
        return money(int(text), currency)
    if name in _DAYS and text:
        return day(date.fromisoformat(text))
    return text or "–"


def option(name: str) -> str:
    """An option by its name, in the language of the page."""
    return str(PLAN.get(name, name))


def accepted(about: About) -> str:
    """What accepting a quote did, in the language of the page."""
    if about is About.CREDITS:
        return translate("Accepted: the credits are ordered.")
    if about is About.LICENSES:
        return translate("Accepted: the licenses are ordered.")
    return translate("Accepted: the contract was submitted for review.")
