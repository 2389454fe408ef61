"""What happens becomes the right mail, to the right people, in their language, with the amounts as booked."""

from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import resolve

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.billing.credit_notes import Pick
from autossa.domain.reminders import Kind
from autossa.domain.rights import Right, Role
from autossa.notify import links
from autossa.notify.drafts import Event
from autossa.notify.events import BUILDERS
from autossa.notify.mail.placeholders import MAILS
from autossa.operations import contracts, credits, licenses
from autossa.operations.accounts import impersonation
from autossa.operations.billing import corrections, credit_notes, payers
from autossa.operations.credits import orders
from autossa.operations.organisations import access_requests, create, delegations, edit, invitations, merging, standing
from autossa.operations.outbox import tell
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, mails, settings
from autossa.queries.licenses.previews import RequestedLicense
from autossa.queries.vendor.settings import zone
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.members import at, ctx, member, partner, user
from tests.cast.shop import ALICE, NO_VAT, Shop, d, on
from tests.notify.post import Post, check, in_both_languages, key_of, only
from tests.store.looking import settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NBSP = "\N{NO-BREAK SPACE}"


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
            "Invoice INV-2026-000001 for your project Office: 71.40 EUR", "- For: Extension",
            "- Period: 15 January 2026 to 14 February 2026", "- Needed: 100.00 SSC",
            "- Paid from the balance: 40.00 SSC", "- Invoiced credits: 60.00 SSC", "- Net: 60.00 EUR",
            "- VAT: 11.40 EUR",
            "- Gross: 71.40 EUR", "- Payer: Alice Ltd", "- Covered until: 14 February 2026",
        ],
        [
            "Rechnung INV-2026-000001 für Ihr Projekt Office: 71,40 EUR", "- Netto: 60,00 EUR", "- USt: 11,40 EUR",
            "- Brutto: 71,40",
        ],
    )  # fmt: skip


