"""Filters and tags of the pages: dates, amounts, states with their shapes, "why this number"."""

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from autossa.domain.amounts import parse_ssc, show
from autossa.domain.contracts import Status, option_on
from autossa.domain.derivations import Derivation
from autossa.domain.email_addresses import show_address
from autossa.portal.ui import pictures
from autossa.queries.projects.page import ActivityRow
from autossa.wording import actions, calculations, explanations, formats, glossary
from autossa.wording.billing import dunning

_WRITTEN = ("question", "answer", "reason", "order")

register = template.Library()

register.filter("amount", formats.amount)
register.filter("signed", formats.signed)
register.filter("ssc", formats.ssc)
register.filter("plain", show)
register.filter("plain_amount", show)
register.filter("money", formats.money)
register.filter("bare_money", formats.bare_money)
register.filter("email", show_address)
register.filter("exact", formats.exact)
register.filter("rate", formats.rate)
register.filter("price", formats.price)
register.filter("month_year", formats.month_and_year)
register.filter("whole", formats.whole)
register.filter("at_most", formats.at_most)
register.filter("payment_reference", formats.payment_reference)
register.filter("percent", formats.percent)
register.filter("change", formats.change)
register.filter("last_day", formats.last_day)
register.filter("bare_until", formats.until)
register.filter("days_left", glossary.days_left)
register.filter("plan", glossary.plan)
register.filter("option_on", option_on)
register.filter("action", glossary.action)
register.filter("times", glossary.times)
register.filter("rights", glossary.rights)
register.filter("meter", pictures.meter)
register.filter("rules", explanations.explained_steps)
register.filter("dunning_level", dunning.level_name)

# Each tone has a shape of its own, so that colour is never the only sign.
_SHAPES = {
    "ok": '<circle cx="6" cy="6" r="6"/><path class="cut" d="M3.2 6.3l2 2 3.7-4.2"/>',
    "warn": '<path d="M6 .4 12 11.4H0z"/><path class="cut" d="M6 4.2v3.2M6 9.1v.6"/>',
    "danger": '<rect width="12" height="12" rx="1.5"/><path class="cut" d="M4.2 3.4v5.2M7.8 3.4v5.2"/>',
    "info": '<circle cx="6" cy="6" r="5.1" class="line"/><path class="line" d="M6 3.1v3.1l2.1 1.4"/>',
    "muted": '<circle cx="6" cy="6" r="5.1" class="line"/><path class="line" d="M3.6 6h4.8"/>',
}


@register.filter
def day(value: date) -> SafeString:
    """A date in words, with its ISO form for machines."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.day(value))


@register.filter
def until(end: date) -> SafeString:
    """The last day before `end`."""
    return day(formats.last_day(end))


@register.filter
def moment(value: datetime) -> SafeString:
    """A moment in words, in the vendor's zone."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.moment(value))


@register.filter
def word(value: Any, table: str) -> str:
    """The word for a code: `status|word:"STATUS"` with a table of the glossary."""
    return str(getattr(glossary, table).get(value, value))


@register.simple_tag
def shape(tone: str) -> SafeString:
    """The shape of a tone; it says nothing to a screen reader, the word beside it does."""
    return mark_safe(
        f'<svg class="shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{_SHAPES[tone]}</svg>'
    )


@register.inclusion_tag("portal/components/signs/status.html")
def contract_status(status: Status | None) -> dict[str, Any]:
    """A contract's state: word, shape and colour."""
    known = status or None  # a template says "" for a contract that is not there
    return {"word": glossary.STATUS[known], "tone": glossary.STATUS_TONE[known]}


@register.inclusion_tag("portal/components/why.html")
def why(derivation: Derivation | None, about: str = "") -> dict[str, Any]:
    """The steps that lead to a number, in the words of the domain, each with its rule."""
    return {"steps": explanations.explained_steps(derivation), "about": about}


register.simple_tag(calculations.one_line, name="in_one_line")
register.simple_tag(glossary.accepted_by)


@register.simple_tag
def button(act: str, *given: Any) -> str:
    """What a button says that costs something: `{% button "top_up" missing %}` with a function of `wording.actions`."""
    said: str = getattr(actions, act)(*given)
    return said


@register.filter
def about(row: ActivityRow) -> str:
    """What something was done to: a license, a release, an amount, a text somebody wrote."""
    given = row.details
    credits = formats.ssc(parse_ssc(given["ssc"])) if given.get("ssc") else ""
    words = [
        given.get("license"),
        glossary.logged(given),
        " ".join(str(given[key]) for key in ("product", "version") if given.get(key)),
        given.get("file"),
        credits,
        *(given.get(key) for key in _WRITTEN),
        glossary.terms(given),
    ]
    return " · ".join(str(word) for word in words if word)


@register.filter
def initials(name: str) -> str:
    """Two letters for a person's name."""
    words = [word for word in name.replace("@", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
