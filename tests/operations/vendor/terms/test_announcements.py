"""New versions are announced once to each organisation with an open contract, ahead of their first day."""

from uuid import UUID

import pytest

from autossa.domain.billing.terms import TermsKind
from autossa.operations import contracts
from autossa.operations.vendor.terms.announcements import run
from autossa.queries.vendor.terms.concerned import all_lacking, lacking_pages
from autossa.store import models
from tests.cast.members import ctx, member
from tests.cast.shop import Shop, d, on
from tests.cast.terms import agreed_on, publish_pdf, publish_text

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def told() -> list[tuple[str, int]]:
    """To which organisation, and of how many versions, in order."""
    names = dict(models.Organisation.objects.values_list("id", "name"))
    found = models.OutboxMessage.objects.filter(topic="mail.terms_announced").order_by("id")
    return [(names[UUID(row.payload["organisation"])], len(row.payload["versions"])) for row in found]


def test_each_is_told_once_whatever_days_are_missed(shop: Shop) -> None:
    shop.booked()
    publish_text("Pay at once.", on("2026-01-20"), day=d("2026-03-01"))
    for day in ("2026-01-21", "2026-01-21", "2026-02-15", "2026-03-05"):
        run(ctx=on(day))
    assert told() == [("Alice Ltd", 1)]
    assert models.TermsAnnouncement.objects.get().announced_on == d("2026-01-21")


def test_one_mail_names_all_that_is_new(shop: Shop) -> None:
    shop.booked()
    publish_text("Pay at once.", on("2026-01-20"), day=d("2026-03-01"))
    publish_pdf(on("2026-01-20"), day=d("2026-02-01"))
    assert run(ctx=on("2026-01-21")) == 1
    assert told() == [("Alice Ltd", 2)]


def test_who_concludes_later_is_told_until_it_begins(shop: Shop) -> None:
    publish_text("Pay at once.", on("2026-01-10"), day=d("2026-02-01"))
    assert run(ctx=on("2026-01-11")) == 0  # nobody has an open contract
    shop.booked()
    assert run(ctx=on("2026-01-16")) == 1
    shop.project("Branch")
    assert told() == [("Alice Ltd", 1)]


def test_who_has_accepted_it_is_not_told(shop: Shop) -> None:
    alice = member(shop.alice, "alice@alice.example", "owner")
    publish_text("Pay at once.", on("2026-01-20"))
    contracts.conclude(
        project=shop.project(), option="annual_monthly", ctx=ctx(alice), terms=agreed_on(d("2026-01-20"))
    )
    assert run(ctx=on("2026-01-21")) == 0
    assert list(all_lacking(TermsKind.TERMS)) == []


def test_what_began_at_once_is_told_afterwards_and_not_for_ever(shop: Shop) -> None:
    shop.booked()
    publish_text("Pay at once.", on("2026-01-20"))
    assert run(ctx=on("2026-01-28")) == 0
    assert run(ctx=on("2026-01-27")) == 1


def test_a_batch_goes_on_where_the_last_one_ended(shop: Shop) -> None:
    from autossa.operations import licenses
    from autossa.operations.projects.edit import create_project

    shop.booked()
    other = create_project(customer=shop.charlie, name="Shop", price_list=shop.price_list, ctx=on("2026-01-15"))
    licenses.add(project=other, license_id="L1", license_type="PORT", quantity=1, ctx=on("2026-01-15"))
    contracts.conclude(project=other, option="annual_monthly", ctx=on("2026-01-15"))
    publish_text("Pay at once.", on("2026-01-20"), day=d("2026-03-01"))
    assert run(ctx=on("2026-01-21"), batch=1) == 2
    assert sorted(told()) == [("Alice Ltd", 1), ("Charlie GmbH", 1)]


def test_staff_sees_who_lacks_the_newest(shop: Shop) -> None:
    alice = member(shop.alice, "alice@alice.example", "owner")
    publish_text("Pay in time.", on("2026-01-10"))
    contracts.conclude(
        project=shop.project(), option="annual_monthly", ctx=ctx(alice), terms=agreed_on(d("2026-01-20"))
    )
    assert [page.count for page in lacking_pages()] == [0]
    publish_text("Pay at once.", on("2026-01-21"), day=d("2026-03-01"))
    (page,) = lacking_pages()
    assert (page.version.number, page.count) == (2, 1)
    assert [(row.name, row.told_on) for row in page.rows] == [("Alice Ltd", None)]
    run(ctx=on("2026-01-22"))
    assert [row.told_on for row in all_lacking(TermsKind.TERMS)] == [d("2026-01-22")]