def test_what_the_balance_pays_makes_no_invoice(shop: Shop, post: Post) -> None:
    project = shop.under_contract()
    credits.top_up(project=project, ssc=150_00, ctx=on("2026-01-15"))
    post.forget()
    renewals.run_project(project=project, ctx=on("2026-01-15"))
    check(
        post.collect(),
        "settlement_booked",
        ["Paid from the balance of your project Office: 100.00 SSC", "Balance left: 50.00 SSC"],
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


def test_a_credit_note_without_a_void_is_told_apart_from_one_of_a_void(shop: Shop, post: Post) -> None:
    project = shop.booked()
    post.forget()
    invoice = models.Invoice.objects.get(series="INV")
    credit_notes.credit(invoice=invoice.id, picks=[Pick(0, amount=10_00)], reason="Sorry", ctx=on("2026-01-16"))
    check(
        post.collect(),
        "invoice_credited",
        ["Credit note: CN-2026-000001", "For invoice: INV-2026-000001", "Gross: −11.90 EUR", "> Sorry"],
        ["Rechnungskorrektur: CN-2026-000001", "Brutto: −11,90 EUR"],
    )
    corrections.void(settlement=settlement_ids(project, "extension")[0], reason="Wrong month", ctx=on("2026-01-17"))
    check(
        post.collect(),
        "settlement_voided",
        ["Credit note: CN-2026-000002", "Gross: −107.10 EUR"],
        ["Stornorechnung: CN-2026-000002"],
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
        [
            "Alice Ltd has given Paul's Phones access", "Your organisation has given Paul's Phones rights",
            "- Rights: Licenses, Contracts", "- Projects: all projects",
        ],
        [
            "Alice Ltd hat Ihnen Rechte im Auto-SSA-Portal", "- Rechte: Lizenzen, Verträge",
            "- Projekte: alle Projekte, auch künftige",
        ],
    )  # fmt: skip
    delegations.revoke(delegation=given, customer=shop.alice, ctx=ctx(alice, "2026-01-21"))
    check(
        post.collect("2026-01-21"),
        "hand_over_revoked",
        ["Your organisation has revoked rights that Paul's Phones had", "Revoked on: 21 January 2026"],
        ["die Sie im Auto-SSA-Portal von Vera's PBX hatten", "Widerrufen am: 21. Januar 2026"],
    )


def test_owners_are_asked_for_access_and_the_partner_is_told_what_they_answer(shop: Shop, post: Post) -> None:
    firm, alice = partner(), member(shop.alice, "alice@example.com", "owner", "de")
    ann = member(shop.alice, "ann@example.com", "owner", "en")
    member(shop.alice, "bob@example.com", "manager")
    paul, left = member(firm, "paul@example.com", "manager", "en"), member(firm, "left@example.com", "manager")
    member(firm, "paula@example.com", "owner", "de")
    project = shop.project()
    delegations.give(customer=shop.alice, partner=firm, rights=[Right.LICENSES], ctx=ctx(alice))
    post.forget()
    page = links.access_requests(models.Organisation.objects.get(pk=shop.alice).public_id)
    given: dict[str, Any] = {"partner": firm, "customer": shop.alice, "rights": [Right.BILLING]}

    first = access_requests.ask(**given, project=project, ctx=ctx(paul))
    found = post.collect()
    assert sorted(mail.to for mail in found) == ["alice@example.com", "ann@example.com"]  # whoever can answer
    assert all(page in mail.text for mail in found)
    assert resolve(page.partition("#")[0]).url_name == "hand_overs"
    check(
        found,
        "access_requested",
        ["Paul's Phones asks Alice Ltd for access", "- Rights: Billing", "- Projects: Office", "- Asked by: Paul"],
        ["Paul's Phones bittet Alice Ltd um Zugriff", "- Rechte: Abrechnung", "- Projekte: Office"],
    )
    access_requests.decline(request=first, customer=shop.alice, ctx=ctx(ann))
    found = post.collect()
    assert sorted(mail.to for mail in found) == ["paul@example.com", "paula@example.com"]
    check(
        found,
        "access_declined",
        ["Alice Ltd has declined to give Paul's Phones access", "- Rights: Billing", "- Projects: Office"],
        ["Alice Ltd hat die Anfrage von Paul's Phones abgelehnt"],
    )

    second = access_requests.ask(**given, ctx=ctx(left))
    models.Membership.objects.filter(user=left).delete()
    access_requests.grant(request=second, customer=shop.alice, ctx=ctx(ann))
    found = post.collect()  # answered at once: nobody is asked any more
    assert {key_of(mail) for mail in found} == {"handed_over"}
    assert "left@example.com" not in {mail.to for mail in found}
    third = access_requests.ask(**given | {"rights": [Right.CONTRACTS]}, ctx=ctx(paul))
    post.forget()
    access_requests.grant(request=third, customer=shop.alice, ctx=ctx(ann))
    told = {mail.to for mail in post.collect()}
    assert {"paul@example.com", "paula@example.com"} <= told


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
            "Order received for your project Office: 1,234.50 SSC", "- Net: 1,234.50 EUR", "- VAT: 234.56 EUR",
            "- Gross: 1,469.06 EUR", "- Payer: Alice Ltd", f"- Reference: {reference}", "- Ordered by: Ada",
        ],
        ["Bestellung eingegangen für Ihr Projekt Office", "- Brutto: 1.469,06 EUR", f"- Referenz: {reference}"],
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
        [
            "Credits added for your project Office: 1,234.50 SSC",
            "- Ordered by: Ada",
            "- Available balance: 1,234.50 SSC",
        ],
        [
            "Guthaben aufgeladen für Ihr Projekt Office: 1.234,50 SSC",
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
        ["Declined: credit order for your project Office", "> Not paid > in time", "- Gross: 1,469.06 EUR"],
        ["Abgelehnt: Bestellung von Credits für Ihr Projekt Office", "Es wurde nichts gutgeschrieben"],
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
        [
            "Not confirmed: license requested for your project Office",
            "> Not sold > any more",
            "- License: 1,500 × Port (L2)",
        ],
        ["Nicht bestätigt", "- Lizenz: 1.500 × Port (L2)", "Es wurde nichts berechnet."],
    )

    licenses.refuse_request(project=project, line=3, reason="Not sold", ctx=on("2026-01-21"))
    assert sorted(mail.to for mail in post.collect("2026-01-21")) == [a for a in everybody if a != "ada@example.com"]

    licenses.request(
        project=project, origin="customer", license_id="L4", license_type="PORT", quantity=1, ctx=ctx(ada, "2026-01-21")
    )
    licenses.withdraw_request(project=project, line=4, ctx=ctx(ada, "2026-01-21"))
    assert post.collect("2026-01-21") == []


