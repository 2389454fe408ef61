"""What travels without a network: requests as they are read, QR codes, and how large files are."""

import base64
import json
from typing import Any

import pytest

from autossa.documents.licenses import qr
from autossa.documents.licenses.requests import DeviceRequest, Kind, NotARequest, read_request, write_request
from autossa.domain.devices.license_files import Machine
from tools import license_vectors

FULL = DeviceRequest(
    Kind.REQUEST, device="dev_01kbn8vz5ce9qv0000000000sa", product="PBX", version="14.3", serial=41, nonce="a" * 22
)


def packed(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "request_",
    [
        FULL,
        DeviceRequest(Kind.REQUEST, hardware_id="00:1b:21:3c:4d:5e"),
        DeviceRequest(Kind.CONFIRM, device="dev_1", serial=7, quantities={"L1": 5}),
        DeviceRequest(Kind.CONFIRM, device="dev_1", serial=7, quantities={}),
    ],
)
def test_what_is_written_is_read(request_: DeviceRequest) -> None:
    text = write_request(request_)
    assert read_request(text) == read_request(f" {text[:30]}\n{text[30:]}\r\n") == request_


def test_plain_json_is_read_too_and_nothing_of_a_license_is_nothing() -> None:
    said = {"v": 1, "kind": "confirm", "device": "dev_1", "serial": 2, "quantities": {"L1": 0, "L2": 3}}
    assert read_request(json.dumps(said)).quantities == {"L2": 3}


GOOD: dict[str, Any] = {"v": 1, "kind": "request", "device": "dev_1"}


@pytest.mark.parametrize(
    "said",
    [
        *(GOOD | {"serial": serial} for serial in (-1, 2**53, 1.5, "1", True, None)),
        *(GOOD | {"nonce": nonce} for nonce in ("a" * 65, "ä", "a b", 5)),
        *(GOOD | {"device": device} for device in ("", "x" * 101, "a\u202eb", 5, None)),
        *(GOOD | {"quantities": quantities} for quantities in ({"L1": -1}, {"L1": 1.5}, {"L1": True}, [1], 10**10)),
        *(GOOD | {"v": version} for version in (2, "1", None)),
        *(GOOD | {"kind": kind} for kind in ("", "other", None, 1)),
        {"v": 1, "kind": "request"},
        [GOOD],
        "text",
        None,
    ],
)
def test_what_is_no_request_is_refused(said: Any) -> None:
    with pytest.raises(NotARequest):
        read_request(packed(said))


@pytest.mark.parametrize("text", ["", " ", "é", "a" * 5000, "{", "[" * 3000, "e30", "//__", packed(GOOD) + "é"])
def test_any_text_is_refused_without_a_surprise(text: str) -> None:
    with pytest.raises(NotARequest):
        read_request(text)


# ---------------------------------------------------------------- sizes


def size_of_device_file(licenses: int) -> int:
    """Letters of the file of a device with so many licenses."""
    lines = [license_vectors.LINES[0]._replace(license_id=f"LIC-2026-{number:05}") for number in range(licenses)]
    held = tuple((line.license_id, 10) for line in lines)
    machine = Machine("dev_01kbn8vz5ce9qv0000000000sa", "00:1b:21:3c:4d:5e", activations=held)
    claims = license_vectors.a_file(own=("L1",)) | {"sub": machine.id, "jti": "lfi_01kbn8vz5ce9qv0000000000sa"}
    one = claims["lines"][0]
    claims["lines"] = [one | {"license": line.license_id} for line in lines]
    claims["devices"] = [{"id": machine.id, "hardware_id": machine.hardware_id, "activations": [list(h) for h in held]}]
    return len(license_vectors.signed(claims, license_vectors.LICENSE))


@pytest.mark.parametrize(("licenses", "fits"), [(1, True), (5, True), (8, True), (20, False)])
def test_a_device_with_several_licenses_fits_a_code(licenses: int, fits: bool) -> None:
    size = size_of_device_file(licenses)
    print(f"{licenses} licenses: {size} letters")
    assert (size <= qr.MAX_BYTES) is fits
    assert (qr.svg("a" * size) is not None) is fits


def test_requests_are_small() -> None:
    assert len(write_request(FULL)) < 250


def test_a_code_is_a_picture_without_styles() -> None:
    picture = qr.svg("eyJhbGciOiJFZERTQSJ9") or b""
    assert picture.startswith(b"<?xml")
    assert b"style" not in picture
    assert b"script" not in picture
    assert qr.svg("a" * qr.MAX_BYTES) is not None
    assert qr.svg("a" * (qr.MAX_BYTES + 1)) is None
