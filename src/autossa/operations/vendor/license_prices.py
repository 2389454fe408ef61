"""What licenses cost on a price list, as dated versions: entered ahead, superseded, withdrawn before they begin."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.validation import numeric
from autossa.operations.vendor.catalogue import Instead, PriceListNotFound, ValueNegative
from autossa.operations.vendor.license_types import locked_type
from autossa.operations.vendor.versions import check_start, withdraw
from autossa.store import models


def set_license_price(*, price_list: UUID, code: str, price: Fraction, starts_on: date, ctx: ActionContext) -> None:
    """A new price of a license type on a list from a day on, money a unit, for orders placed from then on.

    Raises PriceListNotFound, TypeNotFound, VersionExists, VersionTooEarly, VersionTooFar, ValueNegative.
    """
    if price < 0:
        raise ValueNegative
    with transaction.atomic():
        kind, of = locked_type(code), _list(price_list)
        check_start(kind.prices.filter(price_list=of), starts_on, ctx)
        models.LicensePrice.objects.create(
            price_list=of, license_type=kind, starts_on=starts_on, price=numeric(price), entered_on=ctx.today
        )
        record_activity(ctx, "set_license_price", details=_about(code, of, starts_on, price))


def withdraw_license_price(
    *, price_list: UUID, code: str, starts_on: date, reason: str, ctx: ActionContext, instead: Instead | None = None
) -> None:
    """Take back the price from a day on, which has not begun; `instead` is entered in its place.

    Raises PriceListNotFound, TypeNotFound, VersionNotFound, VersionBegun, or as `set_license_price` and `read_text`.
    """
    with transaction.atomic():
        kind, of = locked_type(code), _list(price_list)
        row = withdraw(kind.prices.filter(price_list=of), starts_on, reason, ctx)
        details = _about(code, of, starts_on, Fraction(row.price)) | {"reason": row.withdrawal}
        record_activity(ctx, "withdraw_license_price", details=details)
        if instead is not None:
            set_license_price(
                price_list=price_list, code=code, price=instead.value, starts_on=instead.starts_on, ctx=ctx
            )


def _list(key: UUID) -> models.PriceList:
    row = models.PriceList.objects.filter(pk=key).first()
    if row is None:
        raise PriceListNotFound
    return row


def _about(code: str, of: models.PriceList, starts_on: date, price: Fraction) -> dict[str, str]:
    return {"code": code, "list": of.name, "price": str(numeric(price)), "starts_on": starts_on.isoformat()}
