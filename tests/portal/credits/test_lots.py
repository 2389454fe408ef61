"""The lots of the Credits tab: each credit can be followed from where it came to what it paid, and back."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.queries.credits.lots import load_lots
from autossa.store import models
from tests.cast.pages import address, text_of
from tests.cast.people import make_person, sign_in
from tests.cast.world import World

pytestmark = pytest.mark.store

NAMES = ["Telephony Kiel", "Dock 4", "Warehouse South", "Showrooms", "Quarter West", "Call centre", "Front desks"]


@pytest.fixture
def reader(world: World) -> Callable[[str], Client]:
    """The customer's own person, for a page without what only staff sees."""

    def of(name: str) -> Client:
        customer = models.Project.objects.get(pk=world.projects[name]).customer_id
        email = f"reader-{customer}@example.com"
        found = models.User.objects.filter(email=email).first()
        user = found.id if found else make_person(email, (customer, Role.VIEWER))
        return sign_in(Client(), user)

    return of


@pytest.mark.parametrize("name", NAMES)
def test_every_credit_is_somewhere(world: World, name: str) -> None:
    found = load_lots(world.projects[name], 1000)
    all_lots = (*found.left, *found.used_up)
    assert len(all_lots) == models.Lot.objects.filter(project=world.projects[name]).count()
    assert sum(lot.free + lot.held for lot in all_lots) == sum(lot.free + lot.held for lot in found.left)
    for lot in all_lots:
        signs = {"hold": 0, "release": 0, "restore": -1}
        assert lot.free + lot.held + lot.used == lot.ssc
        assert sum(use.ssc * signs.get(use.kind, 1) for use in lot.uses) == lot.used
        assert lot.origin.entry
        assert lot.origin.invoice_number or lot.origin.by or lot.source.value not in ("recharge", "adjustment")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("query", ["", "?show=all"])
def test_lots_and_entries_lead_to_each_other(
    world: World, reader: Callable[[str], Client], name: str, query: str
) -> None:
    path = address(world.projects[name], "credits/")
    here = reader(name).get(f"{path}{query}").content.decode()
    whole = reader(name).get(f"{path}?show=all").content.decode()
    links = re.findall(r'href="(\?show=all)?#((?:lot-|trf_|ord_)\w+)"', here)
    assert links
    for elsewhere, anchor in links:
        assert f'id="{anchor}"' in (whole if elsewhere else here), anchor
    invoices = reader(name).get(address(world.projects[name], "invoices/?show=all")).content.decode()
    for anchor in re.findall(r"invoices/\?show=all#(inv_\w+)", whole):
        assert f'id="{anchor}"' in invoices


def test_a_lot_says_where_it_came_from_and_what_it_paid(world: World, reader: Callable[[str], Client]) -> None:
    said = text_of(reader("Telephony Kiel").get(address(world.projects["Telephony Kiel"], "credits/?show=all")))
    assert "Goodwill after the outage in December · Vera Sand" in said
    assert "INV-2026-" in said
    held = text_of(reader("Showrooms").get(address(world.projects["Showrooms"], "credits/")))
    assert "held 75.00" in held
    assert "available 15.00" in held
