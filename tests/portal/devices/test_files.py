"""Pages of license files: the exchange without a network, the list, what is overdue, what a pasted text is."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from autossa.documents.licenses.requests import DeviceRequest, Kind, write_request
from autossa.operations.devices import files, keys
from autossa.queries.devices.license_files import claims_of
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.machines import machine, pbx, put_on, take_off
from tests.cast.pages import address, html, text_of
from tests.cast.people import People
from tests.cast.shop import Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
FILES = "license-files/"
NO_DEVICE = "There is no such device in this project."
DAY = "2026-01-20"


@pytest.fixture
def office(shop: Shop) -> UUID:
    keys.ensure(ctx=on("2026-01-01"))
    project = shop.covered(months=12)
    pbx(("14.0", "2026-01-10"))
    return project


@pytest.fixture
def device(office: UUID) -> UUID:
    found = machine(office)
    put_on(found, 5)
    return found


def request_of(device: UUID, kind: Kind = Kind.REQUEST, **more: Any) -> str:
    return write_request(DeviceRequest(kind, device=public_id("dev", device), **more))


def exchanged(client: Client, project: UUID, text: str = "", file: bytes | None = None) -> Any:
    given: dict[str, Any] = {"text": text}
    if file is not None:
        given["file"] = SimpleUploadedFile("request.txt", file)
    return client.post(address(project, f"{FILES}exchange/"), given, follow=True)


@pytest.mark.parametrize("way", ["text", "broken lines", "file", "hardware"])
def test_a_device_is_answered(people: People, office: UUID, device: UUID, way: str) -> None:
    text = request_of(device, serial=3, nonce="n-1", product="PBX", version="14.0")
    if way == "hardware":
        text = write_request(DeviceRequest(Kind.REQUEST, hardware_id="001b.213c.4d5e", serial=3, nonce="n-1"))
    if way == "broken lines":
        text = "\n ".join(text[at : at + 20] for at in range(0, len(text), 20))
    shown = exchanged(people["bob"], office, text if way != "file" else "", text.encode() if way == "file" else None)
    said = text_of(shown)
    row = models.LicenseFile.objects.get()
    assert (row.serial, row.device_id, claims_of(row.body)["nonce"]) == (4, device, "n-1")
    assert "License file with serial 4 issued." in said
    assert "5 × L1" in said
    assert row.body in html(shown)


def test_a_confirmation_is_noted(people: People, office: UUID, device: UUID) -> None:
    files.issue(project=office, device=device, ctx=on(DAY))
    said = text_of(exchanged(people["bob"], office, request_of(device, Kind.CONFIRM, serial=1, quantities={"L1": 5})))
    assert "Device Main site has confirmed the license file with serial 1." in said
    assert models.LicenseFile.objects.get().confirmed_at is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste the text of the device, or select its file."),
        ("hello", "This is not what a device shows."),
        ("eyJ2IjoxfQ", "This is not what a device shows."),
        (
            write_request(DeviceRequest(Kind.REQUEST, hardware_id="FFFF-0000")),
            "There is no such device in this project.",
        ),
        (write_request(DeviceRequest(Kind.REQUEST, device="dev_x")), "There is no such device in this project."),
    ],
)
def test_what_is_no_request_is_said(people: People, office: UUID, text: str, said: str) -> None:
    assert said in text_of(exchanged(people["bob"], office, text))
    assert not models.LicenseFile.objects.exists()


def test_a_device_of_another_project_is_not_there(people: People, office: UUID, shop: Shop) -> None:
    elsewhere = machine(shop.project("Elsewhere"), "Other", "FFFF-1111")
    assert NO_DEVICE in text_of(exchanged(people["bob"], office, request_of(elsewhere)))


def test_a_file_is_shown_downloaded_and_read_by_a_camera(people: People, office: UUID, device: UUID) -> None:
    shown = people["bob"].post(address(office, f"{FILES}issue/"), {"device": public_id("dev", device)}, follow=True)
    row = models.LicenseFile.objects.get()
    here = address(office, f"{FILES}{row.public_id}/")
    assert shown.redirect_chain[-1][0] == here
    taken = people["bob"].get(f"{here}download/")
    assert (taken.content.decode(), taken["Content-Type"]) == (row.body, "application/jose")
    code = people["bob"].get(f"{here}qr.svg")
    assert (code["Content-Type"], code.content[:5]) == ("image/svg+xml", b"<?xml")
    assert b"style=" not in code.content
    again = people["bob"].post(address(office, f"{FILES}issue/"), {"device": public_id("dev", device)}, follow=True)
    assert "The newest license file is still up to date" in text_of(again)
    assert "Office" in text_of(people["victor"].get(here))
    assert people["victor"].post(address(office, f"{FILES}issue/")).status_code == 404


def test_a_file_that_is_too_long_for_a_code_is_offered_as_a_file(people: People, office: UUID) -> None:
    for number in range(40):
        put_on(machine(office, f"Device {number}", f"SERIAL-{number:05}"), 1)
    files.issue(project=office, ctx=on(DAY))
    here = address(office, f"{FILES}{models.LicenseFile.objects.get().public_id}/")
    assert "too long for a QR code. Give the device the file instead" in text_of(people["bob"].get(here))
    assert people["bob"].get(f"{here}qr.svg").status_code == 404


def test_without_a_key_it_is_said(people: People, shop: Shop) -> None:
    project = shop.covered()
    shown = people["bob"].post(address(project, f"{FILES}issue/"), follow=True)
    assert "Nothing can be signed yet" in html(shown)


def test_a_device_is_asked_until_it_confirms_a_newer_file(people: People, office: UUID, device: UUID) -> None:
    overview = address(office, FILES)
    activation = models.Activation.objects.get()
    first = files.issue(project=office, device=device, ctx=on(DAY))
    files.confirm(project=office, device=device, serial=first.serial, quantities=None, ctx=on(DAY))
    assert "Waiting for a confirmation" not in text_of(people["bob"].get(overview))
    take_off(activation, DAY, left=2)
    for _ in range(2):
        said = text_of(people["bob"].get(overview))
        assert "Main site L1: 5 in its file, 2 now · confirmed so far: serial 1" in said
        newest = files.refresh(project=office, device=device, ctx=on(DAY))
    assert "L1: 5 in its file, 2 now" in text_of(people["vera"].get("/staff/license-files/overdue/"))
    files.confirm(project=office, device=device, serial=newest.serial, quantities={"L1": 2}, ctx=on(DAY))
    assert "Waiting for a confirmation" not in text_of(people["bob"].get(overview))
    assert "No device has to confirm" in text_of(people["vera"].get("/staff/license-files/overdue/"))


# ---------------------------------------------------------------- for staff: any text


def checked(client: Client, text: str) -> str:
    return text_of(client.post("/staff/license-files/check/", {"text": text}))


def test_any_text_is_explained(people: People, office: UUID, device: UUID) -> None:
    first = files.issue(project=office, device=device, ctx=on(DAY)).body
    said = checked(people["vera"], first)
    for sentence in (
        "A genuine license file of this portal. It is the newest file. Office · Main site",
        "1,200 × PORT (L1)",
        "Device 00:1b:21:3c:4d:5e",
        "Covered: 15 January 2026 to 14 January 2027",
    ):
        assert sentence in said
    files.issue(project=office, device=device, ctx=on(DAY))
    assert "It is not the newest: there is a file with serial 2." in checked(people["vera"], first)
    keys.rotate(ctx=on(DAY))
    keys.revoke(kid=models.LicenseFile.objects.first().key_id, reason="A laptop was stolen.", ctx=on(DAY))
    assert "Its key was revoked, so devices refuse it: A laptop was stolen." in checked(people["vera"], first)
    assert "Not genuine: it was changed" in checked(people["vera"], first[:-4])
    assert "neither a license file nor a release manifest" in checked(people["vera"], "hello")
    assert people["bob"].get("/staff/license-files/check/").status_code == 404


def test_the_check_is_a_page_of_the_catalogue(people: People, office: UUID) -> None:
    said = text_of(people["sam"].get("/staff/license-files/check/"))
    assert ("License types Price lists" in said, "Devices waiting for a confirmation" in said) == (True, True)


def test_a_manifest_is_explained(people: People, office: UUID) -> None:
    text = files.manifest(release=models.Release.objects.get().pk, ctx=on(DAY))
    assert "A genuine release manifest of this portal. " in checked(people["sam"], text)


def test_the_keys_are_published_for_everybody(office: UUID) -> None:
    found = Client().get("/.well-known/autossa-jwks.json")
    assert json.loads(found.content)["keys"][0]["kid"] == models.SigningKey.objects.get().kid
    assert (found["Content-Type"], found["Cache-Control"]) == ("application/jwk-set+json", "public, max-age=300")
