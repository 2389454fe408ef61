"""What staff does with a contract: reviews it, suspends and resumes it."""

import re

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations import contracts
from autossa.operations.context import ActionContext, Actor
from autossa.operations.runs import renewals
from autossa.queries.contracts.previews import CancelPage, cancel_page
from autossa.store import models
from autossa.wording import formats
from tests.cast.world import NOW, TODAY, World
from tests.portal.staff import as_role, hidden, said, status_of
from tests.portal.vendor.test_pages import IN_REVIEW, QUESTION, of_project, page

pytestmark = pytest.mark.store


def test_approve_names_the_amount_and_is_done_once(own: World, staff: Client) -> None:
    path = of_project(own, IN_REVIEW, "review/")
    html = page(staff, path)
    found = re.search(
        r"<button>\s*(Approve Annual, billed yearly for ([\d.,]+) EUR)\s*</button>", html.replace("\xa0", " ")
    )
    assert found
    data = {"act": "approve", "chosen": "1", "seen": hidden(html, "seen")}
    assert "Approved:" in said(staff, path, data)
    assert status_of(own, IN_REVIEW) == "active"
    assert "No contract of this project is in review any more." in said(staff, path, data)
    renewals.run(ctx=ActionContext(Actor("x"), TODAY, NOW))
    total = sum(row.gross for row in models.Invoice.objects.filter(project=own.projects[IN_REVIEW]))
    assert f"{total / 100:.2f}" == found.group(2)


def test_approving_what_has_changed_shows_the_page_again(own: World, staff: Client) -> None:
    path = of_project(own, IN_REVIEW, "review/")
    html = said(staff, path, {"act": "approve", "chosen": "1", "seen": "stale"})
    assert "Something has changed since this page was shown" in html
    assert status_of(own, IN_REVIEW) == "in_review"


def test_who_concluded_it_sees_a_sentence_and_no_button(own: World) -> None:
    reviewer = as_role(Role.REVIEWER)
    user = models.User.objects.get(email="reviewer@example.com").id
    project = own.projects["Quarter West"]
    ctx = ActionContext(Actor("Reviewer", user=user), TODAY, NOW)
    contracts.conclude(project=project, option="annual_monthly", ctx=ctx)
    path = of_project(own, "Quarter West", "review/")
    html = page(reviewer, path)
    assert "Somebody else has to approve it." in html
    assert 'value="approve"' not in html
    seen = hidden(html, "seen")
    html = said(reviewer, path, {"act": "approve", "chosen": "1", "seen": seen})
    assert "You concluded this contract yourself." in html
    assert status_of(own, "Quarter West") == "in_review"


@pytest.mark.parametrize(
    ("act", "text", "words", "status"),
    [
        ("ask", "How many sites?", "The question is on its way.", "question"),
        ("ask", "  ", "Please fix the highlighted fields", "in_review"),
        ("ask", "x" * 4001, "Please fix the highlighted fields", "in_review"),
        ("reject", "The order is missing", "Rejected:", "rejected"),
        ("reject", "", "Please fix the highlighted fields", "in_review"),
        ("nonsense", "", "Decide", "in_review"),
        ("ask", "Which\x07 site?", "contains a character that cannot be displayed", "in_review"),
        ("reject", "No\x07.", "contains a character that cannot be displayed", "in_review"),
    ],
)
def test_ask_and_reject(own: World, staff: Client, act: str, text: str, words: str, status: str) -> None:
    path = of_project(own, IN_REVIEW, "review/")
    data = {"act": act, f"{act}-text": text, "seen": hidden(page(staff, path), "seen")}
    assert words in said(staff, path, data)
    assert status_of(own, IN_REVIEW) == status


@pytest.mark.parametrize(("act", "status"), [("ask", "question"), ("reject", "rejected")])
def test_an_amount_pasted_from_the_page_itself_is_kept_with_a_plain_space(
    own: World, staff: Client, act: str, status: str
) -> None:
    """The page keeps amount and currency together by a no-break space; whoever quotes it pastes that."""
    path = of_project(own, IN_REVIEW, "review/")
    html = page(staff, path)
    amount = re.search(r"[\d.,]+\xa0EUR", html)
    assert amount
    said(staff, path, {"act": act, f"{act}-text": f"Why {amount[0]}?", "seen": hidden(html, "seen")})
    assert status_of(own, IN_REVIEW) == status
    kept = models.ContractMessage.objects.filter(contract__project=own.projects[IN_REVIEW]).latest("id").text
    assert kept == f"Why {amount[0]}?".replace("\xa0", " ")
    assert "\xa0" not in kept


