"""Projects: how long their coverage lasts."""

from datetime import date

from autossa.domain.coverage import days_left as count_days_left
from autossa.wording.formats import day, until
from autossa.wording.languages import translate, translate_count


def days_left(days: int, language: str = "") -> str:
    """How long coverage still lasts, or since when it is over; `days` from today to the last covered day."""
    if days == 0:
        return translate("last day today", language)
    if days == -1:
        return translate("not covered since today", language)
    if days > 0:
        text = translate_count("%(days)s day left", "%(days)s days left", days, language)
    else:
        text = translate_count("not covered for %(days)s day", "not covered for %(days)s days", -days, language)
    return text % {"days": abs(days)}


def the_project(name: str, customer: str, language: str = "") -> str:
    """A project as its reader calls it; without a customer it is the reader's own."""
    if not customer:
        return translate("your project %(project)s", language) % {"project": name}
    return translate("the project %(project)s of %(customer)s", language) % {"project": name, "customer": customer}


def coverage(covered_until: date | None, today: date, language: str = "") -> str:
    """How long a project's coverage lasts, with the day: 7 days left (12 January 2027)."""
    if covered_until is None:
        return translate("not covered yet", language)
    if covered_until <= today:
        return translate("not covered since %(day)s", language) % {"day": day(covered_until, language)}
    return f"{days_left(count_days_left(covered_until, today), language)} ({until(covered_until, language)})"
