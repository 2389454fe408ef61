"""The vendor's dated table of domestic VAT rates: never edited, only superseded (billing 3)."""

import re
from datetime import date
from fractions import Fraction

from django.db import IntegrityError, transaction

from autossa.domain.amounts import show_fraction
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.validation import numeric
from autossa.operations.vendor.versions import VersionExists, check_start, withdraw
from autossa.store import models
from autossa.store.models.billing.vat import STANDARD

_CLASS = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


class RateOutOfBounds(Invalid):
    """A VAT rate is above 0 % and below 100 %. Whoever pays no VAT has another treatment."""

    field = "percent"


class RateClassInvalid(Invalid):
    """The name of a rate consists of up to 20 small letters, digits and hyphens, such as "reduced"."""

    field = "rate_class"


def set_vat_rate(*, rate: Fraction, starts_on: date, ctx: ActionContext, rate_class: str = STANDARD) -> None:
    """From a day on domestic supplies are taxed at a share (19 % is 19/100); the first one begins on any day.

    Raises RateOutOfBounds, RateClassInvalid, VersionExists, VersionTooEarly, VersionTooFar.
    """
    if not 0 < rate < 1:
        raise RateOutOfBounds
    if not _CLASS.fullmatch(rate_class):
        raise RateClassInvalid
    try:
        with transaction.atomic():
            check_start(models.VatRate.objects.filter(rate_class=rate_class), starts_on, ctx)
            models.VatRate.objects.create(
                rate_class=rate_class, rate=numeric(rate), starts_on=starts_on, entered_on=ctx.today
            )
            details = {"rate": rate_class, "percent": show_fraction(rate * 100), "starts_on": starts_on.isoformat()}
            record_activity(ctx, "set_vat_rate", details=details)
    except IntegrityError:  # two at once
        raise VersionExists(starts_on=starts_on) from None


def withdraw_vat_rate(*, starts_on: date, reason: str, ctx: ActionContext, rate_class: str = STANDARD) -> None:
    """Take back a rate that has not begun. Raises VersionNotFound, VersionBegun, or as `read_text`."""
    with transaction.atomic():
        row = withdraw(models.VatRate.objects.filter(rate_class=rate_class), starts_on, reason, ctx)
        details = {"rate": rate_class, "starts_on": starts_on.isoformat(), "reason": row.withdrawal}
        record_activity(ctx, "withdraw_vat_rate", details=details)