def test_reviewers_are_told_once_of_all_that_is_requested_and_who_asked_of_what_is_confirmed(
    shop: Shop, post: Post
) -> None:
    project = shop.project()
    public = models.Project.objects.get(pk=project).public_id
    ada = member(shop.alice, "ada@example.com", "manager")
    post.forget()
    asked = [RequestedLicense("L2", "PORT", 1500), RequestedLicense("L3", "OPERATOR", 3)]
    licenses.request_all(project=project, asked=asked, origin="customer", ctx=ctx(ada, "2026-01-21"))
    found = post.collect("2026-01-21")
    assert sorted(mail.to for mail in found) == ["rita@example.com", "rolf@example.com"]
    assert all(links.confirm_licenses(public) in mail.text for mail in found)
    assert resolve(links.confirm_licenses(public)).url_name == "confirm_lines"
    check(
        found,
        "licenses_requested",
        ["To confirm: licenses requested for Office", "1,500 × Port (L2)", "3 × Operator (L3)", "- Requested by: Ada"],
        ["Zu bestätigen: Lizenzen für Office beantragt", "1.500 × Port (L2)", "- Beantragt von: Ada"],
    )

    licenses.confirm_all(project=project, lines=[2, 3], ctx=on("2026-01-21"))
    found = post.collect("2026-01-21")
    assert sorted(mail.to for mail in found) == [
        "ada@example.com", "alice-license-de@example.com", "alice-license-en@example.com",
    ]  # fmt: skip
    assert all(links.licenses(public) in mail.text for mail in found)
    check(
        found,
        "licenses_confirmed",
        ["Confirmed: licenses requested for your project Office", "1,500 × Port (L2)", "3 × Operator (L3)"],
        ["Bestätigt: beantragte Lizenzen für Ihr Projekt Office", "3 × Operator (L3)"],
    )

    licenses.request_all(
        project=project, asked=[RequestedLicense("L4", "PORT", 1)], origin="customer", ctx=ctx(ada, "2026-01-21")
    )
    licenses.withdraw_request(project=project, line=4, ctx=ctx(ada, "2026-01-21"))
    assert post.collect("2026-01-21") == []


def test_acting_on_behalf_is_told_at_once(shop: Shop, post: Post) -> None:
    vera = member(shop.vendor, "vera@example.com", "support")
    impersonation.start(user=vera.id, organisation=shop.alice, reason="Asked by phone", ctx=ctx(vera))
    check(
        post.collect(),
        "acting",
        [
            "Vera of Vera's PBX has started acting on behalf of your organisation Alice Ltd",
            "> Asked by phone",
            "no later than: 20 January 2026, 13:30",
        ],
        ["Vera von Vera's PBX handelt ab sofort"],
    )


