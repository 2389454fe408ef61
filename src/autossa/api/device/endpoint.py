"""The one decorator of an endpoint for devices: the method, who asks, and every error as a problem."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from autossa.api.device.answers import problem, problem_of
from autossa.operations.accounts.programs.asks import AskedTooOften
from autossa.operations.context import ActionContext, Actor
from autossa.operations.devices.answers import NotSignedIn, SignedIn, admit_stranger, sign_in
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.limits import LimitReached
from autossa.operations.security_log import note
from autossa.queries.vendor.demo_clock import shifted

View = Callable[[HttpRequest], HttpResponse]
DeviceView = Callable[[HttpRequest, SignedIn, datetime], HttpResponse]
StrangerView = Callable[[HttpRequest, datetime], HttpResponse]

_SCHEME = "bearer "
_WAY_IN = 'Bearer realm="device"'


def now() -> datetime:
    """This moment: the clock is read here, and handed down."""
    return shifted(datetime.now(UTC))


def address_of(request: HttpRequest) -> str:
    """The caller's address, as the server or its proxy names it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def context_of(device: SignedIn, request: HttpRequest, moment: datetime) -> ActionContext:
    """Something that the device itself does, today."""
    return ActionContext(Actor(f"Device {device.public_id}", address=address_of(request)), device.day, moment)


def for_devices(method: str) -> Callable[[DeviceView], View]:
    """An endpoint for a device that signed in; it gets the device and the moment."""

    def decorate(view: DeviceView) -> View:
        @wraps(view)
        def inner(request: HttpRequest) -> HttpResponse:
            moment = now()
            device = sign_in(secret=_secret(request), address=address_of(request), now=moment)
            return view(request, device, moment)

        return _guarded(method, inner)

    return decorate


def for_strangers(method: str) -> Callable[[StrangerView], View]:
    """An endpoint for who has no secret yet, counted by address before anything is read; it gets the moment."""

    def decorate(view: StrangerView) -> View:
        @wraps(view)
        def inner(request: HttpRequest) -> HttpResponse:
            moment = now()
            admit_stranger(address=address_of(request), now=moment)
            return view(request, moment)

        return _guarded(method, inner)

    return decorate


def _guarded(method: str, view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        if settings.HTTPS and not request.is_secure():
            return problem(403, "https_needed", "Use HTTPS: what is sent here is secret.")
        if request.method != method:
            return problem(405, "method_not_allowed", f"Use {method} here.", headers={"Allow": method})
        try:
            return view(request)
        except NotSignedIn as error:
            note("device_refused", address=address_of(request))
            return problem_of(request, error, 401, **{"WWW-Authenticate": _WAY_IN})
        except AskedTooOften as error:
            if error.is_first:  # the log tells that it began, not each one
                note("device_asks_too_often", address=address_of(request))
            return problem_of(request, error, 429, **{"Retry-After": str(error.facts["seconds"])})
        except LimitReached as error:
            note("device_codes_too_often", address=address_of(request))
            return problem_of(request, error, 429, **_again(error))
        except NotFound as error:
            return problem_of(request, error, 404)
        except Invalid as error:
            return problem_of(request, error, 422 if error.field else 400)

    return inner


def _again(error: LimitReached) -> dict[str, str]:
    again = error.facts.get("again")
    return {"Retry-After": str(max(1, int((again - now()).total_seconds()) + 1))} if isinstance(again, datetime) else {}


def _secret(request: HttpRequest) -> str:
    """What stands in the Authorization header; an empty one is no device's."""
    given = request.META.get("HTTP_AUTHORIZATION", "")
    return given[len(_SCHEME) :].strip() if given[: len(_SCHEME)].lower() == _SCHEME else ""
