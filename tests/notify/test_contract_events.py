"""What happens to a contract becomes the right mail, to the right people, in their language, with its amounts."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import resolve

from autossa.domain.rights import Right
from autossa.notify import links
from autossa.operations import contracts, credits, licenses
from autossa.operations.organisations import delegations
from autossa.operations.projects.waivers import waive_late
from autossa.operations.runs import renewals
from autossa.store import models
from tests.cast.members import ctx, member, partner
from tests.cast.shop import ALICE, Shop, d, on
from tests.notify.post import Post, check, key_of, only, words

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NBSP = "\N{NO-BREAK SPACE}"


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
            "Submitted: Auto SSA contract for your project Office",
            "- Option: Annual, billed quarterly", "- Submitted by: Alice",
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
            "Approved: Auto SSA contract for your project Office",
            "- Start: 15 January 2026", "- Next charge: 16 January 2026",
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


def test_terminated(shop: Shop, post: Post) -> None:
    project = shop.booked()
    contracts.suspend(project=project, ctx=on("2026-01-20"))
    post.forget("2026-01-20")
    contracts.terminate(project=project, reason="Three letters went unanswered", ctx=on("2026-03-01"))
    check(
        post.collect("2026-03-01"),
        "contract_terminated",
        ["> Three letters went unanswered", "Covered until: 14 February 2026", "after the grace period twice"],
        ["vorzeitig beendet", "SSA gültig bis: 14. Februar 2026"],
    )


def test_a_waiver_is_told_with_its_reason(shop: Shop, post: Post) -> None:
    project = shop.covered()
    post.forget("2026-03-01")
    waive_late(project=project, last_day=d("2026-06-30"), reason="The reseller was late", ctx=on("2026-03-01"))
    check(
        post.collect("2026-03-01"),
        "late_waived",
        ["is waived until 30 June 2026", "> The reseller was late", "counted twice again"],
        ["entfällt bis 30. Juni 2026", "wieder doppelt berechnet"],
    )
    waive_late(project=project, last_day=d("2026-03-01"), reason="Granted by mistake", ctx=on("2026-03-05"))
    assert post.collect("2026-03-05") == []
