"""The money of the next 90 days for finance: by method and certainty; and what was expected and came."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from autossa.domain.amounts import Money
from autossa.domain.billing.documents import Method
from autossa.domain.billing.forecast import DAYS, Certainty, Outlook
from autossa.domain.rights import Action
from autossa.portal.ui.pictures.money import MoneyPicture, months_picture, weeks_picture
from autossa.portal.web.clock import today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest
from autossa.queries.billing.forecast.money import MoneyAhead, money_ahead


@dataclass(frozen=True, slots=True)
class Shown:
    """A currency as the page shows it."""

    ahead: MoneyAhead
    weeks: MoneyPicture | None
    months: MoneyPicture | None
    methods: tuple[Method, ...]
    rows: tuple[tuple[Certainty, tuple[tuple[Method, Money], ...], Money], ...]
    sums: tuple[tuple[Method, Money], ...]
    by_week: tuple[tuple[date, tuple[Money, ...], Money], ...]


@page(Scope.VENDOR, Action.KEEP_BOOKS)
def overview(request: VendorRequest) -> HttpResponse:
    """Picture and table for each currency."""
    shown = [_shown(one) for one in money_ahead(today())]
    return render(request, "portal/billing/forecast/forecast.html", {"shown": shown, "days": DAYS})


def _shown(ahead: MoneyAhead) -> Shown:
    outlook = ahead.outlook
    methods = tuple(one for one in Method if one in outlook.by_method())
    certainties = tuple(outlook.by_certainty())
    return Shown(
        ahead=ahead,
        weeks=weeks_picture(outlook),
        months=months_picture(ahead.months, outlook.currency),
        methods=methods,
        rows=tuple(
            (one, tuple((method, _sum(outlook, one, method)) for method in methods), outlook.by_certainty()[one])
            for one in certainties
        ),
        sums=tuple((method, outlook.by_method()[method]) for method in methods),
        by_week=tuple(
            (first, tuple(amounts.get(one, 0) for one in certainties), sum(amounts.values()))
            for first, amounts in outlook.weeks()
        ),
    )


def _sum(outlook: Outlook, certainty: Certainty, method: Method) -> Money:
    return sum(amount for (_, by, how), amount in outlook.amounts.items() if (by, how) == (method, certainty))
