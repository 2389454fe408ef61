"""Filters of the calendar."""

from django import template

from autossa.portal.ui import pictures
from autossa.queries.projects.calendar import Happening

register = template.Library()


@register.filter
def happening(kind: Happening) -> str:
    """What happens, in words."""
    return str(pictures.WORDS[kind])


@register.filter
def place(kind: Happening, kinds: tuple[Happening, ...]) -> str:
    """Where the sign of a kind stands among those of its day, in per cent."""
    return pictures.percent(100 * (kinds.index(kind) + 1) / (len(kinds) + 1))
