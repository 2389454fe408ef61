"""Who pays: another one when both sides agree; a partner whose hand-over ended, to the end of its term."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from autossa.domain.billing.vat import Rate
from autossa.domain.comparisons import figures
from autossa.domain.contracts import Contract, Status
from autossa.domain.payers import liable_until, term_end
from autossa.domain.plans import Option
from autossa.domain.prices import tax_amount
from autossa.domain.rights import Right
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import payers
from autossa.operations.errors import Changed, Invalid, NotFound
from autossa.operations.organisations import delegations
from autossa.operations.runs import renewals
from autossa.queries.billing.payers import liabilities, payer_page, waiting_for
from autossa.queries.billing.possible_payers import Payer
from autossa.queries.contracts.offers import offer_page
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.exact import fraction
from tests.cast.members import ctx, member, partner
from tests.cast.shop import ALICE, Shop, d, on
from tests.store.looking import activities, broken_laws, contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def paul(shop: Shop) -> UUID:
    """A partner that looks after Alice's billing."""
    key = partner()
    delegations.give(customer=shop.alice, partner=key, rights=[Right.BILLING], ctx=on("2026-01-15"))
    return key


def payer(project: UUID) -> UUID:
    return models.Contract.objects.get(project=project).payer_id


# ---- both agree


def test_the_new_one_agrees_and_pays_from_the_next_invoice_on(shop: Shop, alice: models.User, paul: UUID) -> None:
    project, pia = shop.booked(), member(paul, "pia@example.com", "manager")
    change = payers.ask(project=project, payer=paul, ctx=ctx(alice))
    assert payer(project) == shop.alice
    assert [row.then for row in waiting_for(paul)] == ["Paul's Phones"]
    assert waiting_for(shop.alice) == ()
    payers.confirm(change=change, confirmer=paul, ctx=ctx(pia))
    assert (payer(project), waiting_for(paul)) == (paul, ())
    renewals.run(ctx=on("2026-02-15"))
    assert [row.payer for row in models.Invoice.objects.order_by("number")] == [shop.alice, paul]
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_where_the_new_one_asks_the_present_one_agrees(shop: Shop, alice: models.User, paul: UUID) -> None:
    project, pia = shop.booked(), member(paul, "pia@example.com", "owner")
    change = payers.ask(project=project, payer=paul, ctx=ctx(pia))
    with pytest.raises(NotFound):
        payers.confirm(change=change, confirmer=paul, ctx=ctx(member(paul, "pete@example.com", "owner")))
    payers.confirm(change=change, confirmer=shop.alice, ctx=ctx(alice))
    assert payer(project) == paul


def test_nobody_confirms_what_they_asked_for(shop: Shop, alice: models.User, paul: UUID) -> None:
    """Not even as a member of both sides."""
    project = shop.booked()
    change = payers.ask(project=project, payer=paul, ctx=ctx(alice))
    models.Membership.objects.create(user=alice, organisation_id=paul, role="owner")
    before = contents()
    with pytest.raises(Invalid, match="Somebody else must confirm"):
        payers.confirm(change=change, confirmer=paul, ctx=ctx(alice))
    assert contents() == before


# ---- whose word it is


@pytest.mark.parametrize(
    ("here", "there"),  # the role of whoever asks: at the partner that pays now, at the customer that is to pay
    [
        ("manager", "viewer"),  # who only reads does not ask for the customer
        ("manager", "manager"),  # nor does who belongs to both
        ("viewer", "owner"),
        ("owner", None),
    ],
)
def test_the_side_that_is_to_pay_confirms(
    shop: Shop, alice: models.User, paul: UUID, here: str, there: str | None
) -> None:
    project, mallory = paid_by(shop, paul, "annual_yearly"), member(paul, "mallory@example.com", here)
    mate = member(paul, "mate@example.com", "owner")
    if there:
        models.Membership.objects.create(user=mallory, organisation_id=shop.alice, role=there)
    change = payers.ask(project=project, payer=shop.alice, ctx=ctx(mallory))
    assert waiting_for(paul) == ()
    assert [row.then for row in waiting_for(shop.alice)] == ["Alice Ltd"]
    with pytest.raises(NotFound):
        payers.confirm(change=change, confirmer=paul, ctx=ctx(mate))
    assert payer(project) == paul
    payers.confirm(change=change, confirmer=shop.alice, ctx=ctx(alice))
    assert payer(project) == shop.alice


