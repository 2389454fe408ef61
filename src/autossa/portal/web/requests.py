"""Requests with what was found out about them, typed: a view says by its first parameter what it relies on.

They are HttpRequests to whoever runs them. The middleware sets what `PortalRequest` has, the decorator `page` the rest.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_network
from urllib.parse import unquote
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict

from autossa.domain.texts import without_unseen
from autossa.operations import limits
from autossa.operations.context import ActionContext, Actor, Seen
from autossa.operations.limits import IPV6_LINE
from autossa.portal.web.clock import now, today
from autossa.queries.access import Account, Document, Organisation, Project, read_key
from autossa.queries.errors import Unknown
from autossa.queries.seen import fingerprint
from autossa.queries.vendor.settings import Look

MAX_SEARCH_LENGTH = 100
_MAX_PATH = 2000
_PLAIN = re.compile(r"/[\x21-\x5b\x5d-\x7e]*")  # of ASCII all that is shown, without the backslash
_QUOTED_TIMES = 4  # nobody on the way unquotes more often
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")  # of the route of a page
_ID = re.compile(r"[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}|[0-9]{1,9}|[0-9]{4}-[0-9]{2}-[0-9]{2}")


class PortalRequest(HttpRequest):
    """Any request that the middleware has seen."""

    account: Account | None
    chosen_organisation: UUID | None
    look: Look
    must_set_up: bool
    without_database: bool
    is_forwarded: bool


class AccountRequest(HttpRequest):
    """Somebody is signed in."""

    account: Account
    chosen_organisation: UUID | None


class VendorRequest(AccountRequest):
    """The vendor's staff."""


class ProjectRequest(AccountRequest):
    """On the project that the permission was checked on."""

    project: Project


class OrganisationRequest(AccountRequest):
    """For the organisation that the permission was checked on."""

    organisation: Organisation


class DocumentRequest(AccountRequest):
    """On the invoice or credit note that the permission was checked on."""

    document: Document


def address_of(request: HttpRequest) -> str:
    """The visitor's address; headers that anybody can send are not looked at."""
    return str(request.META.get("REMOTE_ADDR", ""))


def line_of(request: HttpRequest) -> str:
    """The visitor's address as attempts are counted: of IPv6 the first of the network that one line has."""
    address = address_of(request)
    try:
        return str(ip_network(f"{address}/{IPV6_LINE}", strict=False).network_address) if ":" in address else address
    except ValueError:
        return address


def path_of(request: HttpRequest) -> str:
    """The path as a log of what was refused may have it: with ids, and without anything else that somebody typed."""
    page = request.resolver_match
    if page is None or "(?P" in page.route:
        return page.url_name or "" if page else ""
    said = {name: value if _ID.fullmatch(str(value)) else "…" for name, value in page.kwargs.items()}
    return "/" + _PARAMETER.sub(lambda found: str(said.get(found[1], "…")), page.route)


def account_of(request: HttpRequest) -> Account | None:
    """Who is signed in, as the middleware found it; None for nobody, or somebody who is suspended."""
    return getattr(request, "account", None)


def require_account(request: HttpRequest) -> Account:
    """Who is signed in, where the type of the request does not say so. Raises Http404."""
    account = account_of(request)
    if account is None:
        raise Http404
    return account


def chosen_of(request: HttpRequest) -> UUID | None:
    """The organisation somebody chose to work for, None for all of theirs; lists follow it, rights never do."""
    return getattr(request, "chosen_organisation", None)


def seen_of(shown: object) -> str:
    """What a page shows to whoever decides, for the hidden field `seen` of its form."""
    return fingerprint(shown)


def action_context(request: HttpRequest, shown: Callable[[], object] | None = None) -> ActionContext:
    """The occasion of a use case done in the portal: the person, for whom they act, from which address.

    `shown` reads again what the page showed (`seen_of`): when it has changed, nothing is done, `@page` shows it again.
    """
    account = require_account(request)
    actor = Actor(account.name, account.user, account.person.acting_for, request.META.get("REMOTE_ADDR"))
    seen = Seen(request.POST.get("seen", ""), shown) if shown else None
    return ActionContext(actor, today(), now(), seen)


def key_or_404(prefix: str, text: str) -> UUID:
    """The id in an address. Raises Http404 for what is none."""
    try:
        return read_key(prefix, text)
    except Unknown:
        raise Http404 from None


def known_keys(prefix: str, texts: Iterable[str]) -> Iterator[str]:
    """Those texts that are ids; others are passed over."""
    for text in texts:
        with suppress(Unknown):
            read_key(prefix, text)
            yield text


def line_numbers(texts: Iterable[str]) -> set[int]:
    """Those texts that can be numbers of license lines; others are passed over."""
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 9}


def search_words(given: QueryDict, name: str = "q") -> str:
    """What a list is searched for, or narrowed to by another name."""
    return without_unseen(given.get(name, ""))[:MAX_SEARCH_LENGTH]


def safe_next(request: HttpRequest) -> str:
    """The page to go back to, when it is one of this portal."""
    return own_path(request.POST.get("next")) or "/"


def own_path(wanted: str | None) -> str | None:
    """The path and query to go to; None for whatever a browser, or a program on the way, could take for another place.

    It begins with one slash; no backslash, blank or control character is in it, and its path has no second slash in a
    row and no dots that climb, however often it is unquoted.
    """
    if not wanted or len(wanted) > _MAX_PATH or not _PLAIN.fullmatch(wanted):
        return None
    path = re.split(r"[?#]", wanted, maxsplit=1)[0]
    for _ in range(_QUOTED_TIMES):
        if not _is_plain_path(path):
            return None
        path = unquote(path, errors="replace")
    return wanted if _is_plain_path(path) else None


def _is_plain_path(path: str) -> bool:
    if "\\" in path or not path.isprintable():
        return False
    _, *steps = path.split("/")
    return not {".", ".."} & set(steps) and "" not in steps[:-1]


def count_export(request: AccountRequest) -> None:
    """One more export by who asks. Raises TooManyExports."""
    limits.count_export(action_context(request), request.account.person)