def test_staff_learns_of_a_company_that_waits_and_the_company_when_it_is_verified(shop: Shop, post: Post) -> None:
    key = create.create(kind="customer", name="New Ltd", number="N1", verified=False, ctx=on("2026-01-20"))
    nina = member(key, "nina@example.com", "owner")
    nils = member(key, "nils@example.com", "owner", "de")
    found = post.collect()
    assert {mail.to: key_of(mail) for mail in found} == dict.fromkeys(
        ("rita@example.com", "rolf@example.com"), "company_waiting"
    )
    page = links.verify(models.Organisation.objects.get(pk=key).public_id)
    assert resolve(page).url_name == "verify_organisation"
    assert all(page in mail.text for mail in found)
    check(found, "company_waiting", ["New Ltd (N1) is waiting"], ["New Ltd (N1) wartet auf die Prüfung"])
    standing.verify(organisation=key, vat=NO_VAT, ctx=on("2026-01-20"))
    found = post.collect()
    assert {mail.to for mail in found} == {nina.email, nils.email}
    check(
        found,
        "company_verified",
        ["We have verified your organisation New Ltd"],
        ["wir haben Ihre Organisation New Ltd (N1) geprüft"],
    )
    standing.verify(organisation=key, vat=NO_VAT, ctx=on("2026-01-20"))  # nothing happens
    assert post.collect() == []
    edit.edit(
        organisation=key, new=edit.BillingDetails(PostalAddress("Elsewhere"), "AT", ""), ctx=on("2026-01-20")
    )  # to be verified anew
    assert {key_of(mail) for mail in post.collect()} == {"company_waiting"}


def test_nobody_is_asked_to_verify_what_is_verified_or_closed_meanwhile(shop: Shop, post: Post) -> None:
    key = create.create(kind="customer", name="New Ltd", number="N1", verified=False, ctx=on("2026-01-20"))
    standing.suspend(organisation=key, reason="A joke", ctx=on("2026-01-20"))
    assert post.collect() == []


