"""Nothing is concluded or ordered without what is in force: accepted by whom, for whom, at what."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction

from autossa.domain.billing.terms import TermsDeed
from autossa.domain.rights import Right
from autossa.operations import contracts
from autossa.operations.context import ActionContext, Actor
from autossa.operations.credits import orders
from autossa.operations.orders import making
from autossa.operations.organisations import delegations, merging
from autossa.operations.vendor.terms.acceptances import NOTHING, Agreed, TermsChanged, TermsNotAccepted
from autossa.queries.runs.verify.dealt import terms as verify
from autossa.queries.vendor.terms.acceptances import Acceptance, acceptances_of, acceptances_of_project
from autossa.queries.vendor.terms.asked import asked_terms
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.members import ctx, member, partner
from tests.cast.shop import Shop, d, on
from tests.cast.terms import agreed_on, publish_pdf, publish_text
from tests.operations.accounts.life import erase

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def verified(shop: Shop) -> Iterator[None]:
    """Whatever a test does by the use cases, `autossa verify` finds nothing wrong with it."""
    yield
    checks = (verify.changed_documents, verify.without_acceptance, verify.wrong_acceptances)
    assert [finding for check in checks for finding in check()] == []


@pytest.fixture
def alice(shop: Shop) -> models.User:
    """Who owns the customer; terms and a service description are in force since 10 January."""
    publish_text("Pay in time.", on("2026-01-10"), german="Zahlen Sie rechtzeitig.")
    publish_pdf(on("2026-01-10"))
    return member(shop.alice, "alice@alice.example", "owner")


def conclude(project: UUID, by: ActionContext, terms: Agreed) -> UUID:
    contracts.conclude(project=project, option="annual_monthly", ctx=by, terms=terms)
    return models.Contract.objects.filter(project=project).latest("number").id


def order(shop: Shop, project: UUID, by: ActionContext, terms: Agreed, payer: UUID | None = None) -> UUID:
    key = new_id()
    orders.place(order=key, project=project, ssc=100_00, payer=payer or shop.alice, gross=119_00, ctx=by, terms=terms)
    return key


def of(contract: UUID, deed: TermsDeed = TermsDeed.CONTRACT) -> tuple[Acceptance, ...]:
    return acceptances_of(deed, [contract])[contract]


def now_checked() -> None:
    """What the database looks at when all is written."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


# ---- what is asked


def test_a_contract_keeps_what_it_was_concluded_with(shop: Shop, alice: models.User) -> None:
    contract = conclude(shop.project(), ctx(alice), agreed_on(d("2026-01-20")))
    now_checked()
    terms, service = of(contract)
    assert (terms.kind, terms.number, terms.language, terms.form) == ("terms", 1, "en", "text")
    assert (service.kind, service.number, service.language, service.form) == ("service", 1, "de", "pdf")
    assert (terms.person, terms.organisation, terms.member_of, terms.acting_for) == ("Alice", "Alice Ltd", "", "")
    assert (terms.day, terms.earlier) == (d("2026-01-20"), False)
    row = models.Activity.objects.get(action="conclude_contract")
    assert (row.details["terms"], row.details["service"]) == (1, 1)


def test_without_acceptance_nothing_is_concluded_or_ordered(shop: Shop, alice: models.User) -> None:
    project = shop.project()
    for terms in (NOTHING, Agreed(agreed_on(d("2026-01-20")).documents[:1])):
        with pytest.raises(TermsNotAccepted):
            conclude(project, ctx(alice), terms)
        with pytest.raises(TermsNotAccepted):
            order(shop, project, ctx(alice), terms)
    assert not models.Contract.objects.exists()
    assert not models.CreditOrder.objects.exists()
    assert not models.TermsAcceptance.objects.exists()


def test_before_anything_is_in_force_nothing_is_asked(shop: Shop, alice: models.User) -> None:
    conclude(shop.project(day="2026-01-02"), ctx(alice, "2026-01-09"), NOTHING)
    now_checked()
    assert not models.TermsAcceptance.objects.exists()


