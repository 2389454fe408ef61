"""What vendor staff does on its pages: each act by form, wrong inputs in words, and a form that is sent twice."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations import contracts
from autossa.operations.context import ActionContext, Actor
from autossa.operations.runs import renewals
from autossa.queries.vendor.settings import look
from autossa.store import models
from autossa.wording import formats
from tests.cast.world import NOW, TODAY, World
from tests.conftest import make_person, sign_in
from tests.operations.vendor.test_settings import PNG
from tests.portal.conftest import signed_in
from tests.portal.vendor.test_pages import IN_REVIEW, QUESTION, of_project, page

pytestmark = pytest.mark.store
TOMORROW = (TODAY + timedelta(days=1)).isoformat()


@pytest.fixture
def own(world: World) -> Iterator[World]:
    """The world; what the test does to it is taken back."""
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def staff(own: World) -> Client:
    return signed_in()


def as_role(role: Role) -> Client:
    vendor = models.Organisation.objects.get(kind="vendor")
    return sign_in(Client(), make_person(f"{role.value}@example.com", (vendor.id, role)))


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


def said(client: Client, path: str, data: dict[str, Any] | None = None) -> str:
    """What the page says after the form, on whatever page one comes to."""
    response = client.post(path, data or {}, follow=True)
    assert response.status_code == 200, path
    return response.content.decode()


def status_of(own: World, name: str) -> str:
    return models.Contract.objects.filter(project=own.projects[name]).latest("number").status


# ---------------------------------------------------------------- reviews


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
    assert "Something has changed since you opened the page." in html
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
        ("ask", "Which\x07 site?", "holds a character that cannot be sent", "in_review"),
        ("reject", "No\x07.", "holds a character that cannot be sent", "in_review"),
    ],
)
def test_ask_and_reject(own: World, staff: Client, act: str, text: str, words: str, status: str) -> None:
    path = of_project(own, IN_REVIEW, "review/")
    data = {"act": act, f"{act}-text": text, "seen": hidden(page(staff, path), "seen")}
    assert words in said(staff, path, data)
    assert status_of(own, IN_REVIEW) == status


def test_a_question_is_open_until_it_is_answered_and_can_be_decided(own: World, staff: Client) -> None:
    html = page(staff, of_project(own, QUESTION, "review/"))
    assert "Are the 150 ports of the old exchange included?" in html
    assert 'value="ask"' not in html
    assert "Gap calculated twice" in html
    assert "Why this number?" in html


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


# ---------------------------------------------------------------- runs


def test_a_parked_project_is_tried_again(own: World, staff: Client) -> None:
    project = own.projects["Telephony Kiel"]
    models.Project.objects.filter(pk=project).update(parked_at=NOW, parked_cause="ValueError: broken")
    html = page(staff, "/runs/")
    assert "ValueError: broken" in html
    assert "1 project is parked" in html
    assert "is no longer parked" in said(staff, of_project(own, "Telephony Kiel", "retry/"))
    assert models.Project.objects.get(pk=project).parked_at is None


def test_one_that_fails_again_stays_parked_and_says_why(
    own: World, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = own.projects["Telephony Kiel"]
    models.Project.objects.filter(pk=project).update(parked_at=NOW, parked_cause="ValueError: broken")

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("still broken")

    monkeypatch.setattr(renewals, "plan_run", fail)
    html = said(staff, of_project(own, "Telephony Kiel", "retry/"))
    assert "ValueError: still broken" in html
    assert models.Project.objects.get(pk=project).parked_at is not None


def test_what_would_park_a_project_is_in_the_preview(
    own: World, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autossa.queries.runs import next_run

    models.Project.objects.filter(name="Control room").update(next_run_on=TODAY)

    def fail(*_: Any) -> Iterator[None]:
        raise ValueError("no such line")

    monkeypatch.setattr(next_run, "planned_periods", fail)
    html = page(staff, "/runs/preview/?totals=1")
    assert "ValueError: no such line" in html
    assert "would be parked" in html


def test_run_now_books_what_is_due_once(own: World, staff: Client) -> None:
    contracts.approve(
        project=own.projects[IN_REVIEW], ctx=ActionContext(Actor("Staff"), TODAY, NOW), book_at_once=False
    )
    html = page(staff, "/runs/start/")
    shown = re.search(r"<button[^>]*>\s*Run now for (\d+) project", html)
    assert shown
    before = models.Settlement.objects.count()
    assert "Run finished:" in said(staff, "/runs/start/")
    booked = models.Settlement.objects.count() - before
    assert booked >= 1
    assert models.Run.objects.latest("id").projects == int(shown.group(1))
    said(staff, "/runs/start/")
    assert models.Settlement.objects.count() - before == booked


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


def test_only_who_may_start_runs_sees_the_acts(own: World) -> None:
    models.Project.objects.filter(name="Office").update(parked_at=NOW, parked_cause="ValueError: broken")
    assert "Try again" in page(as_role(Role.FINANCE), "/runs/")
    assert "Try again" not in page(as_role(Role.SUPPORT), "/runs/")


def test_mails_that_are_stuck_are_tried_again(own: World, staff: Client) -> None:
    row = models.OutboxMessage.objects.create(
        topic="send.mail", payload={"key": "test", "to": "a@example.com"}, created_at=NOW, attempts=10,
        last_error="refused by the server",
    )  # fmt: skip
    assert "refused by the server" in page(staff, "/runs/")
    assert "The e-mail will be sent again" in said(staff, f"/runs/mails/{row.public_id}/")
    row.refresh_from_db()
    assert row.attempts == 0
    models.OutboxMessage.objects.filter(pk=row.pk).update(attempts=10)
    assert "1 e-mail will be sent again." in said(staff, "/runs/mails/")
    assert "is no longer waiting" in said(staff, "/runs/mails/msg_00000000000000000000000000/")


# ---------------------------------------------------------------- catalogue


@pytest.mark.parametrize(
    ("value", "starts_on", "words"),
    [
        ("1,25", TOMORROW, None),
        ("1.25", TODAY.isoformat(), "at the earliest"),
        ("1.25", "2026-07-01", "at the earliest"),
        ("-1", TOMORROW, "must not be negative"),
        ("1e3", TOMORROW, "Enter a number such as 1.08."),
        ("abc", TOMORROW, "Enter a number such as 1.08."),
        ("1.1234567", TOMORROW, "at most 6 decimals"),
        ("99999999999", TOMORROW, "at most 6 decimals"),
        ("", TOMORROW, "This field is required."),
        ("1.25", "2027-02-30", "Enter a valid date."),
        ("1.25", "", "This field is required."),
        ("1.25", "9999999-01-01", "Enter a valid date."),
    ],
)
def test_a_new_price_is_checked_then_set(
    own: World, staff: Client, value: str, starts_on: str, words: str | None
) -> None:
    path = f"/catalogue/prices/{models.PriceList.objects.get().public_id}/price/"
    data = {"value": value, "starts_on": starts_on}
    html = said(staff, path, {**data, "step": "check"})
    if words is not None:
        assert words in html
        assert not value or f'value="{value}"' in html  # what was entered stays
        assert models.SscPrice.objects.count() == 2
        return
    assert "Who is affected, and when" in html
    assert "Save the price of 1.25 EUR" in html
    assert models.SscPrice.objects.count() == 2  # checking sets nothing
    assert "Preview impact" in said(staff, path, {**data, "step": "edit"})
    assert "Price saved." in said(staff, path, {**data, "step": "add"})
    assert models.SscPrice.objects.get(starts_on=starts_on).price == Decimal("1.25")
    assert "There is already a version from this day" in said(staff, path, {**data, "step": "add"})
    html = page(staff, "/catalogue/prices/")
    assert "Who is affected by the price from" in html


def test_a_new_rate_is_checked_then_set(own: World, staff: Client) -> None:
    path = f"/catalogue/types/{models.LicenseType.objects.get(code='PORT').public_id}/rate/"
    data = {"value": "2", "starts_on": TOMORROW}
    asked = said(staff, path, {**data, "step": "check"})
    assert "That is +100\xa0% compared with the version before." in asked
    assert "Yes, this unusual value is right." in asked
    data["unusual"] = "on"
    asked = said(staff, path, {**data, "step": "check"})
    assert "keep the rate they were added with" in asked
    assert 'name="unusual" value="on"' in asked
    assert "Rate saved." in said(staff, path, {**data, "step": "add"})
    assert "There is already a version from this day" in said(staff, path, {**data, "step": "add"})
    assert models.LicenseRate.objects.filter(license_type__code="PORT").count() == 2


@pytest.mark.parametrize(
    ("value", "starts_on", "words"),
    [
        ("0", TOMORROW, "Nothing would be charged|−100"),
        ("100000", TOMORROW, "compared with the version before"),
        ("1.25", "2137-01-01", "more than ten years ahead"),
    ],
)
def test_a_slip_in_a_price_is_asked_about(own: World, staff: Client, value: str, starts_on: str, words: str) -> None:
    path = f"/catalogue/prices/{models.PriceList.objects.get().public_id}/price/"
    for step in ("check", "add"):
        assert re.search(words, said(staff, path, {"value": value, "starts_on": starts_on, "step": step}))
    assert models.SscPrice.objects.count() == 2


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("types", {"code": "TRUNK", "name": "Trunk"}, "added."),
        ("types", {"code": "PORT", "name": "Port"}, "There is already a license type with this code."),
        ("types", {"code": "lower", "name": "x"}, "Enter a valid value."),
        ("prices", {"name": "Swiss", "currency": "CHF"}, "added."),
        ("prices", {"name": "Europe", "currency": "EUR"}, "There is already a price list with this name."),
        ("prices", {"name": "Swiss", "currency": "Franc"}, "Enter a valid value."),
    ],
)
def test_new_types_and_lists(own: World, staff: Client, path: str, data: dict[str, str], words: str) -> None:
    given = {**data, "value": "1.5", "starts_on": TODAY.isoformat()}
    assert words in said(staff, f"/catalogue/{path}/new/", given)
    assert models.PriceList.objects.count() == (2 if data["name"] == "Swiss" and words == "added." else 1)


def policy_form(staff: Client) -> dict[str, str]:
    """The form of a new policy version as it is filled in."""
    html = page(staff, "/catalogue/policies/new/")
    given = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and (value or "checkbox" in tag) and ("checkbox" not in tag or "checked" in tag):
            given[name[1]] = value[1] if value else "on"
    given.pop("csrfmiddlewaretoken", None)
    return {**given, "starts_on": TOMORROW, "step": "check"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"grace_days": "45", "late_multiplier": "2,5", "annual_yearly-adjustment": "-3"}, None),
        ({}, "Nothing changes."),
        ({"starts_on": TODAY.isoformat()}, "at the earliest"),
        ({"renewal_lead_days": "28"}, "at most 27 days"),
        ({"annual_quarterly-billed": "5"}, "The billed months must divide the term."),
        ({"flex_monthly-term": ""}, "An option needs its own code"),
        ({"new-offered": "on", "new-name": "annual_yearly"}, "An option needs its own code"),
        ({"expiry_days": "soon"}, "Enter numbers of days"),
        ({"grace_days": "-1"}, "whole number in digits"),
        ({"annual_yearly-adjustment": "-100"}, "at least -99"),
    ],
)
def test_a_new_policy_version(own: World, staff: Client, change: dict[str, str], words: str | None) -> None:
    path, data = "/catalogue/policies/new/", {**policy_form(staff), **change}
    html = said(staff, path, data)
    if words is not None:
        assert words in html
        assert models.PolicyVersion.objects.count() == 1
        return
    for part in ("30 days", "45 days", "× 2.5", "open contracts keep the terms they were concluded under"):
        assert part in html, part
    assert re.search(r'<button name="step" value="add">\s*Save the version from 6 January 2027\s*</button>', html)
    assert "New version saved." in said(staff, path, {**data, "step": "add"})
    row = models.PolicyVersion.objects.latest("starts_on")
    assert (row.grace_days, row.late_multiplier) == (45, Decimal("2.5"))
    assert row.plans.get(name="annual_yearly").adjustment == Decimal("-0.03")
    assert row.plans.count() == 4
    assert "There is already a version from this day" in said(staff, path, {**data, "step": "add"})


def test_options_come_and_go(own: World, staff: Client) -> None:
    data = policy_form(staff)
    del data["annual_monthly-offered"]
    data |= {"new-offered": "on", "new-name": "two_years", "new-term": "24", "new-notice": "6", "new-billed": "12"}
    data |= {"new-adjustment": "-5", "step": "add"}
    assert "New version saved." in said(staff, "/catalogue/policies/new/", data)
    names = set(models.PolicyVersion.objects.latest("starts_on").plans.values_list("name", flat=True))
    assert names == {"annual_yearly", "annual_quarterly", "flex_monthly", "two_years"}
    assert "Term 24 months" in page(staff, "/catalogue/policies/")


def test_a_key_is_shown_once_and_made_once(own: World, staff: Client) -> None:
    path = "/catalogue/keys/new/"
    data = {"license_type": "PORT", "quantity": "10", "ssc": "12,50", "once": hidden(page(staff, path), "once")}
    html = said(staff, path, data)
    key = re.search(r'class="secret">([A-Z0-9-]+)<', html)
    assert key
    assert "This form has created a key already" in said(staff, path, data)
    row = models.ActivationKey.objects.get()
    assert (row.quantity, row.ssc) == (10, 1250)
    html = page(staff, "/catalogue/keys/")
    assert row.hint in html
    assert key[1] not in html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "A key must contain licenses, credits, or both."),
        ({"license_type": "PORT"}, "Enter a quantity."),
        ({"quantity": "3"}, "Select the type of these licenses."),
        ({"ssc": "0"}, "The number must be above 0."),
        ({"ssc": "1.001"}, "at most 2 decimals"),
        ({"license_type": "NONE", "quantity": "1"}, "Select a valid choice."),
        ({"license_type": "PORT", "quantity": "0"}, "must be at least 1"),
    ],
)
def test_a_key_that_is_worth_nothing(own: World, staff: Client, data: dict[str, str], words: str) -> None:
    assert words in said(staff, "/catalogue/keys/new/", {**data, "once": "any"})
    assert not models.ActivationKey.objects.exists()


def test_who_may_only_look_finds_no_acts(own: World) -> None:
    support = as_role(Role.SUPPORT)
    for path in ("/catalogue/", "/catalogue/prices/", "/catalogue/policies/"):
        html = page(support, path)
        assert "/new/" not in html
        assert "/rate/" not in html
        assert "/price/" not in html
    page(support, "/catalogue/keys/", 404)
    page(support, "/settings/", 404)


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "Brightline", "accent": "#AA0033"}, "Saved."),
        ({"name": "Brightline", "accent": ""}, "Saved."),
        ({"name": "x", "accent": "red"}, "Enter a colour as #"),
        ({"name": "x", "accent": "#888888"}, "This colour is hard to read"),
        ({"name": "x" * 101, "accent": ""}, "at most 100"),
    ],
)
def test_name_and_colour(own: World, staff: Client, data: dict[str, str], words: str) -> None:
    html = said(staff, "/settings/", data)
    assert words in html
    assert ("<span>Brightline</span>" in html) is (words == "Saved.")
    if words == "Saved." and data["accent"]:
        assert "#aa0033" in staff.get("/theme.css").content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Example Bank\r\nDE02 1203", "Saved. It is shown to everyone who orders credits."),
        ("", "Saved. It is shown to everyone who orders credits."),
        ("x" * 1001, "at most 1000 char"),
        ("a\u200bb", "cannot be displayed"),
    ],
)
def test_how_to_pay(own: World, staff: Client, text: str, words: str) -> None:
    html = said(staff, "/settings/", {"pay_form": "1", "how_to_pay": text})
    assert words in html
    assert f"{text.replace(chr(13), '')}</textarea>" in html.replace("\r", "")  # what is refused stays
    assert (look().how_to_pay == "Example Bank\nDE02 1203") is text.startswith("Example")
    log = staff.get("/staff/activity/").content.decode()
    assert log.count("Name, colour, logo, time zone or how to pay changed") == 1 + words.startswith("Saved.")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("logo.png", PNG, "Saved."),
        ("logo.png", b"<svg><script>alert(1)</script></svg>", "This is not a PNG, JPEG or WebP picture."),
        ("logo.svg", b"<svg/>", "This is not a PNG, JPEG or WebP picture."),
        ("logo.png", PNG + b"\0" * 200_000, "The picture is too large"),
        ("logo.png", b"", "The submitted file is empty."),
    ],
)
def test_logo(own: World, staff: Client, name: str, data: bytes, words: str) -> None:
    file = SimpleUploadedFile(name, data, content_type="image/png")
    html = said(staff, "/settings/", {"logo_form": "1", "logo": file})
    assert words in html
    response = Client().get("/logo/")
    if words != "Saved.":
        assert response.status_code == 404
        return
    assert f'src="/logo/?v={look().logo}"' in html
    assert (response.content, response["Content-Type"]) == (data, "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Logo removed." in said(staff, "/settings/logo/remove/")
    assert Client().get("/logo/").status_code == 404


def test_words_of_a_mail(own: World, staff: Client) -> None:
    path = "/settings/mails/contract_approved/en/"
    good = {"subject": "Yes to {project}", "body": "It begins on {start}.\n- Option: {option}\n- Customer: {customer}"}
    html = said(staff, path, {**good, "step": "look"})
    assert "Yes to Telephony Kiel" in html
    assert not models.MailText.objects.exists()
    assert "Saved. Used from the next e-mail on." in said(staff, path, {**good, "step": "save"})
    assert models.MailText.objects.get().subject == "Yes to {project}"
    bad = {"subject": "Yes to {nobody}", "body": "It begins."}
    html = said(staff, path, {**bad, "step": "save"})
    assert "There is no placeholder {nobody} in this mail" in html
    assert "The text must say {option}, {project}, {start}." in html
    assert "It begins." in html
    assert models.MailText.objects.get().subject == "Yes to {project}"
    assert "The default text is in use again." in said(staff, f"{path}reset/")
    assert "The default text is already in use." in said(staff, f"{path}reset/")


# ---------------------------------------------------------------- one project's contract and bookings


def test_suspend_and_resume(own: World, staff: Client) -> None:
    suspend, resume = (of_project(own, "Telephony Kiel", f"contracts/{act}/") for act in ("suspend", "resume"))
    assert suspend in page(staff, of_project(own, "Telephony Kiel", "contracts/"))
    assert "Please fix the highlighted fields" in said(staff, suspend, {"reason": " "})
    assert status_of(own, "Telephony Kiel") == "active"
    assert "Suspended: nothing is booked" in said(staff, suspend, {"reason": "Invoice 17 is unpaid"})
    assert status_of(own, "Telephony Kiel") == "suspended"
    assert "The contract is not active." in said(staff, suspend, {"reason": "again"})
    assert resume in page(staff, of_project(own, "Telephony Kiel", "contracts/"))
    html = page(staff, resume)
    assert "Nothing has fallen due meanwhile." in html
    assert "The amounts have changed" in said(staff, resume, {"seen": "1:1"})
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
    assert html.count("Why this number?") == len(booked)
    assert models.Project.objects.get(pk=project).covered_until > TODAY


def test_void_a_booking(own: World, staff: Client) -> None:
    project = own.projects["Telephony Kiel"]
    row = models.Settlement.objects.filter(project=project, reason="extension").latest("start")
    path = of_project(own, "Telephony Kiel", f"credits/void/{row.public_id}/")
    listed = page(staff, of_project(own, "Telephony Kiel", "credits/?show=all"))
    assert path in listed
    old = models.Settlement.objects.filter(project=project, reason="extension").earliest("start")
    assert f"credits/void/{old.public_id}" not in listed  # too old: there is no link
    html = page(staff, path)
    assert "What is given back" in html
    assert "the next run books it anew" in html
    assert "Please fix the highlighted fields" in said(staff, path, {"reason": ""})
    assert "Voided." in said(staff, path, {"reason": "Booked with the wrong licenses"})
    assert models.VoidEntry.objects.get().settlement_id == row.id
    assert "it was voided already" in said(staff, path, {"reason": "again"})
    assert models.VoidEntry.objects.count() == 1
    page(staff, of_project(own, "Control room", f"credits/void/{row.public_id}/"), 404)
