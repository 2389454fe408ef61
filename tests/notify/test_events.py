"""What happens becomes the right mail, to the right people, in their language, with the amounts as booked."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import resolve

from autossa.domain.reminders import Kind
from autossa.domain.rights import Right, Role
from autossa.gateways.mail.protocol import Mail
from autossa.notify import links
from autossa.notify.drafts import Event
from autossa.notify.events import BUILDERS
from autossa.notify.mail.placeholders import MAILS
from autossa.operations import contracts, credits, licenses
from autossa.operations.accounts import impersonation
from autossa.operations.billing import corrections, payers
from autossa.operations.credits import orders
from autossa.operations.organisations import delegations, invitations
from autossa.operations.outbox import tell
from autossa.operations.runs import renewals
from autossa.operations.vendor import mails, settings
from autossa.queries.vendor.settings import zone
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import ALICE, Shop, d, on
from tests.notify.post import Post, at, ctx, in_both_languages, key_of, member, partner, user
from tests.store.looking import settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NBSP = "\N{NO-BREAK SPACE}"


def words(text: str) -> str:
    """A mail's text without the breaks of lines."""
    return " ".join(text.replace(NBSP, " ").split())


def only(found: list[Mail], language: str, key: str = "") -> Mail:
    """The mail in a language; several people may get the same."""
    same = [mail for mail in found if mail.language == language and key in ("", key_of(mail))]
    assert len({(mail.subject, mail.text) for mail in same}) == 1, [mail.subject for mail in found]
    return same[0]


def check(found: list[Mail], key: str, english: list[str], german: list[str]) -> None:
    """One mail in each language says all this, and nothing is left to fill in."""
    for language, expected in (("en", english), ("de", german)):
        mail = only(found, language, key)
        said = words(f"{mail.subject} {mail.text}")
        for part in expected:
            assert part in said, f"{part!r} is not in {said}"
        assert "{" not in said
        assert "{" not in re.sub(r'style="[^"]*"', "", mail.html)


# ---- a contract's life, each step with the mail it makes


def test_a_copy_of_what_was_submitted(shop: Shop, post: Post) -> None:
    project = shop.project()
    licenses.request(
        project=project, license_id="L2", license_type="OPERATOR", quantity=3, origin="customer", ctx=on("2026-01-15")
    )
    contracts.conclude(project=project, option="annual_quarterly", ctx=on("2026-01-15", ALICE))
    check(
        post.collect(),
        "contract_in_review",
        [
            "Submitted: Auto SSA contract for Office", "- Option: Annual, billed quarterly", "- Submitted by: Alice",
            "- Term and notice: 12 months, notice 3 months", "list price −1 %", "- Start: 15 January 2026",
            "- Payer: Alice Ltd", "- 1,200 × Port (L1)", "- 3 × Operator (L2) (requested)",
        ],
        [
            "- Vertragslaufzeit und Kündigungsfrist: 12 Monate, Kündigungsfrist 3 Monate",
            "- 1.200 × Port (L1)", "(beantragt)",
        ],
    )  # fmt: skip
    for key in ("contract_in_review", "contract_to_review"):
        assert "gap" not in only(post.gateway.sent, "en", key).text
        assert "Agreed end date" not in only(post.gateway.sent, "en", key).text


def test_a_gap_that_counts_once_is_said_with_its_amount(shop: Shop, post: Post) -> None:
    project = shop.covered()  # until 14 February
    post.forget("2026-01-15")
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-02-20", ALICE))
    (gap,) = models.GapCharge.objects.all()
    check(
        post.collect("2026-02-20"),
        "contract_in_review",
        ["was not covered from 15 February 2026 to 19 February 2026. This gap is counted once: 17.86 SSC."],
        [
            "Vom 15. Februar 2026 bis 19. Februar 2026 hatte das Projekt keinen gültigen SSA.",
            "Diese Lücke wird einfach berechnet: 17,86 SSC.",
        ],
    )
    assert gap.ssc == 17_86
    assert "twice" not in only(post.gateway.sent[-4:], "en", "contract_in_review").text
    assert "counted once: 17.86 SSC" in words(only(post.gateway.sent[-4:], "en", "contract_to_review").text)