def test_what_was_accepted_before_is_not_asked_again_but_kept(shop: Shop, alice: models.User) -> None:
    bob = member(shop.alice, "bob@alice.example", "manager")
    conclude(shop.project(), ctx(alice), agreed_on(d("2026-01-20")))
    asked = asked_terms(d("2026-01-25"), shop.alice, "en")
    assert not asked.is_asked
    assert [one.earlier.person for one in asked.versions if one.earlier] == ["Alice", "Alice"]
    placed = order(shop, shop.project("Branch"), ctx(bob, "2026-01-25"), NOTHING)
    now_checked()
    terms, service = of(placed, TermsDeed.CREDIT_ORDER)
    assert (terms.person, terms.day, terms.earlier) == ("Alice", d("2026-01-20"), True)
    assert service.earlier
    kept = models.TermsAcceptance.objects.get(deed_id=placed, version__kind="terms")
    assert (kept.accepted_by_name, kept.day) == ("Bob", d("2026-01-25"))  # who placed the order stays with it


def test_only_what_is_new_is_asked(shop: Shop, alice: models.User) -> None:
    conclude(shop.project(), ctx(alice), agreed_on(d("2026-01-20")))
    publish_text("Pay at once.", on("2026-01-21"), day=d("2026-02-01"))
    assert not asked_terms(d("2026-01-31"), shop.alice, "en").is_asked
    asked = asked_terms(d("2026-02-01"), shop.alice, "de").versions
    assert [(one.version.kind, one.version.number, one.earlier is None) for one in asked] == [
        ("terms", 2, True), ("service", 1, False)
    ]  # fmt: skip
    with pytest.raises(TermsNotAccepted) as refused:
        conclude(shop.project("Branch"), ctx(alice, "2026-02-01"), NOTHING)
    assert refused.value.facts["which"] == "terms-2"
    contract = conclude(shop.project("Second"), ctx(alice, "2026-02-01"), Agreed([asked[0].document.key]))
    now_checked()
    assert [(one.number, one.earlier) for one in of(contract)] == [(2, False), (1, True)]


def test_another_organisation_is_asked_for_itself(shop: Shop, alice: models.User) -> None:
    conclude(shop.project(), ctx(alice), agreed_on(d("2026-01-20")))
    assert asked_terms(d("2026-01-25"), shop.charlie, "en").is_asked
    assert asked_terms(d("2026-01-25"), None, "en").is_asked


# ---- what was shown is what is accepted


def test_a_version_that_came_in_between_is_said(shop: Shop, alice: models.User) -> None:
    shown = agreed_on(d("2026-01-20"))
    publish_text("Pay at once.", on("2026-01-20"))
    project = shop.project()
    for deed in (conclude, lambda *given: order(shop, *given)):
        with pytest.raises(TermsChanged):
            deed(project, ctx(alice), shown)
    assert not models.Contract.objects.exists()


def test_an_end_that_came_in_between_is_said(shop: Shop, alice: models.User) -> None:
    from autossa.domain.billing.terms import TermsKind
    from autossa.operations.vendor.terms.versions import publish

    shown = agreed_on(d("2026-01-20"))
    publish(kind=TermsKind.TERMS, starts_on=d("2026-01-20"), contents={}, ctx=on("2026-01-20"))
    with pytest.raises(TermsChanged):
        conclude(shop.project(), ctx(alice), shown)


def test_what_is_no_document_is_refused(shop: Shop, alice: models.User) -> None:
    with pytest.raises(TermsChanged):
        conclude(shop.project(), ctx(alice), Agreed([*agreed_on(d("2026-01-20")).documents, uuid4()]))


# ---- by whom, for whom


