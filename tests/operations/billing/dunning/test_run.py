"""Each stage on its day, once; suspended and resumed by itself; what is silent; what fails (billing 16 to 18)."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from autossa.gateways.mail.memory import MemoryGateway
from autossa.operations.billing.dunning import holds
from autossa.operations.contracts.suspend import resume
from autossa.operations.runs import dunning
from autossa.operations.runs.delivery import deliver
from autossa.queries.billing.dunning.planned import planned_for
from autossa.store import models
from tests.cast.shop import Shop, d, on
from tests.operations.billing.dunning.story import dunned, letters, pass_day, pass_days, pay

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]
# The first invoice is issued on 2026-01-15 and due on 2026-01-29.
REMINDER, FIRST, WARNED, FINAL, SUSPENDED = "2026-02-05", "2026-02-19", "2026-03-12", "2026-03-05", "2026-03-19"


def _annual(shop: Shop, name: str = "Office") -> UUID:
    """A project whose year is invoiced at once."""
    project = shop.under_contract(name, option="annual_yearly")
    pass_day("2026-01-15")
    return project


def _two_payers(shop: Shop) -> None:
    """A year is invoiced to Alice, one to Charlie."""
    shop.under_contract("Office", option="annual_yearly")
    project = shop.under_contract("Elsewhere", option="annual_yearly")
    models.Contract.objects.filter(project=project).update(payer=shop.charlie)
    pass_day("2026-01-15")


def _status(project: UUID) -> str:
    return models.Contract.objects.get(project=project).status


def test_each_stage_is_on_its_day_and_nothing_is_twice(shop: Shop) -> None:
    dunned()
    project = _annual(shop)
    reports = pass_days("2026-01-16", "2026-04-30")
    assert letters() == [(REMINDER, "reminder"), (FIRST, "first"), (FINAL, "final"), (SUSPENDED, "suspension")]
    assert sum(one.letters for one in reports) == 4
    assert sum(one.suspended for one in reports) == 1
    warning = models.SuspensionWarning.objects.get()
    assert (warning.day, warning.suspend_on) == (d(WARNED), d(SUSPENDED))
    suspension = models.DunningSuspension.objects.get()
    assert (suspension.day, suspension.resumed_on) == (d(SUSPENDED), None)
    assert _status(project) == "suspended"
    assert list(models.Fee.objects.order_by("number").values_list("number", "amount", "reason")) == [
        (1, 500, "letter"),
        (2, 1000, "letter"),
    ]
    assert list(models.DunningLetter.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    last = models.DunningLetter.objects.get(number=4)
    lines = last.lines.order_by("position")
    assert [line.level for line in lines] == [4, 0, 0]
    assert last.total == sum(line.rest for line in lines)


def test_without_a_policy_or_where_it_is_off_nobody_is_dunned(shop: Shop) -> None:
    project = _annual(shop)
    pass_day("2026-06-01")
    dunned("2026-06-02", is_on=False)
    pass_day("2026-06-02")
    assert letters() == []
    assert _status(project) == "active"
    assert planned_for(d("2026-06-03")) == []


def test_after_a_silence_the_highest_stage_alone_and_no_suspension_unwarned(shop: Shop) -> None:
    dunned()
    project = _annual(shop)
    pass_day("2026-05-01")
    assert letters() == [("2026-05-01", "final")]
    assert models.SuspensionWarning.objects.get().suspend_on == d("2026-05-08")
    pass_day("2026-05-07")
    assert _status(project) == "active"
    pass_day("2026-05-08")
    assert _status(project) == "suspended"
    assert letters()[1:] == [("2026-05-08", "suspension")]


def test_it_resumes_by_itself_and_books_what_is_due_without_a_hole(shop: Shop) -> None:
    dunned(max_open_monthly=99)
    project = shop.under_contract("Office", option="annual_monthly")
    pass_days("2026-01-15", "2026-05-20")
    assert _status(project) == "suspended"
    pay(shop, "2026-05-20")
    report = pass_day("2026-05-21")
    assert report.resumed == 1
    assert _status(project) == "active"
    suspension = models.DunningSuspension.objects.get()
    assert suspension.resumed_on == d("2026-05-21")
    covered = list(models.Coverage.objects.filter(project=project).order_by("days").values_list("days", flat=True))
    assert all(before.upper == after.lower for before, after in pairwise(covered))
    assert covered[-1].upper > d("2026-05-21")


def test_it_resumes_at_once_where_money_is_booked(shop: Shop) -> None:
    dunned()
    project = _annual(shop)
    pass_days("2026-01-16", SUSPENDED)
    invoice = models.Claim.objects.get(kind="invoice")
    assert dunning.resume_paid(shop.alice, on(SUSPENDED)) == 0
    pay(shop, SUSPENDED, invoice.id)
    assert _status(project) == "suspended"
    deliver(gateway=MemoryGateway(), now=on(SUSPENDED).now)
    assert _status(project) == "active"
    assert dunning.resume_paid(shop.alice, on(SUSPENDED)) == 0


def test_resumed_by_hand_is_suspended_for_nothing_any_more(shop: Shop) -> None:
    dunned()
    project = _annual(shop)
    pass_days("2026-01-16", SUSPENDED)
    holds.pause(payer=shop.alice, until=d("2026-12-31"), reason="Talks", ctx=on(SUSPENDED))
    resume(project=project, ctx=on(SUSPENDED))
    assert models.DunningSuspension.objects.get().resumed_on == d(SUSPENDED)
    pass_day("2026-03-20")
    assert _status(project) == "active"


def test_a_paused_payer_hears_nothing_until_the_pause_is_over(shop: Shop) -> None:
    dunned()
    _annual(shop)
    holds.pause(payer=shop.alice, until=d("2026-02-20"), reason="Talks", ctx=on("2026-01-20"))
    pass_days("2026-01-21", "2026-02-20")
    assert letters() == []
    pass_day("2026-02-21")
    assert letters() == [("2026-02-21", "first")]
    holds.pause(payer=shop.alice, until=d("2026-12-31"), reason="Again", ctx=on("2026-02-22"))
    holds.end_pause(payer=shop.alice, ctx=on("2026-03-06"))
    pass_day("2026-03-06")
    assert letters()[1:] == [("2026-03-06", "final")]
    with pytest.raises(holds.NotPaused):
        holds.end_pause(payer=shop.alice, ctx=on("2026-03-06"))


def test_a_disputed_invoice_is_left_out_and_a_promise_waited_for(shop: Shop) -> None:
    dunned()
    _annual(shop)
    _annual(shop, "Branch")
    first, second = models.Claim.objects.order_by("id")
    holds.dispute(payer=shop.alice, document=first.id, reason="Wrong", ctx=on("2026-01-20"))
    with pytest.raises(holds.DisputedAlready):
        holds.dispute(payer=shop.alice, document=first.id, reason="Wrong", ctx=on("2026-01-20"))
    holds.promise(payer=shop.alice, until=d("2026-02-10"), documents=[second.id], ctx=on("2026-01-20"))
    pass_days("2026-01-21", "2026-02-11")
    assert letters() == [("2026-02-11", "reminder")]
    assert [line.claim_id for line in models.DunningLine.objects.all()] == [second.id]
    holds.settle(payer=shop.alice, document=first.id, outcome="Right after all", ctx=on("2026-02-12"))
    pass_day("2026-02-12")
    assert models.DunningLine.objects.filter(claim_id=first.id).count() == 1


def test_holds_are_refused_where_they_make_no_sense(shop: Shop) -> None:
    _annual(shop)
    claim = models.Claim.objects.get()
    with pytest.raises(holds.SilenceOver):
        holds.pause(payer=shop.alice, until=d("2026-01-19"), reason="Talks", ctx=on("2026-01-20"))
    with pytest.raises(holds.SilenceTooLong):
        holds.promise(payer=shop.alice, until=d("2027-06-19"), ctx=on("2026-01-20"))
    with pytest.raises(holds.NoSuchOpenClaim):
        holds.dispute(payer=shop.charlie, document=claim.id, reason="Mine", ctx=on("2026-01-20"))
    with pytest.raises(holds.NoSuchPayer):
        holds.pause(payer=shop.vendor, until=d("2026-01-29"), reason="Talks", ctx=on("2026-01-20"))
    with pytest.raises(holds.NotDisputed):
        holds.settle(payer=shop.alice, document=claim.id, outcome="Fine", ctx=on("2026-01-20"))


def test_a_payer_that_fails_is_left_as_it_was_and_the_others_go_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    dunned()
    _annual(shop)

    def fail(*_: object) -> None:
        raise ValueError("something")

    with monkeypatch.context() as patched:
        patched.setattr(dunning, "write_letters", fail)
        assert dunning.run(ctx=on(REMINDER)).failed == 1
    assert letters() == []
    assert dunning.run(ctx=on(REMINDER)).letters == 1


def test_one_that_fails_keeps_no_letter_of_another_from_going_out(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    dunned()
    _two_payers(shop)
    write, wrong = dunning.write_letters, str(shop.charlie)

    def fail(found: Any, *rest: Any) -> None:
        if any(letter.payer == wrong for _, letter in found):
            raise ValueError("something")
        write(found, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(dunning, "write_letters", fail)
        report = dunning.run(ctx=on(REMINDER))
    assert (report.payers, report.letters, report.failed) == (2, 1, 1)
    assert models.DunningLetter.objects.get().payer_id == shop.alice


def test_letters_of_many_payers_take_no_more_queries(shop: Shop) -> None:
    dunned()
    _two_payers(shop)
    with CaptureQueriesContext(connection) as together:
        assert dunning.run(ctx=on(REMINDER)).letters == 2
    with CaptureQueriesContext(connection) as alone:
        assert dunning.run(ctx=on(FIRST), payers=[shop.alice]).letters == 1
    assert len(together) <= len(alone)


def test_what_is_shown_for_tomorrow_is_what_happens(shop: Shop) -> None:
    dunned()
    _annual(shop)
    pass_days("2026-01-16", "2026-03-11")
    shown = planned_for(d(WARNED))
    assert [(one.plan.letter, len(one.plan.warnings)) for one in shown] == [(None, 1)]
    assert pass_day(WARNED).warnings == 1