def test_a_gap_that_counts_twice_is_held(shop: Shop, post: Post) -> None:
    project = shop.covered()
    credits.top_up(project=project, ssc=1000_00, ctx=on("2026-04-15"))
    post.forget("2026-04-15")
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-04-15", ALICE))
    held = models.Project.objects.get(pk=project).held
    assert held == 400_00
    check(
        post.collect("2026-04-15"),
        "contract_in_review",
        ["counted twice: 400.00 SSC. That amount is now reserved on the balance."],
        ["doppelt berechnet: 400,00 SSC. Der Betrag ist ab sofort im Guthaben reserviert."],
    )
    contracts.reject(project=project, reason="No order.\nPlease send one.", ctx=on("2026-04-17"))
    check(
        post.collect("2026-04-17"),
        "contract_rejected",
        [
            "Reason: > No order. > Please send one.",
            "now released: 400.00 SSC",
            "The 2 days of this review will not count",
        ],
        [
            "Grund: > No order.",
            "jetzt wieder verfügbar: 400,00 SSC",
            "Die Dauer dieser Prüfung (2 Tage) wird bei der Länge der Lücke nicht mitgezählt",
        ],
    )


def test_the_reviewers_are_told_what_waits_for_them(shop: Shop, post: Post) -> None:
    shop.in_review(option="annual_quarterly")
    found = [mail for mail in post.collect() if key_of(mail) == "contract_to_review"]
    decided_at = links.review(models.Project.objects.get().public_id)
    assert all(decided_at in mail.text for mail in found)
    assert resolve(decided_at).url_name == "review"
    assert sorted(mail.to for mail in found) == ["rita@example.com", "rolf@example.com"]
    check(
        found,
        "contract_to_review",
        ["For review: Auto SSA contract for Office", "Alice Ltd has submitted", "- Option: Annual, billed quarterly"],
        ["Zu prüfen: Auto-SSA-Vertrag für Office", "- Eingereicht von: Alice"],
    )


def test_without_reviewers_the_administrators_are_told(shop: Shop, post: Post) -> None:
    models.Membership.objects.filter(role="reviewer").delete()
    member(shop.vendor, "vera@example.com", "admin")
    shop.in_review()
    assert [mail.to for mail in post.collect() if key_of(mail) == "contract_to_review"] == ["vera@example.com"]


def test_what_was_decided_meanwhile_is_not_sent_to_reviewers(shop: Shop, post: Post) -> None:
    shop.under_contract()
    assert "contract_to_review" not in {key_of(mail) for mail in post.collect()}


def test_a_question_and_its_answer(shop: Shop, post: Post) -> None:
    project = shop.in_review()
    post.forget()
    contracts.ask(project=project, question="Which PBX?\n\n- the old\n- the new", ctx=on("2026-01-16"))
    check(
        post.collect(),
        "contract_question",
        ["Vera's PBX has a question", "Question: > Which PBX? > > - the old > - the new"],
        ["Vera's PBX hat eine Rückfrage", "Rückfrage: > Which PBX?"],
    )
    contracts.answer(project=project, text="The old one.", ctx=on("2026-01-17", ALICE))
    found = post.collect()
    assert sorted(mail.to for mail in found) == ["rita@example.com", "rolf@example.com"]
    check(
        found,
        "contract_answered",
        ["Alice has answered the question", "contract of Alice Ltd for Office", "Answer: > The old one."],
        ["Alice hat die Frage"],
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [("alice", "Alice has"), ("paul", "Paul (Paul's Phones) has"), ("staff", "Jan (on behalf of Alice Ltd) has")],
)
def test_it_is_said_who_answered_and_for_whom(shop: Shop, post: Post, who: str, said: str) -> None:
    project = shop.in_review()
    contracts.ask(project=project, question="Which PBX?", ctx=on("2026-01-16"))
    post.forget()
    organisation = {"alice": shop.alice, "paul": partner(), "staff": shop.vendor}[who]
    name = {"staff": "jan"}.get(who, who)
    answering = ctx(member(organisation, f"{name}@example.com", "support" if who == "staff" else "manager"))
    if who == "staff":
        answering = replace(answering, actor=replace(answering.actor, acting_for=shop.alice))
    contracts.answer(project=project, text="The old one.", ctx=answering)
    assert f"{said} answered" in words(only(post.collect(), "en", "contract_answered").text)


# ---- who acts gets the confirmation of it


ACTS: dict[str, tuple[str, str, Callable[..., object]]] = {
    "withdraw": ("in_review", "contract_withdrawn", contracts.withdraw),
    "cancel": ("booked", "contract_ending", contracts.cancel),
    "undo": ("booked", "cancellation_undone", contracts.undo_cancellation),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["manager", "owner", "partner", "left", "staff"])
