"""Tags of the pages of runs."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from autossa.portal.ui.tags.portal import shape
from autossa.wording import glossary

register = template.Library()


@register.filter
def halted_because(figures: Mapping[str, Any]) -> list[str]:
    """What a run was checked against, a line each."""
    return glossary.halted_because(figures)


@register.filter
def run_tone(state: str) -> str:
    """In which tone the state of a run is said."""
    return glossary.RUN_TONE.get(state, "muted")


@register.simple_tag
def run_shape(state: str) -> SafeString:
    """The shape of that tone."""
    return shape(run_tone(state))
