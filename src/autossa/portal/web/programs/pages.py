"""Pages of the API: its endpoints, and every code that a problem can have, with what to do."""

from django.http import Http404, HttpRequest, HttpResponse

from autossa.portal.web.help import help_page
from autossa.portal.web.page import Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.programs.document import groups
from autossa.wording.refusals import every_code, words_of_code


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def endpoints(request: HttpRequest) -> HttpResponse:
    """How the API is used, and which endpoints each area has."""
    return help_page(request, "help_api", "api", "programs/", areas=groups())


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def area(request: HttpRequest, area: str) -> HttpResponse:
    """The endpoints of one area: what is sent, and what is answered."""
    found = next((one for one in groups() if one.slug == area), None)
    if found is None:
        raise Http404
    return help_page(request, "help_api", "area", "programs/", area=found)


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def codes(request: HttpRequest) -> HttpResponse:
    """Every code of a problem, in words."""
    rows = [(code, words_of_code(code)) for code in every_code()]
    return help_page(request, "help_codes", "codes", "programs/", rows=rows)


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def code(request: HttpRequest, code: str) -> HttpResponse:
    """One of them: where the `type` of a problem leads."""
    said = words_of_code(code)
    if said is None:
        raise Http404
    return help_page(request, "help_codes", "code", "programs/", code=code, said=said)
