"""What a device without a network tells the portal: compact JSON as base64url, small enough for a QR code."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from autossa.domain.devices.plain_json import LARGEST_NUMBER, read_json

MAX_LETTERS = 4_000
_NONCE = re.compile(r"[A-Za-z0-9_-]{0,64}")
_MAX_NAME, _MAX_LICENSES = 100, 500
_MAX_QUANTITY = 1_000_000_000


class Kind(StrEnum):
    """What a device wants: the newest license file, or to say which one it has."""

    REQUEST = "request"
    CONFIRM = "confirm"


class NotARequest(ValueError):
    """It is not what a device shows."""


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """Which device it is (`dev_…`, or its hardware id), what is installed there, the highest serial it has seen.

    `quantities` are what it has of each license now; None where it does not say.
    """

    kind: Kind
    device: str = ""
    hardware_id: str = ""
    product: str = ""
    version: str = ""
    serial: int = 0
    nonce: str = ""
    quantities: Mapping[str, int] | None = field(default=None)


def read_request(text: str) -> DeviceRequest:
    """What a device has shown, wherever the lines of its text were broken. Raises NotARequest."""
    packed = "".join(text.split())
    if not packed or len(packed) > MAX_LETTERS:
        raise NotARequest
    try:
        raw = (
            packed.encode("ascii") if packed[0] == "{" else base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        )
        said = read_json(raw.decode("utf-8"))
    except (ValueError, binascii.Error, RecursionError):
        raise NotARequest from None
    if not isinstance(said, dict) or type(said.get("v")) is not int or said["v"] != 1:
        raise NotARequest
    try:
        kind = Kind(str(said.get("kind")))
    except ValueError:
        raise NotARequest from None
    named = {name: _name(said, name) for name in ("device", "hardware_id", "product", "version")}
    found = DeviceRequest(kind, **named, serial=_serial(said), nonce=_nonce(said), quantities=_quantities(said))
    if not found.device and not found.hardware_id:
        raise NotARequest
    return found


def write_request(request: DeviceRequest) -> str:
    """As a device shows it; tests, and who builds a device, have it from here."""
    said: dict[str, Any] = {"v": 1, "kind": request.kind.value, "serial": request.serial}
    for name in ("device", "hardware_id", "product", "version", "nonce", "quantities"):
        if getattr(request, name) not in ("", None):
            said[name] = getattr(request, name)
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).rstrip(b"=").decode("ascii")


def _name(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > _MAX_NAME or not value.isprintable():
        raise NotARequest
    return value


def _nonce(said: Mapping[str, Any]) -> str:
    value = said.get("nonce", "")
    if not isinstance(value, str) or not _NONCE.fullmatch(value):
        raise NotARequest
    return value


def _serial(said: Mapping[str, Any]) -> int:
    value = said.get("serial", 0)
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise NotARequest
    return value


def _quantities(said: Mapping[str, Any]) -> Mapping[str, int] | None:
    value = said.get("quantities")
    if value is None:
        return None
    if not isinstance(value, dict) or len(value) > _MAX_LICENSES:
        raise NotARequest
    if any(type(number) is not int or not 0 <= number <= _MAX_QUANTITY for number in value.values()):
        raise NotARequest
    return {code: number for code, number in value.items() if number}
