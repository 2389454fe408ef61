"""The vendor has one name: above the pages, in e-mails, in front of their address, and in authenticator apps."""

from email import message_from_bytes
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from autossa.gateways.mail.protocol import Mail, message
from autossa.notify.mail.compose import compose, vendor
from autossa.operations.vendor.settings import save_settings
from autossa.portal.accounts.factors.adapter import FactorAdapter
from autossa.queries.vendor.settings import look
from autossa.store import models
from tests.cast.pages import html
from tests.cast.shop import on

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("own")]

BY = on("2026-01-20")


def names(client: Client) -> dict[str, bool]:
    """Where the name in force is said, and nothing else is."""
    name = look().name
    mail = compose("test", "en", {"vendor": vendor(), "link": settings.BASE_URL}, "a@example.com", "msg")
    sender = message_from_bytes(message(mail, "portal@example.com").message().as_bytes())["From"]
    url = FactorAdapter().build_totp_url(models.User.objects.first(), "SECRET")
    return {
        "pages": f"<span>{name}</span>" in html(client.get("/")),
        "e-mails": mail.text.count(name) >= 2 and vendor() == name,
        "sender": sender == f"{name} <portal@example.com>",
        "apps": f"issuer={name}" in unquote(url.replace("+", " ")),
    }


def test_it_is_that_of_the_organisation_until_another_one_is_set(staff: Client, settings: Any) -> None:
    settings.VENDOR_NAME = "The environment"
    organisation = models.Organisation.objects.get(kind="vendor")
    assert look().name == organisation.name
    assert all(names(staff).values()), names(staff)
    save_settings(name="Brightline", ctx=BY)
    assert look().name == "Brightline"
    assert all(names(staff).values()), names(staff)


def test_the_environment_names_it_while_there_is_nothing_else(settings: Any) -> None:
    settings.VENDOR_NAME = "The environment"
    models.VendorSettings.objects.update(name="")
    models.Organisation.objects.filter(kind="vendor").update(name="")
    assert look().name == "The environment"


def test_a_sender_who_has_a_name_keeps_it() -> None:
    mail = Mail("a@example.com", "Test", "text", "<p>html", "en", "msg", sender_name="Brightline")
    assert message(mail, "Billing <portal@example.com>").from_email == "Billing <portal@example.com>"
    assert message(mail, "portal@example.com").from_email == "Brightline <portal@example.com>"
    with pytest.raises(ValueError, match="one line"):
        Mail("a@example.com", "Test", "text", "<p>html", "en", "msg", sender_name="a\nBcc: b@example.com")