def test_a_question_is_open_until_it_is_answered_and_can_be_decided(own: World, staff: Client) -> None:
    html = page(staff, of_project(own, QUESTION, "review/"))
    assert "Are the 150 ports of the old exchange included?" in html
    assert 'value="ask"' not in html
    assert "Gap calculated twice" in html
    assert "How is this calculated?" in html


@pytest.mark.parametrize("tail", ["review/", "contracts/"])
def test_an_answer_that_support_gave_says_on_whose_behalf(own: World, staff: Client, tail: str) -> None:
    project = models.Project.objects.select_related("customer").get(pk=own.projects[QUESTION])
    jan = Actor("Jan Otto", acting_for=project.customer_id)
    contracts.answer(project=project.id, text="Yes, they are.", ctx=ActionContext(jan, TODAY, NOW))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page(staff, of_project(own, QUESTION, tail))))
    assert f"Jan Otto on behalf of {project.customer.name}" in text
    assert text.count("on behalf of Kraftwagen") == 1  # not of what others said


@pytest.mark.parametrize(("role", "may"), [(Role.REVIEWER, True), (Role.SUPPORT, False), (Role.FINANCE, False)])
def test_the_queue_is_for_all_staff_and_its_acts_for_reviewers(own: World, role: Role, may: bool) -> None:
    client = as_role(role)
    html = page(client, "/reviews/")
    link = of_project(own, IN_REVIEW, "review/")
    assert (link in html) is may
    assert ('class="waiting"' in html) is may
    page(client, link, 200 if may else 404)


def test_a_contract_of_today_does_not_wait_for_0_days(own: World, staff: Client) -> None:
    contracts.conclude(
        project=own.projects["Quarter West"], option="annual_yearly", ctx=ActionContext(Actor("Ada"), TODAY, NOW)
    )
    queue, review = (page(staff, path) for path in ("/reviews/", of_project(own, "Quarter West", "review/")))
    assert "since today" in queue
    assert ", today" in review
    assert "0 days" not in queue + review


def test_the_approval_books_what_its_button_named(own: World, staff: Client) -> None:
    """And the customer is covered by it at once."""
    html = page(staff, of_project(own, IN_REVIEW, "review/"))
    before = set(models.Invoice.objects.values_list("id", flat=True))
    said(staff, of_project(own, IN_REVIEW, "review/"), approving(own, staff))
    gross = sum(models.Invoice.objects.exclude(id__in=before).values_list("gross", flat=True))
    assert gross
    assert f"Approve Annual, billed yearly for {formats.money(gross, 'EUR')}</button>" in html
    assert "Covered until" in page(staff, of_project(own, IN_REVIEW, ""))


def approving(own: World, staff: Client) -> dict[str, str]:
    html = page(staff, of_project(own, IN_REVIEW, "review/"))
    return {"act": "approve", "chosen": "1", "seen": hidden(html, "seen")}


def test_suspend_and_resume(own: World, staff: Client) -> None:
    suspend, resume = (of_project(own, "Telephony Kiel", f"contracts/{act}/") for act in ("suspend", "resume"))
    assert suspend in page(staff, of_project(own, "Telephony Kiel", "contracts/"))
    assert "Please fix the highlighted fields" in said(staff, suspend, {"reason": " "})
    assert status_of(own, "Telephony Kiel") == "active"
    assert "Suspended: nothing is booked" in said(staff, suspend, {"reason": "Invoice 17 is unpaid"})
    assert status_of(own, "Telephony Kiel") == "suspended"
    assert "Something has changed since this page was shown" in said(staff, suspend, {"reason": "again", "seen": "1"})
    assert resume in page(staff, of_project(own, "Telephony Kiel", "contracts/"))
    html = page(staff, resume)
    assert "Nothing has fallen due meanwhile." in html
    assert "Something has changed since this page was shown" in said(staff, resume, {"seen": "1:1"})
    assert status_of(own, "Telephony Kiel") == "suspended"
    assert "Resumed, and what fell due" in said(staff, resume, {"seen": hidden(html, "seen")})
    assert status_of(own, "Telephony Kiel") == "active"
    assert "The contract is not suspended." in said(staff, resume)


