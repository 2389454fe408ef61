"""A request of a program: whose it is, and what the permission was checked on. The clock is read here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar, cast
from uuid import UUID

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

from autossa.api.v1.frame.deprecation import Deprecated
from autossa.domain.refusals import Refusal
from autossa.operations.context import ActionContext, Actor, Seen
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.queries.access import Account, Document, Organisation, Project, TokenUse, read_key
from autossa.queries.errors import Unknown
from autossa.queries.seen import fingerprint
from autossa.queries.vendor.demo_clock import shifted, shown_day
from autossa.queries.vendor.settings import zone

T = TypeVar("T")


class Call(WSGIRequest):
    """Any request, as the handler found it."""

    request_id: str
    use: TokenUse
    moment: datetime
    is_conditional: bool  # it said which version it changes
    version: Seen | None
    deprecated: Deprecated | None

    @property
    def account(self) -> Account:
        """Who the token speaks for."""
        return self.use.account

    @property
    def today(self) -> date:
        """The day in the vendor's zone."""
        return shown_day(self.moment)


class ProjectCall(Call):
    """On the project that the permission was checked on."""

    project: Project


class OrganisationCall(Call):
    """For the organisation that the permission was checked on."""

    organisation: Organisation


class DocumentCall(Call):
    """On the invoice or credit note that the permission was checked on."""

    document: Document


class UnknownId(Invalid):
    """There is no such thing, or it is not yours."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


def key_of(prefix: str, text: str, field: str) -> UUID:
    """The key behind an id in a body. Raises UnknownId."""
    try:
        return read_key(prefix, text)
    except Unknown:
        raise UnknownId(field) from None


def now() -> datetime:
    """This moment in the vendor's zone, as the demo's clock shows it."""
    return shifted(datetime.now(zone()))


def real_now() -> datetime:
    """This moment by the machine's own clock."""
    return datetime.now(UTC)


def address_of(request: HttpRequest) -> str:
    """The caller's address, as the server or its proxy names it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def context_of(request: HttpRequest) -> ActionContext:
    """In which context the caller does something."""
    call = cast(Call, request)
    actor = Actor(call.account.name, call.account.user, address=address_of(request))
    return ActionContext(actor, call.today, call.moment)


def agreed_context(request: HttpRequest, agreed: str | None, look: Callable[[], object]) -> ActionContext:
    """As `context_of`, by somebody who agreed to a preview (`token_of` what `look` reads); None agrees to anything."""
    ctx = context_of(request)
    return ctx if agreed is None else replace(ctx, seen=Seen(agreed, look))


def allowed(found: T | Refusal) -> T:
    """What a preview found. Raises Refused where the rules refuse."""
    if isinstance(found, Refusal):
        raise Refused(found)
    return found


def found_or_404(found: T | None) -> T:
    """What a query found. Raises NotFound where it found nothing."""
    if found is None:
        raise NotFound
    return found


def path_key(prefix: str, text: str) -> UUID:
    """The key behind an id in an address. Raises NotFound."""
    try:
        return read_key(prefix, text)
    except Unknown:
        raise NotFound from None


def token_of(shown: object) -> str:
    """What a deed is told, so that it is refused once something else would be shown."""
    return fingerprint(shown)
