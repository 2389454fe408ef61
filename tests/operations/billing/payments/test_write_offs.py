"""Who may give up what: a fee and a few cents alone, the rest by two people; nothing is given up twice."""

from uuid import UUID

import pytest

from autossa.operations.billing.payments import returning, write_offs
from autossa.operations.billing.payments.errors import NothingLeftToPay, SamePerson
from autossa.operations.context import Actor
from autossa.operations.validation import TextMissing
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import Shop
from tests.operations.billing.payments.accounts import FIONA, VERA, by, enter, invoices, rest

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]


@pytest.mark.parametrize(
    ("short", "is_alone"), [(5, True), (6, False), (None, False)], ids=["5 cents short", "6 cents short", "unpaid"]
)
def test_a_few_cents_short_are_given_up_by_one_person(shop: Shop, short: int | None, is_alone: bool) -> None:
    first, second = invoices(shop)
    enter(shop, rest(second), second)
    if short is not None:
        enter(shop, rest(first) - short, first)
    left = rest(first)
    done = write_offs.propose(claim=first, reason="Bank charges", ctx=by(FIONA))
    assert (done.amount, done.is_in_force) == (left, is_alone)
    assert rest(first) == (0 if is_alone else left)
    assert models.Activity.objects.filter(action="write_off" if is_alone else "propose_write_off").count() == 1


def test_another_person_approves_the_rest(shop: Shop) -> None:
    first, _ = invoices(shop)
    done = write_offs.propose(claim=first, reason="Insolvent", ctx=by(FIONA))
    with pytest.raises(SamePerson):
        write_offs.approve(write_off=done.key, ctx=by(FIONA))
    with pytest.raises(write_offs.AlreadyProposed):
        write_offs.propose(claim=first, reason="Insolvent", ctx=by(VERA))
    with pytest.raises(write_offs.PersonNeeded):
        write_offs.approve(write_off=done.key, ctx=by(Actor("a script")))
    assert rest(first) > 0
    write_offs.approve(write_off=done.key, ctx=by(VERA))
    assert rest(first) == 0
    with pytest.raises(write_offs.NoSuchWriteOff):
        write_offs.approve(write_off=done.key, ctx=by(VERA))
    with pytest.raises(NothingLeftToPay):
        write_offs.propose(claim=first, reason="Again", ctx=by(VERA))


def test_what_was_declined_is_proposed_anew(shop: Shop) -> None:
    first, _ = invoices(shop)
    done = write_offs.propose(claim=first, reason="Insolvent", ctx=by(FIONA))
    write_offs.decline(write_off=done.key, ctx=by(FIONA))
    with pytest.raises(write_offs.NoSuchWriteOff):
        write_offs.approve(write_off=done.key, ctx=by(VERA))
    assert rest(first) == done.amount
    assert write_offs.propose(claim=first, reason="Now they are", ctx=by(VERA)).key != done.key


def test_a_proposal_is_of_one_amount(shop: Shop) -> None:
    first, second = invoices(shop)
    done = write_offs.propose(claim=first, reason="Insolvent", ctx=by(FIONA))
    enter(shop, 1_00, first)
    with pytest.raises(write_offs.ClaimHasChanged):
        write_offs.approve(write_off=done.key, ctx=by(VERA))
    # Little is left by now, so that one person could have given it up: but this one was proposed.
    enter(shop, rest(first) - 3, first)
    with pytest.raises(SamePerson):
        write_offs.approve(write_off=done.key, ctx=by(FIONA))
    assert (rest(first), rest(second) > 0) == (3, True)


def test_a_fee_is_waived_by_one_person_with_a_reason(shop: Shop) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, rest(first), first)
    returning.return_payment(payment=payment, code="AM04", fee=3_50, ctx=by(FIONA))
    fee = models.Fee.objects.get().id
    with pytest.raises(TextMissing):
        write_offs.propose(claim=fee, reason=" ", ctx=by(FIONA))
    assert write_offs.propose(claim=fee, reason="Good will", ctx=by(FIONA)).is_in_force
    assert rest(fee) == 0


def test_who_runs_a_command_without_saying_who_proposes_nothing(shop: Shop) -> None:
    first, _ = invoices(shop)
    with pytest.raises(write_offs.PersonNeeded):
        write_offs.propose(claim=first, reason="So", ctx=by(Actor("root (command line)")))
    with pytest.raises(write_offs.NoSuchClaim):
        write_offs.propose(claim=new_id(), reason="So", ctx=by(FIONA))
    assert not models.WriteOff.objects.exists()
    assert isinstance(first, UUID)
