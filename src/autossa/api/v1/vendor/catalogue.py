"""Endpoints of the catalogue: license types and rates, price lists, license prices, policies, VAT rates.

Versions are never edited, only superseded; one that has not begun can be withdrawn.
"""

import csv
import io

from django.http.response import HttpResponseBase
from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import CSV, file_of
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.vendor.shapes import (
    ActsIn,
    LicensePriceOut,
    PriceListIn,
    PriceListOut,
    TypeIn,
    TypeOut,
    VersionIn,
    WithdrawIn,
    license_price_out,
    price_list_out,
    type_out,
)
from autossa.domain.amounts import parse_decimal
from autossa.domain.rights import Action
from autossa.domain.texts import neutral
from autossa.operations.errors import NotFound
from autossa.operations.vendor import catalogue, license_prices, license_types
from autossa.operations.vendor.license_types import Acts
from autossa.queries.identifiers import price_list_name
from autossa.queries.permissions import Scope
from autossa.queries.vendor import catalogue as queries
from autossa.queries.vendor import license_prices as prices

router = Router(tags=["Catalogue"])
_SEE, _EDIT = Action.VIEW_CATALOGUE, Action.EDIT_CATALOGUE
_TYPE, _LIST = "/license-types/{type_id}", "/price-lists/{list_id}"
_PRICE = _LIST + "/license-prices/{type_id}"


@endpoint(router, "GET", "/license-types", Scope.VENDOR, _SEE, answer=Listed[TypeOut])
def list_license_types(request: Call, ask: Query[PageAsk]) -> Listed[TypeOut]:
    """License types with their rates, by code."""
    return listed(queries.license_types(request.today), ask, type_out)


@endpoint(router, "GET", _TYPE, Scope.VENDOR, _SEE, answer=TypeOut)
def get_license_type(request: Call, type_id: str) -> TypeOut:
    """One license type."""
    return _type(request, type_id)


@endpoint(router, "POST", "/license-types", Scope.VENDOR, _EDIT, answer=TypeOut, status=201)
def add_license_type(request: Call, body: TypeIn) -> TypeOut:
    """A new license type with its first rate."""
    catalogue.add_license_type(
        code=body.code, name=body.name, note=body.note, ssa=body.ssa, ssc_per_year=parse_decimal(body.value),
        starts_on=body.starts_on, acts=Acts(body.can_be_given_up, body.can_be_released), ctx=context_of(request),
    )  # fmt: skip
    return type_out(next(row for row in queries.license_types(request.today) if row.code == body.code))


@endpoint(router, "POST", _TYPE + "/rates", Scope.VENDOR, _EDIT, answer=TypeOut, status=201)
def add_rate(request: Call, type_id: str, body: VersionIn) -> TypeOut:
    """A new rate from a day on."""
    code, value = _type(request, type_id).code, parse_decimal(body.value)
    catalogue.set_rate(code=code, ssc_per_year=value, starts_on=body.starts_on, ctx=context_of(request))
    return _type(request, type_id)


@endpoint(router, "POST", _TYPE + "/rates/withdraw", Scope.VENDOR, _EDIT, answer=TypeOut)
def withdraw_rate(request: Call, type_id: str, body: WithdrawIn) -> TypeOut:
    """Withdraw a rate that has not begun."""
    code = _type(request, type_id).code
    catalogue.withdraw_rate(code=code, starts_on=body.starts_on, reason=body.reason, ctx=context_of(request))
    return _type(request, type_id)


@endpoint(router, "POST", _TYPE + "/acts", Scope.VENDOR, _EDIT, answer=TypeOut)
def set_acts(request: Call, type_id: str, body: ActsIn) -> TypeOut:
    """Whether its licenses can be given up, and released from devices, from now on."""
    acts = Acts(body.can_be_given_up, body.can_be_released)
    license_types.set_acts(code=_type(request, type_id).code, acts=acts, ctx=context_of(request))
    return _type(request, type_id)


@endpoint(router, "GET", "/price-lists", Scope.VENDOR, _SEE, answer=Listed[PriceListOut])
def list_price_lists(request: Call, ask: Query[PageAsk]) -> Listed[PriceListOut]:
    """Price lists with their prices of an SSC, by name."""
    return listed(queries.price_lists(request.today), ask, price_list_out)


@endpoint(router, "GET", _LIST, Scope.VENDOR, _SEE, answer=PriceListOut)
def get_price_list(request: Call, list_id: str) -> PriceListOut:
    """One price list."""
    return _list(request, list_id)


