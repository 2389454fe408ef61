"""Tags of ways to pay, mandates and files for the bank."""

from typing import Any

from django import template

from autossa.domain.billing.payments.mandates import MandateState, Scheme
from autossa.queries.billing.bank.order_files import FileState
from autossa.wording.billing import bank, payments

register = template.Library()

register.filter("method", payments.payment_method)
register.filter("left_out", bank.left_out)
register.filter("order_fault", bank.order_fault)


@register.filter
def scheme(value: Scheme | str) -> str:
    """Core or business."""
    return str(bank.SCHEME[Scheme(value)])


@register.inclusion_tag("portal/components/signs/status.html")
def mandate_status(state: MandateState) -> dict[str, Any]:
    """Where a mandate stands: word, shape and colour."""
    return {"word": bank.MANDATE_STATE[state], "tone": bank.MANDATE_TONE[state]}


@register.inclusion_tag("portal/components/signs/status.html")
def file_status(state: FileState) -> dict[str, Any]:
    """Where a file stands."""
    return {"word": bank.FILE_STATE[state], "tone": bank.FILE_TONE[state]}