def test_a_partner_accepts_on_behalf_of_its_customer(shop: Shop, alice: models.User) -> None:
    firm = partner()
    paul = member(firm, "paul@phones.example", "owner")
    delegations.give(customer=shop.alice, partner=firm, rights=[Right.CONTRACTS, Right.BILLING], ctx=ctx(alice))
    contract = conclude(shop.project(), ctx(paul), agreed_on(d("2026-01-20")))
    terms = of(contract)[0]
    assert (terms.person, terms.member_of, terms.organisation) == ("Paul", "Paul's Phones", "Alice Ltd")
    assert not asked_terms(d("2026-01-21"), shop.alice, "en").is_asked  # the customer has accepted
    assert asked_terms(d("2026-01-21"), firm, "en").is_asked  # the partner for itself has not
    models.Organisation.objects.filter(pk=firm).update(verified_on=d("2026-01-01"))
    key = new_id()
    orders.place(
        order=key, project=shop.project("Branch"), ssc=100_00, payer=firm, gross=100_00, ctx=ctx(paul),
        terms=agreed_on(d("2026-01-20")),
    )  # fmt: skip
    assert (of(key, TermsDeed.CREDIT_ORDER)[0].organisation, of(key, TermsDeed.CREDIT_ORDER)[0].member_of) == (
        "Paul's Phones", ""
    )  # fmt: skip


def test_staff_that_acts_for_a_customer_is_recorded_as_such(shop: Shop, alice: models.User) -> None:
    vera = member(shop.vendor, "vera@vendor.example", "admin")
    by = ctx(vera)
    acting = ActionContext(Actor("Vera", vera.id, shop.alice, "192.0.2.1"), by.today, by.now)
    terms = of(conclude(shop.project(), acting, agreed_on(d("2026-01-20"))))[0]
    assert (terms.person, terms.member_of, terms.acting_for) == ("Vera", "Vera's PBX", "Alice Ltd")


def test_the_command_line_names_nobody_but_its_account(shop: Shop, alice: models.User) -> None:
    by = ActionContext(Actor("root (command line)"), d("2026-01-20"), on("2026-01-20").now)
    terms = of(conclude(shop.project(), by, agreed_on(d("2026-01-20"))))[0]
    assert (terms.person, terms.member_of, terms.organisation) == ("root (command line)", "", "Alice Ltd")


def test_who_is_erased_leaves_the_acceptance_with_an_alias(shop: Shop, alice: models.User) -> None:
    member(shop.vendor, "vera@vendor.example", "admin")
    zara = member(shop.alice, "zara.quill@alice.example", "owner")
    models.User.objects.filter(pk=zara.pk).update(name="Zara Quill")
    zara.refresh_from_db()
    contract = conclude(shop.project(), ctx(zara), agreed_on(d("2026-01-20")))
    models.User.objects.filter(pk=zara.pk).update(name="Zara Miller")  # what she was called is known from there
    erase(zara.id)
    assert {one.person for one in of(contract)} == {f"Person {zara.id.hex[-6:].upper()}"}
    assert len(of(contract)) == 2


def test_what_a_duplicate_accepted_counts_for_the_organisation_that_stays(shop: Shop, alice: models.User) -> None:
    vera = member(shop.vendor, "vera@vendor.example", "admin")
    conclude(shop.project(), ctx(alice), agreed_on(d("2026-01-20")))
    merging.merge(duplicate=shop.alice, into=shop.charlie, ctx=ctx(vera, "2026-01-21"))
    assert not asked_terms(d("2026-01-22"), shop.charlie, "en").is_asked


def test_the_export_of_a_project_has_a_row_for_each(shop: Shop, alice: models.User) -> None:
    project = shop.project()
    order(shop, project, ctx(alice), agreed_on(d("2026-01-20")))
    conclude(project, ctx(alice), NOTHING)
    rows = list(acceptances_of_project(project))
    assert [(row["deed"], row["kind"], row["accepted_earlier"]) for row in rows] == [
        ("credit_order", "terms", False), ("credit_order", "service", False),
        ("contract", "terms", True), ("contract", "service", True),
    ]  # fmt: skip
    assert rows[0]["id"].startswith("ord_")
    assert rows[2]["id"].startswith("con_")


