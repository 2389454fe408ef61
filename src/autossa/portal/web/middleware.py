"""Put on every request: the vendor's look and zone, who is signed in, their language; the second factor asked for."""

from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from autossa.domain.rights import needs_second_factor
from autossa.operations.accounts import sessions
from autossa.operations.limits import LimitReached
from autossa.portal.web.clock import now, today
from autossa.portal.web.error_pages import too_large, too_often
from autossa.portal.web.forms import error_text
from autossa.portal.web.permissions import Permission, Scope
from autossa.portal.web.requests import PortalRequest, account_of, address_of
from autossa.queries.access import Account, load_account
from autossa.queries.accounts.account import has_second_factor
from autossa.queries.vendor.settings import look

CHOSEN = "organisation"  # of the session: the organisation somebody works for at present
DEMO_LOG_IN = "demo_log_in"  # of the session: logged in by one click in the demo
_SEEN = "seen_at"
BEGUN = "begun_at"  # of the session: when somebody logged in
_SEEN_EVERY = timedelta(minutes=5)

_FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_SSL",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
)
_DIGITS = 14  # of a length that is worth reading

Respond = Callable[[HttpRequest], HttpResponse]


def visitor_address(get_response: Respond) -> Respond:
    """Where the visitor is, and whether over TLS, as the vendor's own proxy says; nobody else's word is read.

    Of each header the last entry counts, the one that the proxy added. Without a proxy, and for what no proxy of this
    portal sets, the headers are taken away, so that nothing behind reads them. An IPv4 address is one, also where the
    server names it by IPv6.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        said = {name: request.META.pop(name) for name in _FORWARDED if name in request.META}
        cast(PortalRequest, request).is_forwarded = bool(said) or "HTTP_VIA" in request.META
        request.META["REMOTE_ADDR"] = read_address(address_of(request)) or address_of(request)
        if settings.BEHIND_PROXY:
            found = read_address(_last(said.get("HTTP_X_FORWARDED_FOR", "")))
            if found:
                request.META["REMOTE_ADDR"] = found
            if "HTTP_X_FORWARDED_PROTO" in said:
                request.META["HTTP_X_FORWARDED_PROTO"] = _last(said["HTTP_X_FORWARDED_PROTO"]).lower()
        return get_response(request)

    return middleware


def body_limit(get_response: Respond) -> Respond:
    """413 for more than a form of this portal sends, before a byte of it is read; one address takes files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        takes_files = request.method == "POST" and settings.UPLOAD_ADDRESS.fullmatch(request.path)
        most = settings.UPLOAD_LIMIT if takes_files else settings.BODY_LIMIT
        if not (length.isascii() and length.isdigit() and len(length) < _DIGITS) or int(length) > most:
            cast(PortalRequest, request).account = None
            return too_large(request)
        return get_response(request)

    return middleware


def read_address(text: str) -> str:
    """An address as a proxy writes it: with a port or without, IPv6 in brackets or without; empty for no address."""
    plain = text.strip().strip('"')
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain.partition("%")[0])
    except ValueError:
        return ""
    return str((isinstance(found, IPv6Address) and found.ipv4_mapped) or found)


def _last(header: str) -> str:
    return header.rpartition(",")[2].strip()


def vendor_look(get_response: Respond) -> Respond:
    """What the vendor has set, read once a request (`request.look`); until the answer, days are days in their zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        found = cast(PortalRequest, request).look = look()
        with timezone.override(ZoneInfo(found.time_zone)):
            return get_response(request)

    return middleware


class AccountMiddleware:
    """Sets `request.account` and `request.chosen_organisation`, both None for nobody; speaks the person's language.

    Who must have a second factor and has none is led to the page that sets one up, from every page that is not public.
    """

    def __init__(self, get_response: Respond) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = None if request.path == reverse("theme") else _account(request)
        cast(PortalRequest, request).account = account
        cast(PortalRequest, request).chosen_organisation = _chosen(request, account)
        if account is not None:
            translation.activate(str(getattr(request.user, "language", "en")))
            request.LANGUAGE_CODE = translation.get_language()
            _note_seen(request)
        response = self._get_response(request)
        return response if account is None else _unkept(request, response)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead to the second factor before anything else."""
        permission: Permission | None = getattr(view, "permission", None)
        account = account_of(request)
        if permission is None or permission.scope is Scope.PUBLIC or account is None:
            return None
        if not lacks_second_factor(request, account):
            return None
        cast(PortalRequest, request).must_set_up = True
        return None if getattr(view, "before_second_factor", False) else HttpResponseRedirect(reverse("mfa_index"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What was done too often, where the page itself says nothing of it."""
        return too_often(request, error_text(exception)) if isinstance(exception, LimitReached) else None


def _unkept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing that somebody saw who was signed in stays in their browser: whatever answers, errors included.

    What is for everybody, such as the theme, says so itself.
    """
    if "public" not in response.get("Cache-Control", ""):
        add_never_cache_headers(response)
    if not request.session.has_key("_auth_user_id"):  # has just logged out
        response["Clear-Site-Data"] = '"cache"'
    return response


def lacks_second_factor(request: HttpRequest, account: Account) -> bool:
    """A second factor is required and not set up; the demo's one-click log-in does without."""
    if not needs_second_factor(account.person, settings.SECOND_FACTOR):
        return False
    if request.session.get(DEMO_LOG_IN) and settings.DEMO:
        return False
    return not has_second_factor(account.user)


def _account(request: HttpRequest) -> Account | None:
    if not request.session.has_key("_auth_user_id"):
        return None
    user = request.user
    account = load_account(UUID(str(user.pk)), today(), now()) if user.is_authenticated else None
    if account is not None and _is_over(request, account):
        account = None
    if account is None:  # suspended, or the password was changed elsewhere, or it is time to log in again
        logout(request)
    return account


def _is_over(request: HttpRequest, account: Account) -> bool:
    """A session ends some time after it began, however much it is used; one of the demo not because its clock moved."""
    if request.session.get(DEMO_LOG_IN) and settings.DEMO:
        return False
    lasts = sessions.STAFF_LASTS if account.person.is_staff else settings.KEEP_SESSIONS
    begun = float(request.session.get(BEGUN, 0))
    return now().timestamp() - begun >= lasts.total_seconds()


def _chosen(request: HttpRequest, account: Account | None) -> UUID | None:
    if account is None:
        return None
    kept = request.session.get(CHOSEN, "")
    return next((member.organisation for member in account.person.members if str(member.organisation) == kept), None)


def _note_seen(request: HttpRequest) -> None:
    moment = now()
    if moment.timestamp() - request.session.get(_SEEN, 0) >= _SEEN_EVERY.total_seconds():
        request.session[_SEEN] = int(moment.timestamp())
        sessions.note_seen(key=request.session.session_key or "", moment=moment)