def test_who_acts_gets_the_confirmation_once_while_they_belong(shop: Shop, post: Post, act: str, who: str) -> None:
    """A manager is no contact and no owner; staff that acts for the customer reads it in the portal."""
    state, key, do = ACTS[act]
    project = getattr(shop, state)()
    partner_id = partner()
    owner = member(shop.alice, "olga@example.com", "owner")
    delegations.give(customer=shop.alice, partner=partner_id, rights=[Right.CONTRACTS], ctx=ctx(owner))
    models.Contact.objects.filter(organisation=shop.alice).delete()
    organisation = {"partner": partner_id, "staff": shop.vendor}.get(who, shop.alice)
    person = (
        owner if who == "owner" else member(organisation, "max@example.com", "support" if who == "staff" else "manager")
    )
    if act == "undo":
        contracts.cancel(project=project, ctx=on("2026-01-20"))
    post.forget()
    do(project=project, ctx=ctx(person))
    if who == "left":
        models.Membership.objects.filter(user=person).delete()
    told = [mail.to for mail in post.collect() if key_of(mail) == key]
    expected = ["olga@example.com"] + (["max@example.com"] if who in ("manager", "partner") else [])
    assert sorted(told) == sorted(expected)


def test_approved(shop: Shop, post: Post) -> None:
    project = shop.in_review(option="annual_quarterly")
    post.forget()
    contracts.approve(project=project, ctx=on("2026-01-16"), book_at_once=False)
    check(
        post.collect("2026-01-16"),
        "contract_approved",
        [
            "Approved: Auto SSA contract for Office", "- Start: 15 January 2026", "- Next charge: 16 January 2026",
            "- Last day to cancel the current term: 14 October 2026",
        ],
        ["- Letzter Kündigungstag der laufenden Vertragslaufzeit: 14. Oktober 2026"],
    )  # fmt: skip


def test_an_agreed_end_is_repeated_and_needs_no_cancellation(shop: Shop, post: Post) -> None:
    project = shop.project()
    contracts.conclude(project=project, option="flex_monthly", fixed_end=d("2026-04-15"), ctx=on("2026-01-15", ALICE))
    found = post.collect()
    for key in ("contract_in_review", "contract_to_review"):
        assert "- Agreed end date: 14 April 2026" in only(found, "en", key).text
    contracts.approve(project=project, ctx=on("2026-01-16"), book_at_once=False)
    found = post.collect()
    check(found, "contract_approved", ["- Agreed end date: 14 April 2026"], ["- Vereinbartes Ende: 14. April"])
    assert "Last day to cancel" not in only(found, "en").text


def test_withdrawn(shop: Shop, post: Post) -> None:
    project = shop.in_review()
    post.forget()
    contracts.withdraw(project=project, ctx=on("2026-01-16", ALICE))
    check(post.collect(), "contract_withdrawn", ["was withdrawn before Vera's PBX decided"], ["wurde zurückgezogen"])


def test_cancelled_and_taken_back(shop: Shop, post: Post) -> None:
    project = shop.booked()
    post.forget()
    contracts.cancel(project=project, ctx=on("2026-02-01", ALICE))
    found = post.collect("2026-02-01")
    check(
        found,
        "contract_ending",
        [
            "ends on 14 January 2027", "withdrawn until: 14 January 2027", "may keep running each release",
            "a gap of up to 30 days is counted once, a longer one twice",
        ],
        ["Er endet am 14. Januar 2027", "eine Lücke von bis zu 30 Tagen einfach berechnet, eine längere doppelt"],
    )  # fmt: skip
    contracts.undo_cancellation(project=project, ctx=on("2026-02-02", ALICE))
    check(
        post.collect("2026-02-02"),
        "cancellation_undone",
        ["has been withdrawn", "Next last day to cancel: 14 October 2026"],
        ["wurde zurückgenommen"],
    )


