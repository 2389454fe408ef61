"""Filters of the calendar."""

from django import template

from autossa.portal.ui import pictures
from autossa.queries.projects.calendar import CalendarEvent

register = template.Library()


@register.filter
def event_words(kind: CalendarEvent) -> str:
    """What happens, in words."""
    return str(pictures.WORDS[kind])


@register.filter
def place(kind: CalendarEvent, kinds: tuple[CalendarEvent, ...]) -> str:
    """Where the sign of a kind stands among those of its day, in per cent."""
    return pictures.percent(100 * (kinds.index(kind) + 1) / (len(kinds) + 1))
