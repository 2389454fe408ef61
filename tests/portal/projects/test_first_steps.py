"""A portal without any project: its administrator is told where to begin."""

import re
from typing import Any

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.organisations import create
from autossa.operations.vendor.schema import set_first_policy
from autossa.operations.vendor.settings import save_settings
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.people import make_person, sign_in
from tests.cast.pictures import picture
from tests.cast.shop import SYSTEM, on, open_shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def home(client: Client) -> str:
    return str(client.get("/").content.decode())


def test_an_administrator_is_told_where_to_begin() -> None:
    ctx = on("2026-01-01", SYSTEM)
    set_first_policy(ctx)
    vendor = create.create(kind="vendor", name="Muster AG", number="VENDOR", ctx=ctx)
    people = f'href="/organisations/{public_id("org", vendor)}/people/"'
    page = home(sign_in(Client(), make_person("ada@example.com", (vendor, Role.ADMIN))))
    links = ("/catalogue/", "/catalogue/prices/", "/catalogue/policies/", "/staff/organisations/")
    assert all(f'href="{link}">' in page for link in links)
    assert people in page
    assert (page.count("none yet"), page.count("1 there")) == (3, 1)
    other = home(sign_in(Client(), make_person("rita@example.com", (vendor, Role.REVIEWER))))
    assert "No projects yet" in other
    assert people not in other


def test_what_is_there_is_counted_and_with_a_project_nothing_of_it_is_left() -> None:
    shop = open_shop()
    admin = sign_in(Client(), make_person("ada@example.com", (shop.vendor, Role.ADMIN)))
    page = home(admin)
    assert (page.count("none yet"), page.count("2 there"), page.count("1 there")) == (0, 2, 2)
    shop.project()
    assert "none yet" not in home(admin)
    assert "No projects yet" not in home(admin)


def test_what_else_is_needed_is_ticked_when_it_is_so(settings: Any) -> None:
    shop = open_shop()
    ada = make_person("ada@example.com", (shop.vendor, Role.ADMIN))
    admin, vendor = sign_in(Client(), ada), models.Organisation.objects.filter(pk=shop.vendor)
    ctx, png = on("2026-01-02", SYSTEM), picture("PNG")

    def send() -> None:
        settings.MAILS_LEAVE = True
        models.OutboxMessage.objects.create(
            topic="send.mail", payload={"key": "test"}, created_at=ctx.now, delivered_at=ctx.now
        )

    steps = [
        lambda: None,
        lambda: vendor.update(street="Street 1", city="Kiel", vat_id="DE123456788"),
        lambda: save_settings(name="Muster", logo=png, ctx=ctx),
        lambda: save_settings(how_to_pay="IBAN DE00", ctx=ctx),
        lambda: setattr(settings, "TERMS_URL", "https://example.com/terms"),
        send,
        lambda: make_person("rita@example.com", (shop.vendor, Role.REVIEWER)),
    ]
    settings.TERMS_URL, settings.MAILS_LEAVE = "", False
    for done, step in enumerate(steps):
        step()
        page = home(admin)
        found = [len(re.findall(rf"\b{word}\s*</span>", page)) for word in ("done", "open")]
        assert found == [done, 6 - done]