def test_cancelled_before_an_agreed_end_and_taken_back_to_it(shop: Shop, post: Post) -> None:
    project = shop.project()
    contracts.conclude(project=project, option="flex_monthly", fixed_end=d("2027-04-15"), ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    post.forget()
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    check(post.collect(), "contract_ending", ["It ends on 14 March 2026"], ["endet am 14. März 2026"])
    contracts.undo_cancellation(project=project, ctx=on("2026-01-17", ALICE))
    check(post.collect(), "cancellation_undone", ["Agreed end date: 14 April 2027"], ["Vereinbartes Ende: 14. April"])


def test_ended(shop: Shop, post: Post) -> None:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-20", ALICE))
    renewals.run_project(project=project, ctx=on("2026-02-20"))
    post.forget("2026-02-20")
    renewals.run_project(project=project, ctx=on("2026-03-15"))
    check(
        post.collect("2026-03-15"),
        "contract_ended",
        ["has ended as planned", "Covered until: 14 March 2026", "a new contract is added by 13 April 2026"],
        ["SSA gültig bis: 14. März 2026"],
    )


def test_suspended_and_resumed(shop: Shop, post: Post) -> None:
    """Readers of both purposes get it once."""
    project = shop.booked()
    models.Contact.objects.filter(purpose="admin").delete()
    post.forget()
    contracts.suspend(project=project, reason="Invoice INV-2026-000001 is open", ctx=on("2026-01-20"))
    check(
        post.collect(),
        "contract_suspended",
        ["> Invoice INV-2026-000001 is open", "Covered until: 14 February 2026"],
        ["ausgesetzt", "SSA gültig bis: 14. Februar 2026"],
    )
    contracts.resume(project=project, ctx=on("2026-01-21"))
    check(
        post.collect("2026-01-21"),
        "contract_resumed",
        ["has resumed", "Next charge: 1 February 2026"],
        ["Nächste Abrechnung: 1. Februar 2026"],
    )


# ---- bookings


def test_an_invoice_names_every_amount_as_booked(shop: Shop, post: Post) -> None:
    project = shop.under_contract()
    credits.top_up(project=project, ssc=40_00, ctx=on("2026-01-15"))
    post.forget()
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    invoice = models.Invoice.objects.get()
    assert (invoice.net, invoice.tax, invoice.gross) == (60_00, 11_40, 71_40)
    check(
        post.collect(),
        "settlement_invoiced",
        [
            "Invoice INV-2026-000001 for Office: 71.40 EUR", "- For: Extension",
            "- Period: 15 January 2026 to 14 February 2026", "- Needed: 100.00 SSC",
            "- Paid from the balance: 40.00 SSC", "- Invoiced credits: 60.00 SSC", "- Net: 60.00 EUR",
            "- VAT: 11.40 EUR",
            "- Gross: 71.40 EUR", "- Payer: Alice Ltd", "- Covered until: 14 February 2026",
        ],
        ["Rechnung INV-2026-000001 für Office: 71,40 EUR", "- Netto: 60,00 EUR", "- USt: 11,40 EUR", "- Brutto: 71,40"],
    )  # fmt: skip


def test_what_the_balance_pays_makes_no_invoice(shop: Shop, post: Post) -> None:
    project = shop.under_contract()
    credits.top_up(project=project, ssc=150_00, ctx=on("2026-01-15"))
    post.forget()
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    check(
        post.collect(),
        "settlement_booked",
        ["Paid from the balance of Office: 100.00 SSC", "Balance left: 50.00 SSC"],
        ["Verbleibendes Guthaben: 50,00 SSC"],
    )


def test_a_credit_note_is_told_with_its_reason(shop: Shop, post: Post) -> None:
    project = shop.booked()
    post.forget()
    corrections.void(settlement=settlement_ids(project, "extension")[0], reason="Wrong month", ctx=on("2026-01-16"))
    check(
        post.collect(),
        "settlement_voided",
        ["Credit note: CN-2026-000001", "For invoice: INV-2026-000001", "Gross: −119.00 EUR", "> Wrong month"],
        ["Stornorechnung: CN-2026-000001", "Brutto: −119,00 EUR"],
    )


def test_a_customer_is_not_told_what_its_partner_pays(shop: Shop, post: Post) -> None:
    paul = partner()
    in_both_languages(paul, "paul")
    project = shop.project()
    contracts.conclude(project=project, option="annual_monthly", payer=paul, ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"), book_at_once=False)
    post.forget()
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    found = post.collect()
    assert {mail.to for mail in found} == {"paul-billing-en@example.com", "paul-billing-de@example.com"}
    check(found, "settlement_invoiced", ["- Payer: Paul's Phones"], ["- Rechnungsempfänger: Paul's Phones"])


# ---- people


def test_an_invitation_carries_its_secret_once(shop: Shop, post: Post) -> None:
    alice = member(shop.alice, "alice@example.com", "owner")
    secret = invitations.invite(organisation=shop.alice, email="bob@example.com", role=Role.VIEWER, ctx=ctx(alice))
    (mail,) = post.collect()
    assert (mail.to, key_of(mail)) == ("bob@example.com", "invitation")
    assert f"/invitations/{secret}/" in mail.text
    assert "Alice invites you to join Alice Ltd" in mail.text
    assert "- Your role: Viewer" in mail.text


def test_an_invitation_is_in_the_language_of_who_is_invited(shop: Shop, post: Post) -> None:
    alice = member(shop.alice, "alice@example.com", "owner", "en")
    user("bert@example.com", "de")
    invitations.invite(organisation=shop.alice, email="bert@example.com", role=Role.OWNER, ctx=ctx(alice))
    (mail,) = post.collect()
    assert mail.subject == "Einladung zu Alice Ltd"


def test_an_invitation_that_was_withdrawn_is_not_sent(shop: Shop, post: Post) -> None:
    alice = member(shop.alice, "alice@example.com", "owner")
    invitations.invite(organisation=shop.alice, email="bob@example.com", role=Role.VIEWER, ctx=ctx(alice))
    second = invitations.invite(organisation=shop.alice, email="bob@example.com", role=Role.VIEWER, ctx=ctx(alice))
    (mail,) = post.collect()
    assert second in mail.text


def test_handed_over_and_revoked(shop: Shop, post: Post) -> None:
    paul, alice = partner(), member(shop.alice, "alice@example.com", "owner")
    member(paul, "paul@example.com", "owner", "de")
    models.Contact.objects.all().delete()
    given = delegations.give(
        customer=shop.alice, partner=paul, rights=[Right.CONTRACTS, Right.LICENSES], ctx=ctx(alice)
    )
    found = post.collect()
    assert [mail.to for mail in found] == ["paul@example.com", "alice@example.com"]
    check(
        found,
        "handed_over",
        ["Alice Ltd has given Paul's Phones rights", "- Rights: Licenses, Contracts", "- Projects: all projects"],
        ["- Rechte: Lizenzen, Verträge", "- Projekte: alle Projekte, auch künftige"],
    )
    delegations.revoke(delegation=given, customer=shop.alice, ctx=ctx(alice, "2026-01-21"))
    check(
        post.collect("2026-01-21"),
        "hand_over_revoked",
        ["has revoked", "Revoked on: 21 January 2026"],
        ["Widerrufen am: 21. Januar 2026"],
    )


def test_finance_is_told_what_was_ordered_while_it_is_open(shop: Shop, post: Post) -> None:
    for language in ("en", "de"):
        member(shop.vendor, f"nora-{language}@example.com", "finance", language)
    project = shop.project()
    given: dict[str, Any] = {"project": project, "ssc": 1234_50, "payer": shop.alice, "gross": 1469_06}
    post.forget()
    orders.place(order=new_id(), **given, ctx=on("2026-01-20", ALICE))
    withdrawn = new_id()
    orders.place(order=withdrawn, **given, ctx=on("2026-01-20", ALICE))
    orders.withdraw(order=withdrawn, project=project, ctx=on("2026-01-20", ALICE))
    found = [mail for mail in post.collect() if key_of(mail) == "credits_ordered"]
    assert sorted(mail.to for mail in found) == ["nora-de@example.com", "nora-en@example.com"]
    assert all(f"{links.orders()}" in mail.text for mail in found)
    assert resolve(links.orders()).url_name == "orders"
    check(
        found,
        "credits_ordered",
        ["Credits ordered for Office: 1,469.06 EUR", "- Credits: 1,234.50 SSC", "- Payer: Alice Ltd", "by: Alice"],
        ["Credits bestellt für Office: 1.469,06 EUR", "- Credits: 1.234,50 SSC", "- Bestellt am: 20. Januar 2026"],
    )


def test_who_ordered_credits_and_who_pays_have_it_confirmed(shop: Shop, post: Post) -> None:
    project = shop.project()
    public = models.Project.objects.get(pk=project).public_id
    ada = member(shop.alice, "ada@example.com", "manager")
    given: dict[str, Any] = {"project": project, "ssc": 1234_50, "payer": shop.alice, "gross": 1469_06}
    placed, withdrawn = new_id(), new_id()
    for order in (placed, withdrawn):
        orders.place(order=order, **given, ctx=ctx(ada))
    orders.withdraw(order=withdrawn, project=project, ctx=ctx(ada))
    found = [mail for mail in post.collect() if key_of(mail) == "credits_confirmed"]
    assert sorted(mail.to for mail in found) == [
        "ada@example.com", "alice-billing-de@example.com", "alice-billing-en@example.com"
    ]  # fmt: skip
    assert all(links.credits(public) in mail.text for mail in found)
    assert all("How to pay" not in mail.text and "So zahlen Sie" not in mail.text for mail in found)
    reference = models.CreditOrder.objects.get(pk=placed).public_id
    check(
        found,
        "credits_confirmed",
        [
            "Order received for Office: 1,234.50 SSC", "- Net: 1,234.50 EUR", "- VAT: 234.56 EUR",
            "- Gross: 1,469.06 EUR", "- Payer: Alice Ltd", f"- Reference: {reference}", "- Ordered by: Ada",
        ],
        ["Bestellung eingegangen für Office", "- Brutto: 1.469,06 EUR", f"- Referenz: {reference}"],
    )  # fmt: skip


def test_a_customer_learns_what_a_partner_orders_at_its_expense_and_how_to_pay_it(shop: Shop, post: Post) -> None:
    project, paul = shop.project(), partner()
    pia = member(paul, "pia@example.com", "manager", "de")
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.BILLING], ctx=on("2026-01-15"))
    settings.save_settings(how_to_pay="Example Bank\n{project} <b>DE02</b>", ctx=on("2026-01-16"))
    post.forget()
    orders.place(order=new_id(), project=project, ssc=100_00, payer=shop.alice, gross=119_00, ctx=ctx(pia))
    found = [mail for mail in post.collect() if key_of(mail) == "credits_confirmed"]
    assert {"alice-billing-en@example.com", "pia@example.com"} <= {mail.to for mail in found}
    for mail in found:
        assert "> Example Bank\n> {project} <b>DE02</b>" in mail.text  # the vendor's words, as they stand
        assert "Example Bank<br>\n{project} &lt;b&gt;DE02&lt;/b&gt;</blockquote>" in mail.html
        assert "Pia" in mail.text