@pytest.mark.parametrize("who", ["viewer", "of the other side", "stranger", "staff"])
def test_only_who_may_pay_for_the_confirming_side_answers(shop: Shop, alice: models.User, paul: UUID, who: str) -> None:
    project = shop.booked()
    change = payers.ask(project=project, payer=paul, ctx=ctx(alice))
    where, role = {
        "viewer": (paul, "viewer"),
        "of the other side": (shop.alice, "owner"),
        "stranger": (shop.charlie, "owner"),
        "staff": (shop.vendor, "admin"),
    }[who]
    somebody, before = member(where, "somebody@example.com", role), contents()
    for act in (payers.confirm, payers.refuse):
        with pytest.raises(NotFound):
            act(change=change, confirmer=paul, ctx=ctx(somebody))
    assert contents() == before


@pytest.mark.parametrize("how", ["removed", "demoted", "blocked", "joined the other side"])
def test_a_word_given_with_the_request_ends_with_the_right_to_give_it(
    shop: Shop, alice: models.User, paul: UUID, how: str
) -> None:
    """Pia asked for her firm; before Alice agrees, she may no longer speak for it."""
    project, pia = shop.booked(), member(paul, "pia@example.com", "manager")
    change = payers.ask(project=project, payer=paul, ctx=ctx(pia))
    match how:
        case "removed":
            models.Membership.objects.filter(user=pia).delete()
        case "demoted":
            models.Membership.objects.filter(user=pia).update(role="viewer")
        case "blocked":
            models.User.objects.filter(pk=pia.pk).update(is_active=False)
        case _:
            models.Membership.objects.create(user=pia, organisation_id=shop.alice, role="viewer")
    with pytest.raises(payers.PayerChangeOutdated):
        payers.confirm(change=change, confirmer=shop.alice, ctx=ctx(alice))
    assert payer(project) == shop.alice


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_a_no_leaves_everything_and_is_the_last_word(shop: Shop, alice: models.User, paul: UUID, how: str) -> None:
    project, pia = shop.booked(), member(paul, "pia@example.com", "owner")
    change = payers.ask(project=project, payer=paul, ctx=ctx(alice))
    if how == "refused":
        payers.refuse(change=change, confirmer=paul, ctx=ctx(pia))
    else:
        payers.withdraw(project=project, ctx=ctx(alice))
    for act in (payers.confirm, payers.refuse):
        with pytest.raises(NotFound):
            act(change=change, confirmer=paul, ctx=ctx(pia))
    with pytest.raises(NotFound):
        payers.withdraw(project=project, ctx=ctx(alice))
    assert payer(project) == shop.alice
    payers.ask(project=project, payer=paul, ctx=ctx(alice))  # again, at any time


@pytest.mark.parametrize("why", ["revoked", "suspended", "ended"])
def test_what_has_changed_meanwhile_is_not_confirmed(shop: Shop, alice: models.User, paul: UUID, why: str) -> None:
    project, pia = shop.booked(option="flex_monthly"), member(paul, "pia@example.com", "owner")
    change = payers.ask(project=project, payer=paul, ctx=ctx(alice))
    match why:
        case "revoked":
            given = models.HandOver.objects.get()
            delegations.revoke(delegation=given.id, customer=shop.alice, ctx=ctx(alice))
        case "suspended":
            models.Organisation.objects.filter(pk=paul).update(suspended_on=ctx(alice).today)
        case "ended":
            contracts.cancel(project=project, ctx=ctx(alice))
            renewals.run(ctx=on("2026-03-15"))
    with pytest.raises(Invalid, match="has ended, or the new payer has no access"):
        payers.confirm(change=change, confirmer=paul, ctx=ctx(pia))
    assert payer(project) == shop.alice


def test_who_cannot_be_asked_to_pay(shop: Shop, alice: models.User, paul: UUID) -> None:
    project, nothing = shop.booked(), shop.project("Nothing")
    stranger = partner("Stranger", "P8")
    before = contents()
    for target, who in ((project, shop.charlie), (project, stranger), (project, shop.alice), (nothing, paul)):
        with pytest.raises((Invalid, NotFound)):
            payers.ask(project=target, payer=who, ctx=ctx(alice))
    assert contents() == before
    payers.ask(project=project, payer=paul, ctx=ctx(alice))
    with pytest.raises(Invalid, match="waits for its confirmation"):
        payers.ask(project=project, payer=paul, ctx=ctx(alice))


# ---- to the end of the term


