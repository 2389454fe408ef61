"""Every SSC and money amount has a "How is this calculated?" near it, or a reason here why it has none."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast import explained
from tests.cast import world as small_world
from tests.cast.people import make_person, signed_in
from tests.cast.world import World
from tests.portal.contracts.test_wizard import to_check
from tests.portal.staff import as_staff

pytestmark = pytest.mark.store

NAMES = [name for _, name, _ in small_world._HISTORIES]
TABS = ("", "licenses/", "credits/", "contracts/", "invoices/", "activity/")
NOTHING_COMPUTED = "somebody ordered, gave or entered it: its reason stands beside it"
BALANCE = "what there is: the ledger on the tab Credits adds up to it, entry by entry, each explained"
CATALOGUE = "a rate of the catalogue: it is set, not computed"
ELSEWHERE = "a list: the project it links to explains it"

# On which page, and where there, amounts may stand without a reason near them; and why that is right.
EXCEPTIONS: list[tuple[str, str, str]] = [
    (r"overview", r"div\.facts .*p\.big$", BALANCE),  # where there is no next charge to explain
    (r"overview|activity", r"span\.detail|span\.sub\.wrap", NOTHING_COMPUTED),
    (r"licenses|review", r"td\.num( span)?$", CATALOGUE),
    (r"credits", r"dl\.balances", BALANCE),
    (r"credits", r"details\.as-table", "the table of the picture: past entries are explained in the ledger below it; "
     "those ahead by the rules of the next charge, which the overview explains"),
    (r"credits", r"table\.\S*ledger\S* .*td\.(num|lots)", NOTHING_COMPUTED),
    (r"credits", r"ol\.lot-rows", "shares of entries that the ledger above explains"),
    (r"options", r"fieldset\.offers-set p\.sub( strong)?$", BALANCE),
    (r"review", r"div\.even\.halves section\.card dl\.pairs", BALANCE),
    (r"review|check", r"form.* button$", "the sum of what the page lists above, where each is explained"),
    (r"home|queue", r"table\.|div\.now", ELSEWHERE),
]  # fmt: skip


@pytest.fixture
def pages(world: World) -> dict[str, list[str]]:
    """Each kind of page, in every state of the world that it has."""
    found: dict[str, list[str]] = {}
    with transaction.atomic():
        staff, owner = as_staff(), _owner(world)
        models.Organisation.objects.filter(kind="customer").update(verified_on=small_world.TODAY)
        for name in NAMES:
            base = f"/projects/{public_id('prj', world.projects[name])}/"
            for tab in TABS:
                found.setdefault(tab.rstrip("/") or "overview", []).extend(_read(staff, owner, path=base + tab))
            found.setdefault("options", []).extend(_read(owner, path=f"{base}contracts/new/"))
            found.setdefault("review", []).extend(_read(staff, path=f"{base}review/"))
        found["home"] = list(_read(staff, owner, path="/"))
        found["queue"] = list(_read(staff, path="/reviews/"))
        found["check"] = [
            to_check(owner, world, name).content.decode() for name in ("Quarter West", "Greenhouses", "Office")
        ]
        transaction.set_rollback(True)
    return found


def _owner(world: World) -> Client:
    """Of all customers, so that nothing is hidden."""
    customers = models.Project.objects.filter(pk__in=world.projects.values()).values_list("customer_id", flat=True)
    roles = [(customer, Role.OWNER) for customer in set(customers)]
    return signed_in(make_person("owner.of.all@example.com", *roles))


def _read(*clients: Client, path: str) -> Iterator[str]:
    for client in clients:
        response: Any = client.get(path)
        if response.status_code == 200:
            yield response.content.decode()


def _excepted(page: str, path: str) -> tuple[str, str, str] | None:
    return next((one for one in EXCEPTIONS if re.fullmatch(one[0], page) and re.search(one[1], path)), None)


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_every_amount_is_explained_or_needs_no_reason(pages: dict[str, list[str]], language: str) -> None:
    assert all(pages.values()), "a kind of page that was never shown"
    for page in ("overview", "credits", "invoices", "options", "check", "review"):
        assert amounts(pages[page]) > 20, page
    bare, used = set(), set()
    for page, texts in pages.items():
        for html in texts:
            for text, path in explained.unexplained(html):
                exception = _excepted(page, path)
                used.add(exception)
                if exception is None:
                    bare.add((page, text[:60], path.split(" main")[-1][-120:]))
    assert bare == set()
    assert set(EXCEPTIONS) - used == set(), "exceptions that nothing needs any more"


def amounts(texts: list[str]) -> int:
    """How many there are to look at."""
    nodes = [node for html in texts for node in explained.tree(html).all()]
    return sum(bool(explained.AMOUNT.search(text)) for node in nodes for text in node.texts)


LEDGER = (
    '<div class="card"><table class="ledger"><tr><td>1.00</td></tr><tr><td class="why">2.00</td></tr></table></div>'
)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<div class="card"><p>12.50 EUR</p></div>', ["12.50 EUR"]),
        ('<div class="card"><p>12.50 EUR</p><details class="why">x</details></div>', []),
        ('<div class="card"><p>1,112.50 SSC<br>more</p></div><details class="why">x</details>', ["1,112.50 SSC"]),
        ('<div class="facts"><p class="card">12.50 EUR</p></div><div class="whys"><a class="why">x</a></div>', []),
        ('<div class="facts"><p class="card">12.50 EUR</p></div><div class="whys"></div>', ["12.50 EUR"]),
        (LEDGER, ["1.00"]),
        ('<p>5 January 2027, version 1.20.3, at 10.30</p>', ["5 January 2027, version 1.20.3, at 10.30"]),
    ],
)  # fmt: skip
def test_what_counts_as_near(html: str, found: list[str]) -> None:
    assert [text for text, _ in explained.unexplained(html)] == found