# ---- the database asks for the same


def _raw_order(shop: Shop, project: UUID, day: str) -> models.CreditOrder:
    return models.CreditOrder(
        project_id=project, payer_id=shop.alice, ssc=1, price=1, net=1, tax=0, gross=1, tax_rate=0, currency="EUR",
        ordered_on=d(day), ordered_at=on(day).now, ordered_by_name="A",
    )  # fmt: skip


def _written(row: models.CreditOrder | models.Contract | models.TermsAcceptance) -> None:
    """As when its transaction is committed."""
    with transaction.atomic():
        row.save(force_insert=True)
        now_checked()


def test_a_row_without_acceptance_is_refused(shop: Shop, alice: models.User) -> None:
    project = shop.project()
    with pytest.raises(Error, match="were not accepted"):
        _written(_raw_order(shop, project, "2026-01-20"))
    contract = conclude(project, ctx(alice), agreed_on(d("2026-01-20")))
    now_checked()
    copy = models.Contract.objects.get(pk=contract)
    copy.id, copy.number, copy.status = uuid4(), 2, "withdrawn"
    with pytest.raises(Error, match="were not accepted"):
        _written(copy)
    _written(_raw_order(shop, project, "2026-01-09"))  # before they were in force


@pytest.mark.parametrize(
    "changes",
    [
        {"deed_id": UUID(int=5)},  # no such contract
        {"deed": "quote"},  # none either
        {"deed": "license_order"},
        {"day": d("2026-01-09")},  # before it was in force
        {"organisation_id": "charlie"},  # for somebody else
        {"document_id": "of another version"},
    ],
)
def test_an_acceptance_is_of_a_deed_by_its_organisation(
    shop: Shop, alice: models.User, changes: dict[str, object]
) -> None:
    project = shop.project()
    contract = conclude(project, ctx(alice), agreed_on(d("2026-01-20")))
    row, other = models.TermsAcceptance.objects.filter(deed_id=contract).order_by("id")
    known = {"charlie": shop.charlie, "of another version": other.document_id}
    row.id, row.deed = uuid4(), "contract"
    if changes.keys() <= {"day", "document_id"}:
        quote = making.quote_credits(project=project, ssc=1_00, payer=shop.alice, ctx=ctx(alice))
        row.deed, row.deed_id = "quote", quote
    for name, value in changes.items():
        setattr(row, name, known.get(str(value), value))
    with pytest.raises(Error):
        _written(row)


@pytest.mark.parametrize("statement", ["UPDATE terms_acceptances SET day = day + 1", "DELETE FROM terms_acceptances"])
def test_what_was_accepted_stays(shop: Shop, alice: models.User, statement: str) -> None:
    conclude(shop.project(), ctx(alice), agreed_on(d("2026-01-20")))
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_order_sent_twice_is_accepted_once(shop: Shop, alice: models.User) -> None:
    project, key = shop.project(), new_id()
    for placed in (True, False):
        given = agreed_on(d("2026-01-20"))
        assert placed is orders.place(
            order=key, project=project, ssc=100_00, payer=shop.alice, gross=119_00, ctx=ctx(alice), terms=given
        )
    assert models.TermsAcceptance.objects.filter(deed_id=key).count() == 2


def test_a_day_is_the_day_of_the_deed(shop: Shop, alice: models.User) -> None:
    """Entered for a day that has passed: what was in force then is asked for."""
    by = ctx(alice, "2026-01-15")
    publish_text("Pay at once.", on("2026-01-18"))
    late = ActionContext(by.actor, by.today, by.now + timedelta(days=5))
    contract = conclude(shop.project(day="2026-01-15"), late, agreed_on(d("2026-01-15")))
    now_checked()
    assert [one.number for one in of(contract)] == [1, 1]