@pytest.mark.parametrize(
    ("start", "months", "ended_on", "until"),
    [
        ("2026-01-15", 12, "2026-01-16", "2027-01-15"),
        ("2026-01-15", 12, "2026-07-01", "2027-01-15"),
        ("2026-01-15", 12, "2027-01-14", "2027-01-15"),
        ("2026-01-15", 12, "2027-01-15", "2027-01-15"),  # it held to the very end of the term
        ("2026-01-15", 12, "2027-01-16", "2028-01-15"),
        ("2026-01-15", 12, "2026-01-10", "2027-01-15"),  # before the contract began
        ("2026-01-31", 1, "2026-02-10", "2026-02-28"),
        ("2026-01-31", 1, "2026-03-01", "2026-03-31"),
    ],
)
def test_how_long_a_partner_is_liable(start: str, months: int, ended_on: str, until: str) -> None:
    assert liable_until(terms(start, months), d(ended_on)) == d(until)


def terms(start: str, months: int) -> Contract:
    plan = Option("", months, 1, 1, Fraction(0))
    return Contract(1, plan, Status.ACTIVE, d(start), d(start), d(start))


def test_a_term_ends_after_the_day() -> None:
    days = ("2026-01-01", "2026-01-31", "2026-02-27", "2026-02-28")
    found = [term_end(terms("2026-01-31", 1), d(day)) for day in days]
    assert found == [d("2026-02-28"), d("2026-02-28"), d("2026-02-28"), d("2026-03-31")]


def paid_by(shop: Shop, paul: UUID, option: str) -> UUID:
    project = shop.project()
    contracts.conclude(project=project, option=option, payer=paul, ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    return project


def take_back(shop: Shop, day: str) -> None:
    given = models.HandOver.objects.get()
    delegations.revoke(delegation=given.id, customer=shop.alice, ctx=on(day))


def vat() -> dict[UUID, set[Fraction]]:
    """The rates that each payer was invoiced at, as they are said and as they come out."""
    found: dict[UUID, set[Fraction]] = {}
    for row in models.Invoice.objects.all():
        assert row.tax == tax_amount(row.net, fraction(row.tax_rate))
        found.setdefault(row.payer, set()).add(fraction(row.tax_rate))
    return found


def add(project: UUID, license_id: str, day: str) -> None:
    licenses.add(
        project=project, license_id=license_id, license_type="PORT", quantity=12, ctx=on(day), order_reference="PO 7"
    )


def invoiced() -> list[tuple[date, UUID]]:
    return [(row.start, row.payer) for row in models.Invoice.objects.order_by("start")]


@pytest.mark.parametrize("at_once", [False, True])
def test_the_partner_pays_its_term_to_the_end_then_the_customer(shop: Shop, paul: UUID, at_once: bool) -> None:
    """Whether the run comes each month, or once after a long silence."""
    project = paid_by(shop, paul, "annual_quarterly")
    assert [row.until for row in liabilities(paul, shop.alice, None, d("2026-05-20"))] == [d("2027-01-15")]
    take_back(shop, "2026-05-20")
    days = ["2027-08-01"] if at_once else ["2026-08-01", "2026-12-20", "2027-01-02", "2027-02-01", "2027-08-01"]
    for day in days:
        renewals.run(ctx=on(day))
    assert not models.Project.objects.exclude(parked_at=None).exists()
    assert invoiced() == [
        (d("2026-01-15"), paul),
        (d("2026-04-15"), paul),
        (d("2026-07-15"), paul),
        (d("2026-10-15"), paul),
        (d("2027-01-15"), shop.alice),
        (d("2027-04-15"), shop.alice),
        (d("2027-07-15"), shop.alice),
    ]
    assert payer(project) == shop.alice
    assert [(who, what) for who, what, _ in activities(project) if "payer" in what] == [("Auto SSA", "payer_fell_back")]
    assert payer_page(project, d("2027-08-01")).payer == "Alice Ltd"
    assert vat() == {paul: {0}, shop.alice: {Fraction(19, 100)}}  # to the cent, at the rate of whoever pays
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_it_is_the_period_that_counts_not_the_day_of_booking(shop: Shop, paul: UUID) -> None:
    """Booked ahead, in the partner's last days; the balance may pay, and there is no invoice at all."""
    project = paid_by(shop, paul, "annual_yearly")
    take_back(shop, "2026-06-01")
    credits.top_up(project=project, ssc=5000_00, ctx=on("2026-12-01"))
    renewals.run(ctx=on("2027-01-14"))
    assert models.Settlement.objects.filter(reason="extension").count() == 2
    assert invoiced()[0] == (d("2026-01-15"), paul)
    assert payer(project) == shop.alice


def test_what_is_added_is_paid_by_whoever_paid_the_last_period(shop: Shop, paul: UUID) -> None:
    """A partner without VAT; the customer, with VAT, has been booked for the term that comes."""
    project = paid_by(shop, paul, "annual_yearly")
    take_back(shop, "2026-06-01")
    add(project, "L2", "2026-12-31")
    renewals.run(ctx=on("2027-01-05"))
    add(project, "L3", "2027-01-05")
    add(project, "L4", "2027-03-01")
    found = models.Invoice.objects.filter(reason="addition").order_by("number")
    assert [(row.payer, fraction(row.tax_rate)) for row in found] == [
        (paul, 0),
        (shop.alice, Fraction(19, 100)),
        (shop.alice, Fraction(19, 100)),
    ]
    assert list(check_all()) == []


def test_added_in_the_transaction_that_catches_up(shop: Shop, paul: UUID) -> None:
    """After a silence the period of the customer's term is booked first, and then the license."""
    project = paid_by(shop, paul, "annual_yearly")
    take_back(shop, "2026-06-01")
    add(project, "L2", "2027-02-01")
    assert vat() == {paul: {0}, shop.alice: {Fraction(19, 100)}}
    assert [row.payer for row in models.Invoice.objects.filter(reason="addition")] == [shop.alice]


def test_who_pays_is_shown_its_own_vat_before_it_concludes(shop: Shop, paul: UUID) -> None:
    project = shop.project()
    for key, rate in ((shop.alice, Fraction(19, 100)), (paul, Fraction(0))):
        named = Payer(key, "", "", key == shop.alice, (Rate(date(2000, 1, 1), rate),) if rate else ())
        page = offer_page(project, d("2026-01-15"), payer=named)
        assert page is not None
        offers = [choice.offer for choice in page.choices if choice.offer]
        assert len(offers) == 4
        assert all(offer.beginning.tax == tax_amount(offer.beginning.net, rate) for offer in offers)
    shown = offers[0]
    with pytest.raises(Changed):
        contracts.conclude(
            project=project, option=shown.option.name, payer=shop.alice, agreed=figures(shown), ctx=on("2026-01-15")
        )
    contracts.conclude(
        project=project, option=shown.option.name, payer=paul, agreed=figures(shown), ctx=on("2026-01-15", ALICE)
    )
    contracts.approve(project=project, ctx=on("2026-01-15"))
    renewals.run(ctx=on("2026-01-15"))
    assert [(row.net, row.tax) for row in models.Invoice.objects.all()] == [(shown.beginning.net, 0)]


def test_after_the_contract_the_customer_pays_with_its_own_vat(shop: Shop, paul: UUID) -> None:
    project = paid_by(shop, paul, "flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16"))
    page = offer_page(project, d("2026-05-01"))
    assert page is not None
    assert {choice.offer.beginning.tax > 0 for choice in page.choices if choice.offer} == {True}