def test_who_ordered_credits_and_who_pays_are_told_what_became_of_it(shop: Shop, post: Post) -> None:
    project, vera = shop.project(), on("2026-01-21")
    public = models.Project.objects.get(pk=project).public_id
    ada, left = (member(shop.alice, f"{name}@example.com", "manager") for name in ("ada", "left"))
    given: dict[str, Any] = {"project": project, "ssc": 1234_50, "payer": shop.alice, "gross": 1469_06}
    paid, declined, of_left = new_id(), new_id(), new_id()
    for order, person in ((paid, ada), (declined, ada), (of_left, left)):
        orders.place(order=order, **given, ctx=ctx(person))
    models.Membership.objects.filter(user=left).delete()
    post.forget()
    everybody = ["ada@example.com", "alice-billing-de@example.com", "alice-billing-en@example.com"]

    orders.book(order=paid, ctx=vera)
    found = post.collect("2026-01-21")
    assert sorted(mail.to for mail in found) == everybody
    assert all(links.credits(public) in mail.text for mail in found)
    assert resolve(links.credits(public)).url_name == "project_credits"
    check(
        found,
        "credits_booked",
        ["Credits added to Office: 1,234.50 SSC", "- Ordered by: Ada", "- Available balance: 1,234.50 SSC"],
        [
            "Guthaben aufgeladen für Office: 1.234,50 SSC",
            "- Rechnungsempfänger: Alice Ltd",
            "- Verfügbares Guthaben: 1.234,50 SSC",
        ],
    )

    orders.decline(order=declined, reason="Not paid\nin time", ctx=vera)
    found = post.collect("2026-01-21")
    assert sorted(mail.to for mail in found) == everybody
    check(
        found,
        "credits_declined",
        ["Declined: credit order for Office", "> Not paid > in time", "- Gross: 1,469.06 EUR"],
        ["Abgelehnt: Bestellung von Credits für Office", "Es wurde nichts gutgeschrieben"],
    )

    orders.decline(order=of_left, reason="Not paid", ctx=vera)
    assert sorted(mail.to for mail in post.collect("2026-01-21")) == everybody[1:]


