"""The whole application: what devices and programs ask goes its own way, everything else to the pages."""

from collections.abc import Iterable

from autossa.api.device import handler as device
from autossa.api.device.handler import Application, Environ, Start
from autossa.api.v1 import handler as v1


def before(pages: Application) -> Application:
    """By the beginning of the address; the longest first."""
    ways = ((device.PREFIX, device.application()), (v1.PREFIX, v1.application()))

    def whole(environ: Environ, start_response: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        wanted = next((way for prefix, way in ways if path.startswith(prefix)), pages)
        return wanted(environ, start_response)

    return whole
