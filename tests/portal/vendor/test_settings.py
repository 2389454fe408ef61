"""Settings: name and colour, logo, how to pay, texts of e-mails."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from autossa.queries.devices.terms import device_terms
from autossa.queries.vendor.settings import look
from autossa.store import models
from tests.cast.world import World
from tests.operations.vendor.test_settings import PNG
from tests.portal.staff import said

pytestmark = pytest.mark.store


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "Brightline", "accent": "#AA0033"}, "Saved."),
        ({"name": "Brightline", "accent": ""}, "Saved."),
        ({"name": "x", "accent": "red"}, "Enter a colour as #"),
        ({"name": "x", "accent": "#888888"}, "This colour is hard to read"),
        ({"name": "x" * 101, "accent": ""}, "at most 100"),
    ],
)
def test_name_and_colour(own: World, staff: Client, data: dict[str, str], words: str) -> None:
    html = said(staff, "/settings/", data)
    assert words in html
    assert ("<span>Brightline</span>" in html) is (words == "Saved.")
    if words == "Saved." and data["accent"]:
        assert "#aa0033" in staff.get("/theme.css").content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Example Bank\r\nDE02 1203", "Saved. It is shown to everyone who orders credits."),
        ("", "Saved. It is shown to everyone who orders credits."),
        ("x" * 1001, "at most 1000 char"),
        ("a\u200bb", "cannot be displayed"),
    ],
)
def test_how_to_pay(own: World, staff: Client, text: str, words: str) -> None:
    html = said(staff, "/settings/", {"pay_form": "1", "how_to_pay": text})
    assert words in html
    assert f"{text.replace(chr(13), '')}</textarea>" in html.replace("\r", "")  # what is refused stays
    assert (look().how_to_pay == "Example Bank\nDE02 1203") is text.startswith("Example")
    log = staff.get("/staff/activity/").content.decode()
    assert log.count("Name, colour, logo, time zone or how to pay changed") == 1 + words.startswith("Saved.")


@pytest.mark.parametrize(
    ("days", "lost", "words"),
    [("30", "0", "Saved."), ("0", "2", "at least 1"), ("3651", "2", "at most 3,650"), ("thirty", "2", "whole number")],
)
def test_devices(own: World, staff: Client, days: str, lost: str, words: str) -> None:
    sent = {"devices_form": "1", "trial_days": days, "lost_a_year": lost, "file_days": "400"}
    html = said(staff, "/settings/", sent)
    assert words in html
    assert f'value="{days}"' in html  # what is refused stays
    assert (device_terms().trial_days == 30) is (words == "Saved.")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("logo.png", PNG, "Saved."),
        ("logo.png", b"<svg><script>alert(1)</script></svg>", "This is not a PNG, JPEG or WebP picture."),
        ("logo.svg", b"<svg/>", "This is not a PNG, JPEG or WebP picture."),
        ("logo.png", PNG + b"\0" * 200_000, "The picture is too large"),
        ("logo.png", PNG[:33] + PNG[-12:], "This picture cannot be read: it is damaged"),
        ("logo.png", b"", "The submitted file is empty."),
    ],
)
def test_logo(own: World, staff: Client, name: str, data: bytes, words: str) -> None:
    file = SimpleUploadedFile(name, data, content_type="image/png")
    html = said(staff, "/settings/", {"logo_form": "1", "logo": file})
    assert words in html
    response = Client().get("/logo/")
    if words != "Saved.":
        assert response.status_code == 404
        return
    assert f'src="/logo/?v={look().logo}"' in html
    assert (response.content, response["Content-Type"]) == (data, "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Logo removed." in said(staff, "/settings/logo/remove/")
    assert Client().get("/logo/").status_code == 404


def test_a_logo_of_ten_megabytes_is_refused_in_words(own: World, staff: Client) -> None:
    file = SimpleUploadedFile("logo.png", PNG + b"\0" * 10_000_000, content_type="image/png")
    response = staff.post("/settings/", {"logo_form": "1", "logo": file})
    assert response.status_code == 413
    assert "too large" in response.content.decode()
    assert look().logo == ""


def test_words_of_a_mail(own: World, staff: Client) -> None:
    path = "/settings/mails/contract_approved/en/"
    good = {"subject": "Yes to {project}", "body": "It begins on {start}.\n- Option: {option}\n- Customer: {customer}"}
    html = said(staff, path, {**good, "step": "look"})
    assert "Yes to Telephony Kiel" in html
    assert not models.MailText.objects.exists()
    assert "Saved. Used from the next e-mail on." in said(staff, path, {**good, "step": "save"})
    assert models.MailText.objects.get().subject == "Yes to {project}"
    bad = {"subject": "Yes to {nobody}", "body": "It begins."}
    html = said(staff, path, {**bad, "step": "save"})
    assert "There is no placeholder {nobody} in this e-mail" in html
    assert "The text must contain {option}, {project}, {start}." in html
    assert "It begins." in html
    assert models.MailText.objects.get().subject == "Yes to {project}"
    assert "The default text is in use again." in said(staff, f"{path}reset/")
    assert "The default text is already in use." in said(staff, f"{path}reset/")
