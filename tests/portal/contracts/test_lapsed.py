"""A lapsed project: what is missing is ordered together with the contract on one page, paid, and it follows."""

from uuid import UUID

import pytest

from autossa.operations.credits import orders
from autossa.queries.as_of import project_as_of
from autossa.store import models
from tests.cast.pages import address, do, text_of
from tests.cast.people import People
from tests.cast.shop import d, on

pytestmark = pytest.mark.store
DAY = "2026-05-01"


@pytest.fixture
def project(people: People) -> UUID:
    people.today(DAY)
    return people.shop.covered()


def _path(project: UUID) -> str:
    return address(project, "contracts/lapsed/")


def _answers(people: People) -> dict[str, str]:
    return {"option": "annual_monthly", "payer": str(people.shop.alice), "order_number": "PO 7"}


def test_from_the_wizard_to_the_contract(people: People, project: UUID) -> None:
    owner, path = people["owner"], _path(project)
    assert path in owner.get(address(project, "contracts/new/")).content.decode()
    said = text_of(owner.get(path))
    assert "Each day adds to it: on 15 May 2026 it costs" in said
    check = owner.post(path, _answers(people))
    said = text_of(check)
    assert "Pay until 15 May 2026" in said
    assert "Order credits and contract for" in said
    done = text_of(do(owner, path, check))
    assert "Ordered. The contract is concluded by itself" in done
    assert "Waiting for your payment" in done
    order = models.CreditOrder.objects.get()
    assert (order.order_number, order.state) == ("PO 7", "open")
    orders.book(order=order.pk, ctx=on(DAY))
    found = project_as_of(project, d(DAY))
    assert found is not None
    assert found.project.contract is not None
    assert "The project has a contract already" in text_of(owner.get(path))


def test_a_form_that_shows_another_price_is_checked_again(people: People, project: UUID) -> None:
    path = _path(project)
    response = people["owner"].post(path, {**_answers(people), "step": "do", "gross": "1", "order": "ord_x"})
    assert "Check before you order" in text_of(response)
    assert not models.CreditOrder.objects.exists()


def test_what_is_not_filled_in_is_asked_for(people: People, project: UUID) -> None:
    response = people["owner"].post(_path(project), {"payer": str(people.shop.alice)})
    assert "Please fix the highlighted fields." in text_of(response)
    assert not models.CreditOrder.objects.exists()


def test_where_nothing_is_missing_the_wizard_is_the_way(people: People) -> None:
    people.today("2026-01-20")
    said = text_of(people["owner"].get(_path(people.shop.project())))
    assert "No credits are missing for a contract" in said


@pytest.mark.parametrize("who", ["viewer", "reviewer", "support"])
def test_nobody_else_finds_it(people: People, project: UUID, who: str) -> None:
    assert people[who].get(_path(project)).status_code == 404


def test_it_is_there_in_german(people: People, project: UUID) -> None:
    models.User.objects.filter(pk=people.user("alice")).update(language="de")
    said = text_of(people["owner"].get(_path(project)))
    assert "Fehlende Credits und einen Vertrag bestellen" in said
    assert "Am 15. Mai 2026 kostet sie" in said
