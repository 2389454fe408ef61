"""What the vendor sets, as dated versions: license types and rates, price lists, policies with their plans."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.currencies import minor_places
from autossa.domain.lines import Ssa
from autossa.domain.policies import Policy
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_CODE, MAX_NAME, MAX_REASON, MAX_REFERENCE, numeric, read_line, read_text
from autossa.operations.vendor.license_types import ANY_ACT, Acts, locked_type
from autossa.operations.vendor.versions import (
    VersionExists,
    check_policy_unused,
    check_price_unused,
    check_start,
    withdraw,
)
from autossa.store import models


class TypeExists(Invalid):
    """License type {code} exists already, or its rate is negative."""

    field = "code"


class TypeInUse(Invalid):
    """There are licenses of type {code}, and how it stands to SSA decided what they cost; add another type instead."""

    field = "ssa"


class PriceListExists(Invalid):
    """A price list {name} exists already."""

    field = "name"


class CurrencyUnknown(Invalid):
    """{currency} is not the code of a currency (ISO 4217), which is three capital letters, such as EUR."""

    field = "currency"


class PriceListNotFound(NotFound):
    """There is no such price list."""


class ValueNegative(Invalid):
    """A rate or a price must not be negative."""

    field = "value"


@dataclass(frozen=True, slots=True)
class Instead:
    """What is entered in place of a version that is withdrawn: a rate or a price, and its first day."""

    value: Fraction
    starts_on: date


def add_license_type(
    *,
    code: str,
    name: str,
    ssc_per_year: Fraction,
    starts_on: date,
    ctx: ActionContext,
    note: str = "",
    ssa: Ssa = Ssa.CHARGED,
    acts: Acts = ANY_ACT,
) -> UUID:
    """A license type with its first rate, SSC per unit and year, from any day on, how it stands to SSA, and `acts`.

    Raises TypeExists, VersionTooFar, Invalid for the texts.
    """
    code = read_line(code, "the code", MAX_CODE, field="code")
    name = read_line(name, "the name", MAX_NAME, field="name")
    note = read_text(note, "the note", MAX_REASON, required=False, field="note")
    try:
        with transaction.atomic():
            row = models.LicenseType.objects.create(
                code=code,
                name=name,
                note=note,
                ssa=ssa.value,
                can_be_given_up=acts.can_be_given_up,
                can_be_released=acts.can_be_released,
            )
            _rate(row, starts_on, ssc_per_year, ctx)
            record_activity(ctx, "add_license_type", details={"code": code})
    except (IntegrityError, ValueNegative):
        raise TypeExists(code=code) from None
    return row.id


def set_ssa(*, code: str, ssa: Ssa, ctx: ActionContext) -> None:
    """How a type stands to SSA, as long as there is no license of it. Raises TypeNotFound, TypeInUse."""
    with transaction.atomic():
        row = locked_type(code)
        if row.ssa == ssa.value:
            return
        if models.License.objects.filter(license_type=row).exists():
            raise TypeInUse(code=code)
        row.ssa = ssa.value
        row.save(update_fields=["ssa"])
        record_activity(ctx, "set_ssa", details={"code": code, "ssa": ssa.value})


def set_rate(*, code: str, ssc_per_year: Fraction, starts_on: date, ctx: ActionContext) -> None:
    """A new rate from a day on, for lines added from then on.

    Raises TypeNotFound, VersionExists, VersionTooEarly, VersionTooFar, ValueNegative.
    """
    with transaction.atomic():
        _rate(locked_type(code), starts_on, ssc_per_year, ctx)
        record_activity(ctx, "set_rate", details={"code": code, "starts_on": starts_on.isoformat()})


def withdraw_rate(
    *, code: str, starts_on: date, reason: str, ctx: ActionContext, instead: Instead | None = None
) -> None:
    """Take back the rate from a day on, which has not begun; `instead` is entered in its place, as by `set_rate`.

    Raises TypeNotFound, VersionNotFound, VersionBegun, or as `set_rate` and `read_text`.
    """
    with transaction.atomic():
        kind = locked_type(code)
        row = withdraw(kind.rates.all(), starts_on, reason, ctx)
        details = {"code": code, "starts_on": starts_on.isoformat(), "reason": row.withdrawal}
        record_activity(ctx, "withdraw_rate", details=details)
        if instead is not None:
            set_rate(code=code, ssc_per_year=instead.value, starts_on=instead.starts_on, ctx=ctx)


def add_price_list(*, name: str, currency: str, ctx: ActionContext) -> UUID:
    """A price list in a currency (its code in ISO 4217), which says how many decimal places its amounts have.

    Raises CurrencyUnknown, PriceListExists, Invalid for the name.
    """
    name = read_line(name, "the name", MAX_REFERENCE, field="name")
    if minor_places(currency) is None:
        raise CurrencyUnknown(currency=currency)
    try:
        with transaction.atomic():
            row = models.PriceList.objects.create(name=name, currency=currency)
            record_activity(ctx, "add_price_list", details={"name": name, "currency": currency})
    except IntegrityError:
        raise PriceListExists(name=name) from None
    return row.id


def add_price_list_from(*, name: str, currency: str, price: Fraction, starts_on: date, ctx: ActionContext) -> UUID:
    """A price list with its first price, from any day on, or neither. Raises as `add_price_list`, VersionTooFar."""
    with transaction.atomic():
        key = add_price_list(name=name, currency=currency, ctx=ctx)
        set_price(price_list=key, price=price, starts_on=starts_on, ctx=ctx)
    return key


def set_price(*, price_list: UUID, price: Fraction, starts_on: date, ctx: ActionContext) -> None:
    """A new price of an SSC from a day on.

    Raises PriceListNotFound, VersionExists, VersionTooEarly, VersionTooFar, ValueNegative.
    """
    value = _not_negative(price)
    with transaction.atomic():
        check_start(_price_list(price_list).versions.all(), starts_on, ctx)
        models.SscPrice.objects.create(
            price_list_id=price_list, starts_on=starts_on, price=numeric(value), entered_on=ctx.today
        )
        record_activity(ctx, "set_price", details={"price": str(numeric(value)), "starts_on": starts_on.isoformat()})


def withdraw_price(
    *, price_list: UUID, starts_on: date, reason: str, ctx: ActionContext, instead: Instead | None = None
) -> None:
    """Take back the price from a day on, which has not begun and was not charged; `instead` takes its place.

    Raises PriceListNotFound, VersionNotFound, VersionBegun, VersionCounts, or as `set_price` and `read_text`.
    """
    with transaction.atomic():
        row = withdraw(_price_list(price_list).versions.all(), starts_on, reason, ctx)
        check_price_unused(price_list, starts_on, ctx)
        details = {"price": str(row.price), "starts_on": starts_on.isoformat(), "reason": row.withdrawal}
        record_activity(ctx, "withdraw_price", details=details)
        if instead is not None:
            set_price(price_list=price_list, price=instead.value, starts_on=instead.starts_on, ctx=ctx)


def set_policy(*, policy: Policy, starts_on: date, ctx: ActionContext) -> UUID:
    """A new policy version with its plans, for contracts concluded from a day on.

    Raises VersionExists, VersionTooEarly, VersionTooFar.
    """
    with transaction.atomic():
        check_start(models.PolicyVersion.objects.all(), starts_on, ctx)
        row = _policy(policy, starts_on, ctx)
        models.PlanVersion.objects.bulk_create(_plans(row, policy))
        record_activity(ctx, "set_policy", details={"starts_on": starts_on.isoformat()})
    return row.id


def withdraw_policy(*, starts_on: date, reason: str, ctx: ActionContext) -> None:
    """Take back the policy version from a day on, with its plans; it has not begun.

    Raises VersionNotFound, VersionBegun, VersionCounts, or as `read_text`.
    """
    with transaction.atomic():
        row = withdraw(models.PolicyVersion.objects.all(), starts_on, reason, ctx)
        check_policy_unused(row)
        details = {"starts_on": starts_on.isoformat(), "reason": row.withdrawal}
        record_activity(ctx, "withdraw_policy", details=details)


def _price_list(key: UUID) -> models.PriceList:
    """The list, locked. Raises PriceListNotFound."""
    row = models.PriceList.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise PriceListNotFound
    return row


def _not_negative(value: Fraction) -> Fraction:
    if value < 0:
        raise ValueNegative
    return value


def _rate(row: models.LicenseType, starts_on: date, ssc_per_year: Fraction, ctx: ActionContext) -> None:
    value = numeric(_not_negative(ssc_per_year))
    check_start(row.rates.all(), starts_on, ctx)
    models.LicenseRate.objects.create(license_type=row, starts_on=starts_on, ssc_per_year=value, entered_on=ctx.today)


def _policy(policy: Policy, starts_on: date, ctx: ActionContext) -> models.PolicyVersion:
    row = models.PolicyVersion(
        starts_on=starts_on,
        entered_on=ctx.today,
        grace_days=policy.grace_days,
        late_multiplier=numeric(policy.late_multiplier),
        renewal_lead_days=policy.renewal_lead_days,
        void_days=policy.void_days,
        expiry_days=list(policy.reminders.expiry_days),
        cancel_days=policy.reminders.cancel_days,
        charge_days=policy.reminders.charge_days,
        gap_days=policy.reminders.gap_days,
        reaction_days=policy.reaction_days,
        give_up=policy.give_up.value,
        entitlement_day=policy.entitlement_day.value,
        supply_date=policy.supply_date.value,
        payment_days=policy.payment_days,
        quote_days=policy.quote_days,
    )
    try:
        row.save(force_insert=True)
    except IntegrityError:  # two at once: there is no row above them to lock
        raise VersionExists(starts_on=starts_on) from None
    return row


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