def test_who_asked_for_a_license_and_who_looks_after_them_are_told_why_it_is_refused(shop: Shop, post: Post) -> None:
    project = shop.project()
    public = models.Project.objects.get(pk=project).public_id
    ada, left = (member(shop.alice, f"{name}@example.com", "manager") for name in ("ada", "left"))
    for license_id, person in (("L2", ada), ("L3", left)):
        given: dict[str, Any] = {"license_id": license_id, "license_type": "PORT", "quantity": 1500}
        licenses.request(project=project, origin="customer", ctx=ctx(person), **given)
    models.Membership.objects.filter(user=left).delete()
    post.forget()

    licenses.refuse_request(project=project, line=2, reason="Not sold\nany more", ctx=on("2026-01-21"))
    found = post.collect("2026-01-21")
    everybody = sorted(mail.to for mail in found)
    assert "ada@example.com" in everybody
    assert all(links.licenses(public) in mail.text for mail in found)
    assert resolve(links.licenses(public)).url_name == "project_licenses"
    check(
        found,
        "license_refused",
        ["Not confirmed: license requested for Office", "> Not sold > any more", "- License: 1,500 × Port (L2)"],
        ["Nicht bestätigt", "- Lizenz: 1.500 × Port (L2)", "Es wurde nichts berechnet."],
    )

    licenses.refuse_request(project=project, line=3, reason="Not sold", ctx=on("2026-01-21"))
    assert sorted(mail.to for mail in post.collect("2026-01-21")) == [a for a in everybody if a != "ada@example.com"]

    licenses.request(project=project, origin="customer", license_id="L4", license_type="PORT", quantity=1, ctx=ctx(ada))
    licenses.withdraw_request(project=project, line=4, ctx=ctx(ada))
    assert post.collect("2026-01-21") == []