@pytest.mark.parametrize("why", ["still in force", "ends later", "given again", "never handed over"])
def test_otherwise_the_partner_pays_on(shop: Shop, paul: UUID, why: str) -> None:
    if why in ("ends later", "given again", "never handed over"):
        models.HandOver.objects.update(ends_on=d("2026-01-15"))
    if why == "ends later":
        delegations.give(
            customer=shop.alice, partner=paul, rights=[Right.BILLING], ends_on=d("2030-01-01"), ctx=on("2026-01-16")
        )
    project = paid_by(shop, paul, "flex_monthly") if why != "never handed over" else None
    if why == "given again":
        delegations.give(
            customer=shop.alice, partner=paul, project=project, rights=[Right.LICENSES], ctx=on("2026-01-16")
        )
    if project is None:
        project = paid_by(shop, partner("By agreement", "P7"), "flex_monthly")
    before = payer(project)
    renewals.run(ctx=on("2026-06-01"))
    assert payer(project) == before != shop.alice
    assert {who for _, who in invoiced()} == {before}


def test_what_was_booked_before_the_access_ended_is_the_partners_with_all_that_is_added_to_it(
    shop: Shop, paul: UUID
) -> None:
    """Booked ahead for a term in which the partner is not liable any more: it paid that one all the same."""
    project = paid_by(shop, paul, "flex_monthly")
    renewals.run(ctx=on("2026-02-01"))
    take_back(shop, "2026-02-05")
    for license_id, day in (("L2", "2026-02-05"), ("L3", "2026-02-20")):
        add(project, license_id, day)
    assert {row.payer for row in models.Invoice.objects.all()} == {paul}
    renewals.run(ctx=on("2026-03-01"))
    add(project, "L4", "2026-03-02")
    assert vat() == {paul: {0}, shop.alice: {Fraction(19, 100)}}
    assert invoiced()[-2:] == [(d("2026-03-02"), shop.alice), (d("2026-03-15"), shop.alice)]
