"""Counted things: days, months, projects."""

from autossa.wording.formats import whole
from autossa.wording.languages import translate_count, translate_count_as


def days(count: int, language: str = "") -> str:
    """5 days."""
    return translate_count("%(days)s day", "%(days)s days", count, language) % {"days": whole(count, language)}


def days_for(count: int, language: str = "") -> str:
    """5 days, as something lasts them (German: von 5 Tagen)."""
    text = translate_count_as("lasting", "%(days)s day", "%(days)s days", count, language)
    return text % {"days": whole(count, language)}


def months(count: int, language: str = "") -> str:
    """3 months."""
    return translate_count("%(count)s month", "%(count)s months", count, language) % {"count": whole(count, language)}


def number_of_projects(count: int, language: str = "") -> str:
    """5 projects."""
    text = translate_count("%(count)s project", "%(count)s projects", count, language)
    return text % {"count": whole(count, language)}


def more_projects(count: int, language: str = "") -> str:
    """5 more projects; empty for none."""
    text = translate_count("%(count)s more project", "%(count)s more projects", count, language)
    return text % {"count": whole(count, language)} if count else ""