def test_resuming_books_what_its_button_names(own: World, staff: Client) -> None:
    """ "Branches" is suspended with periods due: each is on the page, with its amount, and booked by the click."""
    resume = of_project(own, "Branches", "contracts/resume/")
    project, html = own.projects["Branches"], page(staff, resume)
    before = set(models.Invoice.objects.filter(project=project).values_list("id", flat=True))
    said(staff, resume, {"seen": hidden(html, "seen")})
    booked = models.Invoice.objects.filter(project=project).exclude(id__in=before)
    gross = sum(booked.values_list("gross", flat=True))
    assert gross
    assert f"Resume the contract for {formats.money(gross, 'EUR')}</button>" in html
    assert html.count("How is this calculated?") == len(booked)
    assert models.Project.objects.get(pk=project).covered_until > TODAY


def test_terminate_a_suspended_contract(own: World, staff: Client) -> None:
    """It says what that means, wants a reason, and is no act on any other contract."""
    terminate = of_project(own, "Telephony Kiel", "contracts/terminate/")
    assert "Only a suspended contract can be terminated." in page(staff, terminate)
    suspend = of_project(own, "Telephony Kiel", "contracts/suspend/")
    said(staff, suspend, {"reason": "Invoice 17 is unpaid", "seen": hidden(page(staff, suspend), "seen")})
    assert terminate in page(staff, of_project(own, "Telephony Kiel", "contracts/"))
    html = page(staff, terminate)
    assert "The days since then are a gap" in html
    assert "Please fix the highlighted fields" in said(staff, terminate, {"reason": " "})
    assert "Something has changed" in said(staff, terminate, {"reason": "Unpaid", "seen": "1"})
    assert status_of(own, "Telephony Kiel") == "suspended"
    given = {"reason": "Three letters went unanswered", "seen": hidden(html, "seen")}
    assert "Terminated." in said(staff, terminate, given)
    assert status_of(own, "Telephony Kiel") == "ended"
    shown = page(staff, of_project(own, "Telephony Kiel", "contracts/"))
    assert "Terminated because:" in shown
    assert "Three letters went unanswered" in shown


def test_the_customer_cancels_a_suspended_contract(own: World, staff: Client) -> None:
    suspend = of_project(own, "Telephony Kiel", "contracts/suspend/")
    said(staff, suspend, {"reason": "Invoice 17 is unpaid", "seen": hidden(page(staff, suspend), "seen")})
    project = own.projects["Telephony Kiel"]
    found = cancel_page(project, TODAY)
    assert isinstance(found, CancelPage)
    contracts.cancel(project=project, ctx=ActionContext(Actor("x"), TODAY, NOW), end=found.end)
    assert status_of(own, "Telephony Kiel") == "suspended"
    assert f"End set to {formats.until(found.end)}" in " ".join(
        re.sub("<[^>]+>", "", page(staff, of_project(own, "Telephony Kiel", "contracts/"))).split()
    )


@pytest.mark.parametrize(("role", "may"), [(Role.FINANCE, True), (Role.REVIEWER, True), (Role.SUPPORT, False)])
def test_who_may_waive_the_doubling_of_a_gap(own: World, role: Role, may: bool) -> None:
    client = as_role(role)
    link = of_project(own, QUESTION, "waiver/")
    assert (link in page(client, of_project(own, QUESTION, ""))) is may
    page(client, link, 200 if may else 404)


def test_a_waiver_takes_a_day_and_a_reason_and_shows_on_the_project(own: World, staff: Client) -> None:
    link = of_project(own, QUESTION, "waiver/")
    html = page(staff, link)
    seen = hidden(html, "seen")
    assert "not waived" in html
    for wrong in ({"last_day": "", "reason": "Late"}, {"last_day": "31.02.2027", "reason": "Late"}, {"reason": ""}):
        assert "Please fix the highlighted fields" in said(staff, link, {**wrong, "seen": seen})
    given = {"last_day": "2027-03-31", "reason": "The reseller was late", "seen": seen}
    assert "Waived." in said(staff, link, given)
    shown = " ".join(re.sub("<[^>]+>", " ", page(staff, of_project(own, QUESTION, ""))).split())
    assert "late charge waived until 31 March 2027" in shown
    assert "Something has changed" in said(staff, link, given)
    assert models.Waiver.objects.get().reason == "The reseller was late"
