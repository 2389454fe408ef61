"""The way of a device's request: Django's own, without what pages need.

Devices ask often. A page's way reads the vendor's look, a session and a person, none of which a device has; it takes
longer than the whole answer.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.module_loading import import_string

PREFIX = "/api/v1/device/"
URLS = "autossa.api.device.urls"

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


class DeviceRequest(WSGIRequest):
    """A request whose addresses, and pages of errors, are those of the interface for devices."""

    urlconf = URLS


class DeviceHandler(WSGIHandler):
    """Django's handler, with `settings.DEVICE_MIDDLEWARE` alone."""

    request_class = DeviceRequest

    def load_middleware(self, is_async: bool = False) -> None:
        """As Django does it, of another list."""
        self._view_middleware = self._template_response_middleware = self._exception_middleware = ()
        chain = convert_exception_to_response(getattr(self, "_get_response"))  # noqa: B009 - unknown to its stubs
        for name in reversed(settings.DEVICE_MIDDLEWARE):
            chain = convert_exception_to_response(import_string(name)(chain))
        self._middleware_chain = chain


def before(pages: Application) -> Application:
    """The whole application: devices go their way, everything else to the pages."""
    devices = DeviceHandler()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        wanted = devices if environ.get("PATH_INFO", "").startswith(PREFIX) else pages
        return wanted(environ, start_response)

    return application
