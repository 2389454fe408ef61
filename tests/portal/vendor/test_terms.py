"""The vendor's terms: set by staff, read by everybody, agreed to as they were shown, each version kept."""

from typing import Any

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.vendor.terms import TermsTwice, TermsUrlInvalid, set_terms
from autossa.queries.vendor.settings import look
from autossa.queries.vendor.terms import current_terms
from autossa.store import models
from tests.cast.pages import html, text_of
from tests.cast.people import sign_in
from tests.cast.shop import on
from tests.cast.world import World
from tests.portal.contracts.test_wizard import ANNUAL, at, of_customer, shown
from tests.portal.staff import said

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("own")]

BY = on("2026-01-20")
AUTUMN, WINTER = "Pay in time.\n\nBe <kind>.", "Pay at once."


def test_an_administrator_sets_them_and_everybody_reads_them(staff: Client) -> None:
    assert Client().get("/terms/").status_code == 404
    assert "None are set" in html(staff.get("/settings/"))
    assert "Saved." in said(staff, "/settings/terms/", {"url": "", "text": AUTUMN})
    assert "Version 1 is in force." in html(staff.get("/settings/"))
    page = html(Client().get("/terms/"))
    assert "<p>Pay in time.</p>" in page
    assert "Be &lt;kind&gt;." in page
    assert 'href="/terms/"' in html(Client().get("/account/login/"))  # in the foot of each page


def test_each_change_is_a_version_and_earlier_ones_stay_readable(staff: Client) -> None:
    for text in (AUTUMN, AUTUMN, WINTER):  # what is the same makes none
        said(staff, "/settings/terms/", {"url": "", "text": text})
    said(staff, "/settings/terms/", {"url": "https://vendor.example/terms", "text": ""})
    assert models.TermsVersion.objects.count() == 3
    assert "no longer in force" in html(Client().get("/terms/1/"))
    assert "Pay in time." in html(Client().get("/terms/1/"))
    assert 'href="https://vendor.example/terms"' in html(Client().get("/terms/"))
    said(staff, "/settings/terms/", {"url": "", "text": ""})
    assert look().terms is None
    for path in ("/terms/", "/terms/4/", "/terms/9/"):
        assert Client().get(path).status_code == 404, path
    assert "Pay at once." in html(Client().get("/terms/2/"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"url": "https://a.example/", "text": "Both"}, "Enter an address or a text, not both."),
        ({"url": "javascript:alert(1)", "text": ""}, "Enter an address that begins with https:// or http://."),
        ({"url": "ftp://a.example/", "text": ""}, "Enter an address that begins with https:// or http://."),
        ({"url": "terms", "text": ""}, "Enter an address that begins with https:// or http://."),
        ({"url": "", "text": "a\u200bb"}, "cannot be displayed"),
    ],
)
def test_what_cannot_be_terms_is_said(staff: Client, data: dict[str, str], words: str) -> None:
    assert words in said(staff, "/settings/terms/", data)
    assert not models.TermsVersion.objects.exists()


def test_two_who_change_them_at_once_do_not_overwrite_each_other(staff: Client) -> None:
    first = {"url": "", "text": AUTUMN, "seen": ""}
    assert "Something has changed" in html(staff.post("/settings/terms/", first))
    assert not models.TermsVersion.objects.exists()


def test_the_environment_names_them_until_the_vendor_sets_some(settings: Any) -> None:
    settings.TERMS_URL = "https://vendor.example/terms"
    assert (look().terms, current_terms().url) == (0, "https://vendor.example/terms")
    set_terms(url="", text=AUTUMN, ctx=BY)
    assert (look().terms, current_terms().text) == (1, AUTUMN)
    set_terms(url="", text="", ctx=BY)
    assert look().terms is None  # withdrawn: nothing of the environment comes back


def test_who_concludes_a_contract_agrees_to_those_that_were_shown(world: World) -> None:
    set_terms(url="", text=AUTUMN, ctx=BY)
    client = of_customer(world, "Quarter West")
    client.post(at(world, "Quarter West"), {"option": ANNUAL, "step": "next"})
    client.post(at(world, "Quarter West", "payment/"), {"method": "invoice", "payer": _payer(client, world)})
    check = client.get(at(world, "Quarter West", "check/"))
    assert 'href="/terms/"' in html(check)
    assert 'name="terms_number" value="1"' in html(check)
    set_terms(url="", text=WINTER, ctx=BY)
    given = {"terms": "on", "shown": shown(check)}
    again = client.post(at(world, "Quarter West", "check/"), {**given, "terms_number": "1"})
    assert "The terms have changed since this page was shown." in text_of(again)
    assert not models.Contract.objects.filter(project=world.projects["Quarter West"]).exists()
    assert client.post(at(world, "Quarter West", "check/"), {**given, "terms_number": "2"}).status_code == 302
    row = models.Activity.objects.get(action="conclude_contract", project=world.projects["Quarter West"])
    assert row.details["terms"] == 2
    project = at(world, "Quarter West").replace("contracts/new/", "activity/")
    assert "terms, version 2" in text_of(client.get(project))


def test_only_administrators_change_them(world: World) -> None:
    from tests.cast.people import make_person

    vendor = models.Organisation.objects.get(kind="vendor").id
    for role in (Role.REVIEWER, Role.FINANCE, Role.SUPPORT):
        client = sign_in(Client(), make_person(f"{role.value}@vendor.example", (vendor, role)))
        assert client.get("/settings/terms/").status_code == 404
    for error in (TermsTwice, TermsUrlInvalid):
        assert error.field in ("url", "text")


def _payer(client: Client, world: World) -> str:
    import re

    page = html(client.get(at(world, "Quarter West", "payment/")))
    found = re.search(r'name="payer" value="([^"]+)"', page)
    assert found
    return found[1]