def test_acting_on_behalf_is_told_at_once(shop: Shop, post: Post) -> None:
    vera = member(shop.vendor, "vera@example.com", "support")
    impersonation.start(user=vera.id, organisation=shop.alice, reason="Asked by phone", ctx=ctx(vera))
    check(
        post.collect(),
        "acting",
        [
            "Vera of Vera's PBX has started acting on behalf of Alice Ltd",
            "> Asked by phone",
            "no later than: 20 January 2026, 13:30",
        ],
        ["Vera von Vera's PBX handelt ab sofort"],
    )


def test_a_payer_is_asked_before_it_pays(shop: Shop, post: Post) -> None:
    project, paul = shop.booked(), partner()
    in_both_languages(paul, "paul")
    models.Contact.objects.filter(purpose="billing").delete()
    alice = member(shop.alice, "alice@example.com", "owner")
    contract = models.Contract.objects.get(project=project)
    post.forget()
    change = models.PayerChange.objects.create(
        contract=contract, payer_id=paul, confirmer_id=paul, asked_by=alice.id, asked_at=at("2026-01-20")
    )
    tell("mail.payer_asked", {"change": str(change.id)}, ctx(alice), project)
    found = post.collect()
    answered_at = links.payers(models.Organisation.objects.get(pk=paul).public_id)
    assert all(answered_at in mail.text for mail in found)
    assert resolve(answered_at).url_name == "payers"
    check(
        found,
        "payer_asked",
        ["Please confirm: Paul's Phones is to pay for Office", "Alice asks that", "until Paul's Phones confirms"],
        ["Bitte bestätigen: Paul's Phones soll für Office zahlen"],
    )


def test_a_refusal_is_told_to_who_asked(shop: Shop, post: Post) -> None:
    project, paul = shop.booked(), partner()
    public = models.Project.objects.get(pk=project).public_id
    handed = member(paul, "paul@example.com", "owner")
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.BILLING], ctx=on("2026-01-19"))
    found = []
    for email, language in (("alice@example.com", "en"), ("albert@example.com", "de")):
        asker = member(shop.alice, email, "owner", language)
        change = payers.ask(project=project, payer=paul, ctx=ctx(asker))
        post.forget()
        payers.refuse(change=change, confirmer=paul, ctx=ctx(handed))
        (mail,) = post.collect()
        assert mail.to == email
        assert f"/projects/{public}/payer/" in mail.text
        found.append(mail)
    assert resolve(links.payer(public)).url_name == "payer"
    check(
        found,
        "payer_refused",
        ["Declined: Paul's Phones will not pay for Office", "- Payer, unchanged: Alice Ltd"],
        ["Abgelehnt: Paul's Phones zahlt nicht für Office", "- Rechnungsempfänger bleibt: Alice Ltd"],
    )