@endpoint(router, "POST", "/price-lists", Scope.VENDOR, _EDIT, answer=PriceListOut, status=201)
def add_price_list(request: Call, body: PriceListIn) -> PriceListOut:
    """A new price list with its first price."""
    key = catalogue.add_price_list_from(
        name=body.name, currency=body.currency, price=parse_decimal(body.value), starts_on=body.starts_on,
        ctx=context_of(request),
    )  # fmt: skip
    return _list(request, price_list_name(key))


@endpoint(router, "POST", _LIST + "/prices", Scope.VENDOR, _EDIT, answer=PriceListOut, status=201)
def add_price(request: Call, list_id: str, body: VersionIn) -> PriceListOut:
    """A new price of an SSC from a day on."""
    catalogue.set_price(
        price_list=path_key("plt", list_id), price=parse_decimal(body.value), starts_on=body.starts_on,
        ctx=context_of(request),
    )  # fmt: skip
    return _list(request, list_id)


@endpoint(router, "POST", _LIST + "/prices/withdraw", Scope.VENDOR, _EDIT, answer=PriceListOut)
def withdraw_price(request: Call, list_id: str, body: WithdrawIn) -> PriceListOut:
    """Withdraw a price that has not begun."""
    catalogue.withdraw_price(
        price_list=path_key("plt", list_id), starts_on=body.starts_on, reason=body.reason, ctx=context_of(request)
    )
    return _list(request, list_id)


@endpoint(router, "GET", _LIST + "/license-prices", Scope.VENDOR, _SEE, answer=Listed[LicensePriceOut])
def list_license_prices(request: Call, list_id: str, ask: Query[PageAsk]) -> Listed[LicensePriceOut]:
    """What each license type costs on a price list."""
    found = next((one for one in prices.license_prices(request.today) if one.id == list_id), None)
    if found is None:
        raise NotFound
    return listed(found.rows, ask, license_price_out, lambda row: row.type)


@endpoint(router, "GET", "/license-prices.csv", Scope.VENDOR, _SEE, files=(CSV,))
def export_license_prices(request: Call) -> HttpResponseBase:
    """All versions of all license prices as CSV, those that were withdrawn too."""
    file, rows = io.StringIO(), prices.list_license_prices()
    writer = csv.writer(file)
    writer.writerow(("price_list", "license_type", "currency", "price", "starts_on", "withdrawn_on"))
    writer.writerows([neutral(str(cell or "")) for cell in row.values()] for row in rows)
    return file_of(file.getvalue().encode(), "license-prices.csv", CSV)


@endpoint(router, "POST", _PRICE, Scope.VENDOR, _EDIT, answer=LicensePriceOut, status=201)
def add_license_price(request: Call, list_id: str, type_id: str, body: VersionIn) -> LicensePriceOut:
    """A new price of a license type from a day on."""
    row = _license_price(request, list_id, type_id)
    license_prices.set_license_price(
        price_list=path_key("plt", list_id), code=row.code, price=parse_decimal(body.value), starts_on=body.starts_on,
        ctx=context_of(request),
    )  # fmt: skip
    return _license_price(request, list_id, type_id)


@endpoint(router, "POST", _PRICE + "/withdraw", Scope.VENDOR, _EDIT, answer=LicensePriceOut)
def withdraw_license_price(request: Call, list_id: str, type_id: str, body: WithdrawIn) -> LicensePriceOut:
    """Withdraw a license price that has not begun."""
    row = _license_price(request, list_id, type_id)
    license_prices.withdraw_license_price(
        price_list=path_key("plt", list_id), code=row.code, starts_on=body.starts_on, reason=body.reason,
        ctx=context_of(request),
    )  # fmt: skip
    return _license_price(request, list_id, type_id)


def _type(request: Call, type_id: str) -> TypeOut:
    found = queries.find_license_type(type_id, request.today)
    if found is None:
        raise NotFound
    return type_out(found)


def _list(request: Call, list_id: str) -> PriceListOut:
    found = queries.find_price_list(list_id, request.today)
    if found is None:
        raise NotFound
    return price_list_out(found)


def _license_price(request: Call, list_id: str, type_id: str) -> LicensePriceOut:
    found = prices.find_license_price(list_id, type_id, request.today)
    if found is None:
        raise NotFound
    return license_price_out(found)