def test_the_owners_of_both_learn_of_a_merge(shop: Shop, post: Post) -> None:
    """The persons themselves: contacts may be anybody's."""
    alice, charlie = member(shop.alice, "alice@example.com", "owner"), member(shop.charlie, "c@example.com", "owner")
    albert = member(shop.alice, "albert@example.com", "owner", "de")
    member(shop.alice, "max@example.com", "manager")
    post.forget()
    merging.merge(duplicate=shop.charlie, into=shop.alice, people=[charlie.id], ctx=on("2026-01-20"))
    found = post.collect()
    assert {mail.to: key_of(mail) for mail in found} == {
        alice.email: "organisation_merged",
        albert.email: "organisation_merged",
        charlie.email: "organisation_closed",
    }
    people = links.people(models.Organisation.objects.get(pk=shop.alice).public_id)
    assert resolve(people).url_name == "people"
    assert people in only(found, "de").text
    check(
        [mail for mail in found if mail.to != charlie.email],
        "organisation_merged",
        ["Charlie GmbH was merged into Alice Ltd", "Waiting for your confirmation: C (c@example.com)"],
        ["Charlie GmbH wurde mit Alice Ltd zusammengeführt", "Warten auf Ihre Zustimmung: C (c@example.com)"],
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
    payload = {"change": str(change.id), "present": str(shop.alice)}
    tell("mail.payer_asked", payload, ctx(alice), project)
    found = [mail for mail in post.collect() if key_of(mail) == "payer_asked"]
    answered_at = links.payers(models.Organisation.objects.get(pk=paul).public_id)
    assert all(answered_at in mail.text for mail in found)
    assert resolve(answered_at).url_name == "payers"
    check(
        found,
        "payer_asked",
        ["is to pay for the project Office of Alice Ltd", "Alice asks that your organisation Paul's Phones pay"],
        ["Paul's Phones soll für das Projekt Office von Alice Ltd zahlen", "dass Ihre Organisation Paul's Phones den"],
    )


@pytest.mark.parametrize("step", ["payer_changed", "payer_refused", "payer_withdrawn"])
def test_both_sides_learn_of_every_step(shop: Shop, post: Post, step: str) -> None:
    """Who asked, and the contacts or owners of both, in their language; a person once."""
    project, paul = shop.booked(), partner()
    public = models.Project.objects.get(pk=project).public_id
    pia, pit = member(paul, "pia@example.com", "owner"), member(paul, "pit@example.com", "owner", "de")
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.BILLING], ctx=on("2026-01-19"))
    asker = member(shop.alice, "albert@example.com", "manager", "de")
    theirs = {
        f"alice-{purpose}-{language}@example.com" for purpose in ("admin", "billing") for language in ("en", "de")
    }
    post.forget()
    change = payers.ask(project=project, payer=paul, ctx=ctx(asker))
    found = {mail.to: key_of(mail) for mail in post.collect()}
    assert found == dict.fromkeys({pia.email, pit.email}, "payer_asked") | dict.fromkeys(
        {asker.email} | theirs, "payer_pending"
    )
    match step:
        case "payer_changed":
            payers.confirm(change=change, confirmer=paul, ctx=ctx(pia))
        case "payer_refused":
            payers.refuse(change=change, confirmer=paul, ctx=ctx(pia))
        case _:
            payers.withdraw(project=project, ctx=ctx(asker))
    mails = post.collect()
    assert {mail.to: key_of(mail) for mail in mails} == dict.fromkeys(
        {pia.email, pit.email, asker.email} | theirs, step
    )
    assert len(mails) == 7
    assert all(f"/projects/{public}/payer/" in mail.text for mail in mails)
    assert resolve(links.payer(public)).url_name == "payer"
    english, german = {
        "payer_changed": (
            ["Paul's Phones now pays for {office}", "Payer until now: Alice Ltd", "Requested by: Albert"],
            ["Paul's Phones zahlt ab jetzt für {office}", "Rechnungsempfänger bisher: Alice Ltd"],
        ),
        "payer_refused": (
            ["Declined: Paul's Phones will not pay for {office}", "- Payer, unchanged: Alice Ltd"],
            ["Abgelehnt: Paul's Phones zahlt nicht für {office}", "- Rechnungsempfänger bleibt: Alice Ltd"],
        ),
        "payer_withdrawn": (
            ["Withdrawn: the request that Paul's Phones pay for {office}", "- Payer, unchanged: Alice Ltd"],
            ["Zurückgezogen: Anfrage, dass Paul's Phones für {office} zahlt"],
        ),
    }[step]
    partners = [mail for mail in mails if mail.to in (pia.email, pit.email)]
    for read, in_english, in_german in (
        (partners, "the project Office of Alice Ltd", "das Projekt Office von Alice Ltd"),
        ([mail for mail in mails if mail not in partners], "your project Office", "Ihr Projekt Office"),
    ):
        said = [text.format(office=in_english) for text in english]
        check(read, step, said, [text.format(office=in_german) for text in german])


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
    licenses.activate(project=project, license_id="L1", ctx=on("2026-01-16"))
    assert post.collect() == []
    assert not models.OutboxMessage.objects.filter(delivered_at=None).exists()


def test_a_booking_of_nothing_is_not_told(shop: Shop, post: Post) -> None:
    catalogue.add_license_type(
        code="FREE", name="Free", ssc_per_year=Fraction(0), starts_on=d("2026-01-01"), ctx=on("2026-01-01")
    )
    project = create_project(customer=shop.alice, name="Free", price_list=shop.price_list, ctx=on("2026-01-15"))
    licenses.add(project=project, license_id="L1", license_type="FREE", quantity=1, ctx=on("2026-01-15"))
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    assert models.Settlement.objects.filter(project=project, ssc=0).count() == 1
    assert "settlement_booked" not in {key_of(mail) for mail in post.collect()}


def test_every_mail_is_made_by_some_event() -> None:
    """A new mail must come with a test of what makes it, in this folder."""
    folder = Path(__file__).parent
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("test_*.py")))
    assert {key for key in MAILS if f'"{key}"' not in tests} == set()
    assert {topic for topic in BUILDERS if topic.startswith("reminder.")} == {f"reminder.{kind}" for kind in REMINDERS}


REMINDERS = [*(kind.value for kind in Kind), "weekly_list"]
