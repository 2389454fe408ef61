"""The stand-alone verifier of the docs, as the portal and its command line run it themselves."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from autossa.documents.licenses.claims import Claims

_VERIFIER: Any = import_module("autossa.documents.licenses.verifier")


class NotGenuine(Exception):
    """It is not what was signed, or not for whom it is asked; the text says why."""


def read(text: str, typ: str, jwks: Mapping[str, Any]) -> Claims:
    """The claims of a signed text of that typ. Raises NotGenuine."""
    try:
        found: Claims = _VERIFIER.read(text, typ, jwks)
    except _VERIFIER.Refused as error:
        raise NotGenuine(str(error)) from None
    return found


def verdict(
    license_file: str, manifest: str, jwks: Mapping[str, Any], *, device: str | None, serial: int, now: int
) -> Claims:
    """Whether a release may be installed: may_install, reason, license, as_of, stale. Raises NotGenuine."""
    try:
        found: Claims = _VERIFIER.verdict(license_file, manifest, jwks, device, serial, now)
    except _VERIFIER.Refused as error:
        raise NotGenuine(str(error)) from None
    except (KeyError, TypeError, ValueError) as error:
        raise NotGenuine(f"it has not the claims that it should have ({type(error).__name__})") from None
    return found
