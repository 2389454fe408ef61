"""A partner asks a customer that it looks after for rights; an owner there gives them, or declines."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from autossa.domain.rights import Right
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.limits import LimitReached
from autossa.operations.organisations import access_requests, delegations
from autossa.queries.organisations.access_requests import access_asked_of, askable, asked_by_partner, waiting_for_answer
from autossa.store import models
from tests.cast.members import ctx, member, partner
from tests.cast.shop import Shop, d
from tests.store.looking import activities, contents, rows

pytestmark = [pytest.mark.store, pytest.mark.django_db]

DAY = d("2026-01-20")
TOPICS = "SELECT topic FROM outbox WHERE topic LIKE 'mail.%access%' OR topic LIKE 'mail.hand%' ORDER BY id"


@pytest.fixture
def firm() -> UUID:
    return partner()


@pytest.fixture
def paul(firm: UUID) -> models.User:
    return member(firm, "paul@example.com", "manager")


@pytest.fixture
def office(shop: Shop, firm: UUID, alice: models.User) -> UUID:
    """Of which the partner has the licenses; of the other project it knows nothing."""
    project = shop.project("Office")
    shop.project("Secret")
    delegations.give(customer=shop.alice, partner=firm, rights=[Right.LICENSES], project=project, ctx=ctx(alice))
    return project


def ask(shop: Shop, firm: UUID, paul: models.User, *rights: Right, **more: Any) -> UUID:
    given = {"customer": shop.alice, "rights": rights or (Right.BILLING,), "ctx": ctx(paul), **more}
    return access_requests.ask(partner=firm, **given)


def test_what_is_asked_for_waits_and_is_told(shop: Shop, firm: UUID, paul: models.User, office: UUID) -> None:
    ask(shop, firm, paul, Right.BILLING, Right.CONTRACTS, project=office)
    (row,) = waiting_for_answer(shop.alice)
    assert (row.project, row.rights, row.asked_by) == ("Office", (Right.CONTRACTS, Right.BILLING), "Paul")
    assert asked_by_partner(firm, [shop.alice])[row.customer] == [row]
    assert [(one.name, one.count) for one in access_asked_of([shop.alice, shop.charlie])] == [("Alice Ltd", 1)]
    assert rows(TOPICS)[-1] == ("mail.access_requested",)
    assert "ask_access" in [action for _, action, _ in activities(office)]


def test_an_owner_gives_it_once(shop: Shop, firm: UUID, paul: models.User, office: UUID, alice: models.User) -> None:
    key = ask(shop, firm, paul, Right.BILLING, project=office)
    given = access_requests.grant(request=key, customer=shop.alice, ctx=ctx(alice))
    row = models.HandOver.objects.get(pk=given)
    assert (row.partner_id, row.project_id, row.rights, row.ends_on) == (firm, office, ["billing"], None)
    found = askable(firm, shop.alice, DAY)
    assert found is not None
    assert found.rights_on(office) == {Right.LICENSES, Right.BILLING}
    assert rows(TOPICS)[-1] == ("mail.handed_over",)
    assert waiting_for_answer(shop.alice) == ()
    for act in (access_requests.grant, access_requests.decline):
        with pytest.raises(access_requests.AccessRequestNotFound):
            act(request=key, customer=shop.alice, ctx=ctx(alice))


def test_declined_nothing_changes_and_it_can_be_asked_again(
    shop: Shop, firm: UUID, paul: models.User, office: UUID, alice: models.User
) -> None:
    key = ask(shop, firm, paul, project=office)
    access_requests.decline(request=key, customer=shop.alice, ctx=ctx(alice))
    found = askable(firm, shop.alice, DAY)
    assert found is not None
    assert found.rights_on(office) == {Right.LICENSES}
    assert rows(TOPICS)[-1] == ("mail.access_declined",)
    assert ask(shop, firm, paul, project=office) != key


def test_a_request_is_answered_by_its_own_customer(
    shop: Shop, firm: UUID, paul: models.User, office: UUID, alice: models.User
) -> None:
    key = ask(shop, firm, paul, project=office)
    for act in (access_requests.grant, access_requests.decline):
        with pytest.raises(access_requests.AccessRequestNotFound):
            act(request=key, customer=shop.charlie, ctx=ctx(alice))


def test_whoever_a_partner_does_not_look_after_is_like_nobody(
    shop: Shop, firm: UUID, paul: models.User, office: UUID, alice: models.User
) -> None:
    """An organisation that is there, one that is not, one whose access was revoked, the vendor, the partner itself."""
    said = set()
    before = contents()
    for nobody in (shop.charlie, uuid4(), shop.vendor, firm):
        with pytest.raises(NotFound) as caught:
            ask(shop, firm, paul, customer=nobody)
        said.add((type(caught.value), str(caught.value)))
        assert askable(firm, nobody, DAY) is None
    assert len(said) == 1
    assert contents() == before  # not counted either: nobody's limit is used up by others
    delegations.revoke(delegation=models.HandOver.objects.get().id, customer=shop.alice, ctx=ctx(alice))
    with pytest.raises(access_requests.CustomerNotLookedAfter):
        ask(shop, firm, paul)


def test_a_partner_learns_no_project_that_it_does_not_look_after(
    shop: Shop, firm: UUID, paul: models.User, office: UUID
) -> None:
    found = askable(firm, shop.alice, DAY)
    assert found is not None
    assert [one.name for one in found.projects] == ["Office"]
    secret = models.Project.objects.get(name="Secret").id
    for project in (secret, uuid4()):
        with pytest.raises(NotFound):
            ask(shop, firm, paul, project=project)
    ask(shop, firm, paul)  # for all of them, by no name


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"rights": ()}, delegations.NoRightsSelected),
        ({"rights": [Right.LICENSES]}, access_requests.RightsHeldAlready),
        ({"rights": [Right.BILLING]}, access_requests.AccessAskedAlready),
    ],
)
def test_what_cannot_be_asked_for(
    shop: Shop, firm: UUID, paul: models.User, office: UUID, given: dict[str, Any], error: type[Invalid]
) -> None:
    ask(shop, firm, paul, Right.CONTRACTS, project=office)
    with pytest.raises(error):
        ask(shop, firm, paul, project=office, **given)
    assert models.AccessRequest.objects.count() == 1


def test_asking_is_limited_and_only_what_was_asked_counts(
    shop: Shop, firm: UUID, paul: models.User, office: UUID, alice: models.User
) -> None:
    by = ActionContext(ctx(paul).actor, DAY, ctx(paul).now)
    for _ in range(10):
        key = ask(shop, firm, paul, project=office, ctx=by)
        for _again in range(3):
            with pytest.raises(access_requests.AccessAskedAlready):
                ask(shop, firm, paul, project=office, ctx=by)
        access_requests.decline(request=key, customer=shop.alice, ctx=ctx(alice))
    with pytest.raises(LimitReached):
        ask(shop, firm, paul, project=office, ctx=by)


def test_what_waits_of_a_suspended_partner_is_neither_shown_nor_given(
    shop: Shop, firm: UUID, paul: models.User, office: UUID, alice: models.User
) -> None:
    key = ask(shop, firm, paul, project=office)
    models.Organisation.objects.filter(pk=firm).update(suspended_on=DAY)
    assert waiting_for_answer(shop.alice) == ()
    assert access_asked_of([shop.alice]) == ()
    with pytest.raises(delegations.NotFromCustomerToPartner):
        access_requests.grant(request=key, customer=shop.alice, ctx=ctx(alice))
    assert models.AccessRequest.objects.open().exists()
