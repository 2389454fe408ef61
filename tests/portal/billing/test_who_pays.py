"""Where a partner pays, pages that name what will be invoiced say so; where the customer does, nobody else is named."""

import re
from uuid import UUID

import pytest

from autossa.operations import licenses
from autossa.store import models
from tests.cast.pages import address
from tests.cast.people import People
from tests.cast.shop import Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]

PORTS = {"license_type": "PORT", "quantity": "5", "license_id": "L9", "order_reference": "4711"}
SAID = "billed to Partner for contracts"


@pytest.fixture
def paid_by_a_partner(shop: Shop, people: People) -> UUID:
    project = shop.booked(option="flex_monthly")  # from 15 January, term by term
    assert people["contracts"]
    models.Contract.objects.update(payer_id=people.partners["contracts"])
    return project


def read(people: People, who: str, path: str, given: dict[str, str] | None = None) -> str:
    response = people[who].get(path) if given is None else people[who].post(path, given)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_customer_reads_who_pays_the_next_charge(people: People, paid_by_a_partner: UUID) -> None:
    home = read(people, "owner", "/")
    tile, _, row = home.partition("Covered until")
    assert SAID in tile
    assert SAID in row
    page = read(people, "owner", address(paid_by_a_partner, ""))
    assert re.search(rf"next charge [\d.]+ EUR on 1 February 2026, {SAID}", page.replace("\N{NO-BREAK SPACE}", " "))
    assert page.count(SAID) == 2  # the headline and the tile


def test_where_the_customer_pays_itself_nobody_else_is_named(shop: Shop, people: People) -> None:
    project = shop.booked()
    for path in ("/", address(project, "")):
        found = read(people, "owner", path)
        assert found.count("billed to") == found.count("billed to Alice Ltd") > 0, path
    assert "invoiced to" not in read(people, "owner", address(project, "licenses/create/"), PORTS)


@pytest.mark.parametrize(("ends", "pays"), [("2026-02-16", True), ("2026-02-15", False), ("2026-01-25", False)])
def test_a_partner_whose_term_is_over_by_then_is_not_named(
    people: People, paid_by_a_partner: UUID, ends: str, pays: bool
) -> None:
    """The next period begins on 15 February; a hand-over that ends within a term is paid for until its end."""
    models.HandOver.objects.update(ends_on=d(ends))
    assert (SAID in read(people, "owner", address(paid_by_a_partner, ""))) == pays


@pytest.mark.parametrize(("who", "act"), [("owner", "create"), ("admin", "add"), ("admin", "confirm")])
def test_before_a_license_is_asked_for_or_added_it_is_said_who_gets_the_invoice(
    people: People, paid_by_a_partner: UUID, who: str, act: str
) -> None:
    project, given = paid_by_a_partner, PORTS
    path = address(project, f"licenses/{act}/")
    if act == "confirm":
        wish = {"license_id": "L9", "license_type": "PORT", "quantity": 5, "origin": "customer"}
        licenses.request(project=project, **wish, ctx=on("2026-01-20"))  # type: ignore[arg-type]
        number = models.LicenseLine.objects.get(license__code="L9").number
        path, given = address(project, f"licenses/{number}/confirm/"), None  # type: ignore[assignment]
    assert "What the balance does not pay is invoiced to Partner for contracts." in read(people, who, path, given)
