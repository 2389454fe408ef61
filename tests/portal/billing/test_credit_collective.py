"""Finance credits a section of a collective invoice, and a line of an order, on a page; nobody else finds it."""

from uuid import UUID

import pytest

from autossa.domain.billing.cycles import Cycle, Every
from autossa.operations.billing.collective import set_cycle
from autossa.operations.orders import licenses as orders
from autossa.operations.runs import renewals
from autossa.store import models
from tests.cast.pages import hidden_of, text_of
from tests.cast.people import People
from tests.cast.shop import d, on
from tests.cast.sold import order, sell

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def _collective(people: People) -> models.Invoice:
    """Two projects on one invoice."""
    set_cycle(payer=people.shop.alice, cycle=Cycle(Every.DAILY), starts_on=d("2026-01-01"), ctx=on("2026-01-01"))
    for name in ("Office", "Plant"):
        people.shop.booked(name)
    renewals.run(ctx=on("2026-01-16"))
    return models.Invoice.objects.get(reason="collective")


def test_a_section_is_credited_after_looking_at_it(people: People) -> None:
    invoice = _collective(people)
    path = people.organisation(people.shop.alice, f"collective-invoices/{invoice.public_id}/credit/")
    finance = people["finance"]
    assert "Plant" in text_of(finance.get(path))
    shown = finance.post(path, {"amount_1": "1.00", "reason": "Sorry"})
    assert "Issue a credit note of" in text_of(shown)
    assert not models.CreditReason.objects.exists()
    done = finance.post(path, {"amount_1": "1.00", "reason": "Sorry", "seen": hidden_of(shown)["seen"]}, follow=True)
    assert "is issued" in text_of(done)
    note = models.CreditReason.objects.get().note
    assert (note.net, note.corrects, note.project_id) == (-1_00, invoice.id, None)
    assert "Plant" in text_of(finance.get(f"/invoices/{note.public_id}/"))
    page = text_of(finance.get(f"/invoices/{invoice.public_id}/"))
    assert "Issue a credit note" in page
    assert note.full_number in page


@pytest.mark.parametrize("who", ["owner", "support", "reviewer"])
def test_nobody_else_credits_it(people: People, who: str) -> None:
    invoice = _collective(people)
    path = people.organisation(people.shop.alice, f"collective-invoices/{invoice.public_id}/credit/")
    assert people[who].get(path).status_code == 404
    assert "Issue a credit note" not in text_of(people[who].get(f"/invoices/{invoice.public_id}/"))


def test_only_where_it_belongs(people: People) -> None:
    invoice, finance = _collective(people), people["finance"]
    assert (
        finance.get(
            people.organisation(people.shop.charlie, f"collective-invoices/{invoice.public_id}/credit/")
        ).status_code
        == 404
    )
    project = models.Project.objects.get(name="Office")
    assert finance.get(f"/projects/{project.public_id}/invoices/{invoice.public_id}/credit/").status_code == 404


def test_what_was_ordered_is_credited_on_its_project(people: People) -> None:
    sell(people.shop)
    project: UUID = people.shop.project()
    orders.book(order=order(people.shop, project), ctx=on("2026-01-20"))
    invoice, finance = models.Invoice.objects.get(reason="order"), people["finance"]
    path = f"/projects/{models.Project.objects.get(pk=project).public_id}/invoices/{invoice.public_id}/credit/"
    assert "10 × PORT" in text_of(finance.get(path))
    shown = finance.post(path, {"quantity_0": "4", "reason": "Sorry"})
    assert "is issued" in text_of(
        finance.post(path, {"quantity_0": "4", "reason": "Sorry", "seen": hidden_of(shown)["seen"]}, follow=True)
    )
    assert models.Invoice.objects.get(series="CN").net == -200_00
    assert "Credited" in text_of(finance.get(f"/invoices/{invoice.public_id}/"))