def test_a_new_device_is_told_to_its_owner(shop: Shop, post: Post) -> None:
    for email, language in (("eve@example.com", "en"), ("ida@example.com", "de")):
        person = user(email, language)
        seen = {"user": str(person.id), "at": "2026-01-20T08:00:00+00:00", "device": "Firefox", "address": "192.0.2.7"}
        tell("mail.new_device", seen, ctx(person))
    check(
        post.collect(),
        "new_device",
        ["- When: 20 January 2026, 09:00", "- Device: Firefox", "- IP address: 192.0.2.7"],
        ["- Wann: 20. Januar 2026, 09:00"],
    )


def test_moments_and_days_are_those_of_the_zone_that_the_vendor_sets(shop: Shop, post: Post) -> None:
    person = user("eve@example.com")
    settings.save_settings(time_zone="Pacific/Kiritimati", ctx=ctx(person))
    tell("mail.new_device", {"user": str(person.id), "at": "2026-01-20T12:30:00+00:00"}, ctx(person))
    (mail,) = post.collect()
    assert "- When: 21 January 2026, 02:30" in mail.text
    event = Event(UUID(int=1), "mail.test", {}, None, at("2026-01-20"), at("2026-01-20"), zone())
    assert event.today == d("2026-01-21")


@pytest.mark.parametrize(
    ("key", "given", "english"),
    [
        ("account_confirm", {"organisation": "Bob & Co", "until": "2026-01-23T08:00:00+00:00"}, "registering Bob & Co"),
        ("account_exists", {}, "There is already an account"),
        ("account_unknown", {}, "There is no account with this address."),
        ("account_new_address", {}, "valid until: 23 January 2026, 13:00"),
        ("account_reset", {}, "Set a new password"),
        ("account_changed", {"change": "app_removed", "at": "2026-01-20T08:00:00+00:00"}, "app was removed"),
    ],
)  # fmt: skip
def test_mails_about_log_in(shop: Shop, post: Post, key: str, given: dict[str, str], english: str) -> None:
    anybody = user("anybody@example.com")
    for language in ("en", "de"):
        payload = {"key": key, "to": f"x-{language}@example.com", "language": language, "path": "/account/s3cret/"}
        tell("mail.account", payload | {"values": given}, ctx(anybody))
    found = post.collect()
    check(found, key, [english, "/account/s3cret/"], ["/account/s3cret/"])


def test_a_test_mail(shop: Shop, post: Post) -> None:
    for language in ("en", "de"):
        mails.send_test(to=f"{language}@example.com", language=language, ctx=on("2026-01-20"))
    check(post.collect(), "test", ["Test e-mail from Vera's PBX"], ["Test-E-Mail von Vera's PBX"])


# ---- what makes none


def test_what_makes_no_mail_is_delivered_all_the_same(shop: Shop, post: Post) -> None:
    person = user("eve@example.com")
    tell("something.else", {"a": 1}, ctx(person))
    project = shop.project()
    licenses.request(
        project=project, license_id="L2", license_type="PORT", quantity=1, origin="customer", ctx=on("2026-01-15")
    )
    licenses.confirm(project=project, line=2, ctx=on("2026-01-16"))
    assert post.collect() == []
    assert not models.OutboxMessage.objects.filter(delivered_at=None).exists()


def test_a_booking_of_nothing_is_not_told(shop: Shop, post: Post) -> None:
    project = shop.project(quantity=1)
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    models.LicenseLine.objects.filter(project=project).update(ended_on=models.LicenseLine.objects.get().added_on)
    post.forget()
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    assert post.collect() == []


def test_every_mail_is_made_by_some_event() -> None:
    """A new mail must come with a test of what makes it: here, or among the reminders."""
    folder = Path(__file__).parent
    tests = "".join((folder / name).read_text(encoding="utf-8") for name in ("test_events.py", "test_reminders.py"))
    assert {key for key in MAILS if f'"{key}"' not in tests} == set()
    assert {topic for topic in BUILDERS if topic.startswith("reminder.")} == {f"reminder.{kind}" for kind in REMINDERS}


REMINDERS = [*(kind.value for kind in Kind), "weekly_list"]
