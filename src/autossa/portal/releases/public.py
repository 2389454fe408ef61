"""What everybody can read without logging in: which release came on which day, and how long branches are supported."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from autossa.portal.web.clock import today
from autossa.portal.web.page import Cache, page
from autossa.portal.web.permissions import Scope
from autossa.queries.releases.public import public_products

KEPT = 300  # seconds


@page(Scope.PUBLIC, cache=Cache.BY_VIEW)
@cache_control(private=True, max_age=KEPT)  # in the reader's browser alone: the page around it has a form with a token
@vary_on_headers("Cookie", "Accept-Language")
def overview(request: HttpRequest) -> HttpResponse:
    """All products with what was published of them; what is to come is marked, and what was withdrawn."""
    return render(request, "portal/releases/public/overview.html", {"products": public_products(today())})
