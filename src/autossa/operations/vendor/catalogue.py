"""What the vendor sets, as dated versions: license types and rates, price lists, policies with their plans."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.policies import Policy
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_CODE, MAX_NAME, MAX_REASON, MAX_REFERENCE, numeric, read_line, read_text
from autossa.store import models


class TypeExists(Invalid):
    """License type {code} exists already, or its rate is negative."""

    field = "code"


class TypeNotFound(Invalid):
    """There is no license type {code}."""

    field = "code"


class PriceListExists(Invalid):
    """A price list {name} exists already, or {currency} is no currency code."""

    field = "name"


class VersionExists(Invalid):
    """There is a version from {starts_on} already; versions are never edited."""

    field = "starts_on"


def add_license_type(
    *, code: str, name: str, ssc_per_year: Fraction, starts_on: date, ctx: ActionContext, note: str = ""
) -> UUID:
    """A license type with its first rate, SSC per unit and year. Raises TypeExists, Invalid for the texts."""
    code = read_line(code, "the code", MAX_CODE, field="code")
    name = read_line(name, "the name", MAX_NAME, field="name")
    note = read_text(note, "the note", MAX_REASON, required=False, field="note")
    try:
        with transaction.atomic():
            row = models.LicenseType.objects.create(code=code, name=name, note=note)
            _rate(row, starts_on, ssc_per_year)
            record_activity(ctx, "add_license_type", details={"code": code})
    except IntegrityError:
        raise TypeExists(code=code) from None
    return row.id


def set_rate(*, code: str, ssc_per_year: Fraction, starts_on: date, ctx: ActionContext) -> None:
    """A new rate from a day on, for lines added from then on. Raises TypeNotFound, VersionExists."""
    row = models.LicenseType.objects.filter(code=code).first()
    if row is None:
        raise TypeNotFound(code=code)
    try:
        with transaction.atomic():
            _rate(row, starts_on, ssc_per_year)
            record_activity(ctx, "set_rate", details={"code": code, "starts_on": starts_on.isoformat()})
    except IntegrityError:
        raise VersionExists(starts_on=starts_on) from None


def add_price_list(*, name: str, currency: str, ctx: ActionContext) -> UUID:
    """A price list in a currency (three letters). Raises PriceListExists, Invalid for the name."""
    name = read_line(name, "the name", MAX_REFERENCE, field="name")
    try:
        with transaction.atomic():
            row = models.PriceList.objects.create(name=name, currency=currency)
            record_activity(ctx, "add_price_list", details={"name": name, "currency": currency})
    except IntegrityError:
        raise PriceListExists(name=name, currency=currency) from None
    return row.id


def add_price_list_from(*, name: str, currency: str, price: Fraction, starts_on: date, ctx: ActionContext) -> UUID:
    """A price list with its first price, or neither. Raises PriceListExists."""
    with transaction.atomic():
        key = add_price_list(name=name, currency=currency, ctx=ctx)
        set_price(price_list=key, price=price, starts_on=starts_on, ctx=ctx)
    return key


def set_price(*, price_list: UUID, price: Fraction, starts_on: date, ctx: ActionContext) -> None:
    """A new price of an SSC from a day on. Raises VersionExists."""
    try:
        with transaction.atomic():
            models.SscPrice.objects.create(price_list_id=price_list, starts_on=starts_on, price=numeric(price))
            record_activity(
                ctx, "set_price", details={"price": str(numeric(price)), "starts_on": starts_on.isoformat()}
            )
    except IntegrityError:
        raise VersionExists(starts_on=starts_on) from None


def set_policy(*, policy: Policy, starts_on: date, ctx: ActionContext) -> UUID:
    """A new policy version with its plans, for contracts concluded from a day on. Raises VersionExists."""
    try:
        with transaction.atomic():
            row = models.PolicyVersion.objects.create(
                starts_on=starts_on,
                grace_days=policy.grace_days,
                late_multiplier=numeric(policy.late_multiplier),
                renewal_lead_days=policy.renewal_lead_days,
                void_days=policy.void_days,
                expiry_days=list(policy.reminders.expiry_days),
                cancel_days=policy.reminders.cancel_days,
                charge_days=policy.reminders.charge_days,
                gap_days=policy.reminders.gap_days,
            )
            models.PlanVersion.objects.bulk_create(_plans(row, policy))
            record_activity(ctx, "set_policy", details={"starts_on": starts_on.isoformat()})
    except IntegrityError:
        raise VersionExists(starts_on=starts_on) from None
    return row.id


def _rate(row: models.LicenseType, starts_on: date, ssc_per_year: Fraction) -> None:
    models.LicenseRate.objects.create(license_type=row, starts_on=starts_on, ssc_per_year=numeric(ssc_per_year))


def _plans(row: models.PolicyVersion, policy: Policy) -> list[models.PlanVersion]:
    return [
        models.PlanVersion(
            policy=row,
            place=place,
            name=option.name,
            term_months=option.term_months,
            notice_months=option.notice_months,
            billed_months=option.billed_months,
            adjustment=numeric(option.adjustment),
        )
        for place, option in enumerate(policy.options)
    ]
