"""Quotes: numbered, frozen, accepted at their figures within their last day; otherwise nothing happens."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from autossa.domain.billing.documents import Kind
from autossa.domain.orders.orders import Wanted
from autossa.operations import contracts
from autossa.operations.errors import Invalid, Refused
from autossa.operations.orders import accepting, making
from autossa.operations.orders import licenses as orders
from autossa.operations.orders.accepting import QuoteExpired, QuoteNoLongerHolds
from autossa.operations.orders.making import QuoteEnded
from autossa.operations.organisations.vat import set_treatment
from autossa.operations.projects.names import write_names_of
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.terms.acceptances import TermsNotAccepted
from autossa.queries.orders.documents import quote_document
from autossa.queries.orders.quote_page import quote_page
from autossa.queries.orders.quotes import QuoteRow, find_quote
from autossa.store import models
from tests.cast.members import at, partner
from tests.cast.shop import ALICE, Shop, d, on, taxed_at
from tests.cast.sold import dearer, order, quote
from tests.cast.terms import agreed_on, publish_text
from tests.store.looking import activities, column, rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def seen(key: UUID, day: str = "2026-01-20") -> QuoteRow:
    found = find_quote(models.Quote.objects.get(pk=key).public_id, d(day), at(day))
    assert found is not None
    return found


def accept(key: UUID, day: str = "2026-01-25") -> bool:
    return accepting.accept(quote=key, ctx=on(day, ALICE))


def test_a_quote_is_a_document(shop: Shop) -> None:
    alice = models.Organisation.objects.filter(pk=shop.alice)
    alice.update(street="Kaistr. 1", post_code="24103", city="Kiel", country="DE", language="de")
    project = shop.project()
    key = quote(shop, project, Wanted("PORT", 10, "L1"), Wanted("OPERATOR", 2), order_number="PO 7")
    alice.update(name="Alice & Sons", street="Elsewhere")
    write_names_of(shop.alice)
    found = quote_document(key)
    assert (found.kind, found.number, found.order_number) == (Kind.QUOTE, "Q-2026-000001", "PO 7")
    assert (found.issued_on, found.valid_until) == (d("2026-01-20"), d("2026-02-19"))
    assert (found.buyer.name, found.buyer.street, found.buyer.post_code, found.buyer.city) == (
        "Alice Ltd", "Kaistr. 1", "24103", "Kiel",
    )  # fmt: skip
    assert found.seller.party.name == "Vera's PBX"
    assert [(line.name, line.license_id, line.quantity, line.units, line.net) for line in found.lines] == [
        ("Port", "L1", 10, 1000, 500_00),
        ("Operator", "", 2, 200, 600_00),
    ]
    assert (found.net, found.tax, found.gross) == (1100_00, 209_00, 1309_00)
    assert found.language == "de"
    assert "Lizenzen" in found.intro


def test_numbers_have_no_gap_and_begin_anew_each_year(shop: Shop) -> None:
    project = shop.project()
    first = quote(shop, project)
    with pytest.raises(Invalid):
        quote(shop, project, Wanted("PORT", 0))
    with pytest.raises(Refused):
        making.quote_contract(
            project=shop.booked("Other"), option="flex_monthly", payer=shop.alice, ctx=on("2026-01-20")
        )
    second = quote(shop, project)
    third = quote(shop, project, ctx=on("2027-01-01", ALICE))
    assert [seen(key).number for key in (first, second, third)] == ["Q-2026-000001", "Q-2026-000002", "Q-2027-000001"]


def test_licenses_are_ordered_at_the_quoted_prices(shop: Shop) -> None:
    project = shop.project()
    key = quote(shop, project)
    dearer(shop, "2026-01-22")
    assert accept(key)
    order = models.LicenseOrder.objects.get()
    assert (order.gross, order.quote_id, order.ordered_on, order.priced_on) == (
        595_00, key, d("2026-01-25"), d("2026-01-20"),
    )  # fmt: skip
    assert seen(key).state == "accepted"
    orders.book(order=order.id, ctx=on("2026-01-26"))
    assert value("SELECT gross FROM invoices") == 595_00


def test_credits_are_ordered_at_the_quoted_price(shop: Shop) -> None:
    project = shop.project()
    key = making.quote_credits(project=project, ssc=100_00, payer=shop.alice, ctx=on("2026-01-20", ALICE))
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), starts_on=d("2026-01-22"), ctx=on("2026-01-02"))
    assert accept(key)
    assert rows("SELECT ssc, gross, state, quote_id FROM credit_orders") == [(100_00, 119_00, "open", key)]


@pytest.mark.parametrize("covered", [True, False])
def test_a_contract_is_concluded_at_the_quoted_figures(shop: Shop, covered: bool) -> None:
    """One that begins when it is accepted is the same on another day; one that begins later, too."""
    project = shop.covered(months=2) if covered else shop.project()
    key = making.quote_contract(
        project=project, option="annual_quarterly", payer=shop.alice, order_number="PO 9", ctx=on("2026-01-20", ALICE)
    )
    assert accept(key)
    contract = models.Contract.objects.get()
    assert (contract.status, contract.order_number, contract.concluded_on) == ("in_review", "PO 9", d("2026-01-25"))
    assert models.Quote.objects.get().contract_id == contract.id
    (details,) = [row[2] for row in activities(project) if row[1] == "conclude_contract"]
    assert details["agreed"]["gross"] == str(models.Quote.objects.get().agreed["gross"])


def test_a_contract_that_would_cost_something_else_is_not_concluded(shop: Shop) -> None:
    project = shop.project()
    key = making.quote_contract(project=project, option="annual_yearly", payer=shop.alice, ctx=on("2026-01-20", ALICE))
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), starts_on=d("2026-01-22"), ctx=on("2026-01-02"))
    with pytest.raises(QuoteNoLongerHolds) as raised:
        accept(key)
    changed = {one.figure: (one.was, one.now) for one in raised.value.differences}
    assert changed["gross"] == ("139944", "279888")
    assert "start" not in changed
    assert seen(key, "2026-01-25").state == "open"
    assert not models.Contract.objects.exists()
    page = quote_page(seen(key).id, project, d("2026-01-25"), at("2026-01-25"))
    assert page is not None
    assert page.differences == raised.value.differences
    assert not page.holds


def test_a_quote_is_not_accepted_after_its_last_day(shop: Shop) -> None:
    project = shop.project()
    key, other = quote(shop, project), quote(shop, project)
    last = d("2026-01-20") + timedelta(days=30)
    assert accept(key, last.isoformat())
    after = (last + timedelta(days=1)).isoformat()
    with pytest.raises(QuoteExpired):
        accept(other, after)
    assert seen(other, after).state == "expired"
    assert models.LicenseOrder.objects.count() == 1


def test_another_rate_of_tax_is_a_difference(shop: Shop) -> None:
    key = quote(shop, shop.project())
    set_treatment(organisation=shop.alice, new=taxed_at(Fraction(20), on("2026-01-21")), ctx=on("2026-01-21"))
    with pytest.raises(QuoteNoLongerHolds) as raised:
        accept(key)
    assert [one.figure for one in raised.value.differences] == ["tax", "tax_rate", "gross"]
    assert not models.LicenseOrder.objects.exists()


def test_a_quote_is_accepted_once(shop: Shop) -> None:
    key = quote(shop, shop.project())
    assert accept(key)
    assert not accept(key)
    assert models.LicenseOrder.objects.count() == 1
    with pytest.raises(QuoteEnded):
        making.withdraw(quote=key, ctx=on("2026-01-26", ALICE))


def test_a_withdrawn_quote_is_not_accepted(shop: Shop) -> None:
    key = quote(shop, shop.project())
    making.withdraw(quote=key, ctx=on("2026-01-21", ALICE))
    with pytest.raises(QuoteEnded):
        accept(key)
    with pytest.raises(QuoteEnded):
        making.withdraw(quote=key, ctx=on("2026-01-21", ALICE))
    assert seen(key).state == "withdrawn"


def test_a_refusal_of_the_deed_leaves_the_quote_open(shop: Shop) -> None:
    project = shop.project()
    key = making.quote_contract(project=project, option="annual_yearly", payer=shop.alice, ctx=on("2026-01-20", ALICE))
    contracts.conclude(project=project, option="flex_monthly", ctx=on("2026-01-21", ALICE))
    with pytest.raises(Refused, match="contract_exists"):
        accept(key)
    assert value("SELECT accepted_at FROM quotes") is None


def test_who_is_not_verified_is_not_quoted(shop: Shop) -> None:
    """Nobody knows their VAT before."""
    project = shop.project()
    models.Organisation.objects.filter(pk=shop.alice).update(verified_on=None)
    with pytest.raises(Invalid) as raised:
        quote(shop, project)
    assert raised.value.code == "order_not_verified"
    assert not models.Quote.objects.exists()


def test_nobody_is_quoted_on_anothers_word(shop: Shop) -> None:
    with pytest.raises(Invalid) as raised:
        quote(shop, shop.project(), payer=partner())
    assert raised.value.code == "payer_not_allowed"


def test_what_was_made_accepted_and_withdrawn_is_on_record(shop: Shop) -> None:
    project = shop.project()
    accept(quote(shop, project))
    making.withdraw(quote=quote(shop, project, ctx=on("2026-01-26", ALICE)), ctx=on("2026-01-26", ALICE))
    assert [row[1] for row in activities(project)[-5:]] == [
        "make_quote", "order_licenses", "accept_quote", "make_quote", "withdraw_quote",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE quotes SET gross = gross + 1, net = net + 1",
        "UPDATE quotes SET valid_until = valid_until + 1",
        "UPDATE quotes SET accepted_at = now()",
        "UPDATE quotes SET agreed = '{}'",
        "UPDATE quote_lines SET net = net + 1",
        "DELETE FROM quote_lines",
        "DELETE FROM quotes",
    ],
)
def test_the_database_keeps_quotes_as_they_are(shop: Shop, statement: str) -> None:
    quote(shop, shop.project())

    def execute() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(Error):
        execute()
    assert column("SELECT number FROM quotes") == [1]


def test_what_is_in_force_is_accepted_at_the_quote_and_at_what_it_becomes(shop: Shop) -> None:
    key = quote(shop, shop.project())
    publish_text("Pay in time.", on("2026-01-22"))
    with pytest.raises(TermsNotAccepted):
        accept(key)
    assert not models.LicenseOrder.objects.exists()
    accepting.accept(quote=key, terms=agreed_on(d("2026-01-25")), ctx=on("2026-01-25", ALICE))
    found = models.TermsAcceptance.objects.order_by("id").values_list("deed", "deed_id", "organisation_id")
    order = models.LicenseOrder.objects.get()
    assert list(found) == [("quote", key, shop.alice), ("license_order", order.id, shop.alice)]


def test_an_order_of_licenses_asks_for_what_is_in_force(shop: Shop) -> None:
    publish_text("Pay in time.", on("2026-01-10"))
    project = shop.project()
    with pytest.raises(TermsNotAccepted):
        order(shop, project)
    key = order(shop, project, terms=agreed_on(d("2026-01-20")))
    assert models.TermsAcceptance.objects.get().deed_id == key
