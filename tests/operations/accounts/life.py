"""All that Zara Quill does and that is done about her, until her name and address stand wherever one could stand."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from autossa.domain.billing.credit_notes import Pick
from autossa.domain.orders.orders import Booking
from autossa.domain.rights import Role
from autossa.domain.runs.jobs import Queue
from autossa.operations import contracts, credits, licenses
from autossa.operations.accounts import erasure, impersonation, profile, registrations, sessions, tokens
from autossa.operations.billing import corrections, credit_notes
from autossa.operations.billing.orders import terms
from autossa.operations.context import ActionContext
from autossa.operations.contracts import drafts
from autossa.operations.credits import orders
from autossa.operations.orders import accepting, consents, making
from autossa.operations.orders import licenses as license_orders
from autossa.operations.organisations import contacts, invitations, people
from autossa.operations.projects.waivers import waive_late
from autossa.operations.runs import queue
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.members import ctx, member
from tests.cast.people import sign_in
from tests.cast.shop import NOW, Shop
from tests.cast.sold import order, quote, sell
from tests.cast.terms import agreed_on, publish_text
from tests.store.looking import settlement_ids, tables

FORMER, NAME = "Zara Quill", "Zara O'Neil-Quill"
OLD, EMAIL = "zara@quill.example", "zara.oneil@quill.example"
HERS = ("zara", "quill.example", "neil-quill", "neil quill")
AS_ADMIN = "2026-01-20"


def live(shop: Shop) -> models.User:
    """Her life in the portal, up to the day before she is erased. Vera stays the vendor's other administrator."""
    vera = member(shop.vendor, "vera@vendor.example", "admin")
    zara = _comes(shop)
    project = _concludes(shop, zara, vera)
    _orders(shop, project, zara, vera)
    _is_invited_and_invites(shop, zara, vera)
    _works_for_the_vendor(shop, project, zara, vera)
    _deals_with_money(shop, zara)
    _leaves_traces(shop, project, zara, vera)
    return zara


def _comes(shop: Shop) -> models.User:
    """She was invited by the first address and under the first name; the second ones are hers since."""
    by = member(shop.alice, "alice@example.com", "owner")
    secret = invitations.invite(organisation=shop.alice, email=OLD, role=Role.OWNER, ctx=ctx(by, "2026-01-02"))
    zara = models.User.objects.create_user(OLD, "a lantern under nine rivers", name=FORMER)
    EmailAddress.objects.create(user=zara, email=OLD, verified=True, primary=True)
    invitations.accept(secret=secret, user=zara.id, ctx=ctx(zara, "2026-01-02"))
    return zara


def _concludes(shop: Shop, zara: models.User, vera: models.User) -> UUID:
    project = shop.project()
    by = ctx(zara, "2026-01-15")
    publish_text("Pay in time.", ctx(vera, "2026-01-15"))
    drafts.save(user=zara.id, key="conclude", answers={"invoice_contact": OLD}, ctx=by)
    contracts.conclude(
        project=project, option="annual_monthly", order_number=f"PO of {FORMER}", invoice_contact=OLD, ctx=by,
        terms=agreed_on(by.today),
    )  # fmt: skip
    contracts.ask(project=project, question=f"Is {FORMER.upper()} the contact?", ctx=ctx(vera, "2026-01-15"))
    contracts.answer(project=project, text=f"Yes, <{OLD}>, {FORMER}.", ctx=by)
    _renamed(zara)
    return project


def _renamed(zara: models.User) -> None:
    by = ctx(zara, "2026-01-16")
    profile.edit(user=zara.id, name=NAME, language="en", ctx=by)
    models.User.objects.filter(pk=zara.pk).update(email=EMAIL)
    EmailAddress.objects.filter(user=zara).update(email=EMAIL)
    zara.refresh_from_db()
    profile.note_new_address(user=zara.id, before=OLD, email=EMAIL, ctx=ctx(zara, "2026-01-16"))


def _orders(shop: Shop, project: UUID, zara: models.User, vera: models.User) -> None:
    by = ctx(zara, AS_ADMIN)
    people.join(user=zara.id, organisation=shop.vendor, role=Role.ADMIN, ctx=ctx(vera, AS_ADMIN))
    for number in (1, 2):
        key = UUID(int=number)
        orders.place(
            order=key, project=project, ssc=100_00, payer=shop.alice, gross=119_00, order_number=f"PO of {NAME}", ctx=by
        )
        orders.decline(order=key, reason=f"{NAME} typed it twice", ctx=(ctx(vera, AS_ADMIN), by)[number - 1])
    _orders_licenses(shop, project, by)


def _orders_licenses(shop: Shop, project: UUID, by: ActionContext) -> None:
    """She orders, declines, quotes, accepts, asks herself, and trusts; her name is in every number and reason."""
    sell(shop)
    license_orders.decline(
        order=order(shop, project, order_number=f"PO of {NAME}", ctx=by), reason=f"{NAME} typed it twice", ctx=by
    )
    accepting.accept(quote=quote(shop, project, order_number=f"PO of {NAME}", ctx=by), ctx=by)
    making.withdraw(quote=quote(shop, project, ctx=by), ctx=by)
    key = public_id("usr", by.actor.user) if by.actor.user else ""
    secret = consents.ask(quote=quote(shop, project, ctx=by), approver=key, message=f"{NAME} asks", ctx=by)
    consents.decline(secret=secret, reason=f"{NAME} says no", ctx=by)
    terms.set_booking(organisation=shop.charlie, booking=Booking.ON_ISSUE, reason=f"{NAME} trusts them", ctx=by)


def _is_invited_and_invites(shop: Shop, zara: models.User, vera: models.User) -> None:
    by = ctx(zara, AS_ADMIN)
    invitations.invite(organisation=shop.charlie, email=EMAIL, role=Role.VIEWER, ctx=ctx(vera, AS_ADMIN))
    for name, email in ((NAME, EMAIL), (f"Office of {FORMER}", "office@elsewhere.example")):
        contacts.add(organisation=shop.alice, new=contacts.Contact("billing", name, email, "en"), ctx=by)
    registrations.register(
        details=registrations.Details(EMAIL, NAME, "Quill Ltd", "DE", "", "Kiel", "en"), ctx=ctx(vera, AS_ADMIN)
    )
    tokens.create(
        user=zara.id,
        organisation=shop.alice,
        name=f"Robot of {NAME}",
        scopes=["read"],
        lasts=timedelta(days=30),
        ctx=by,
    )


def _works_for_the_vendor(shop: Shop, project: UUID, zara: models.User, vera: models.User) -> None:
    by = ctx(zara, AS_ADMIN)
    impersonation.start(user=zara.id, organisation=shop.charlie, reason=f"{NAME} helps", ctx=by)
    licenses.add(
        project=project, license_id="L2", license_type="PORT", quantity=1, order_reference=f"by {NAME}", ctx=by
    )
    contracts.approve(project=project, ctx=ctx(vera, AS_ADMIN))
    invoice = models.Invoice.objects.filter(project=project, series="INV").latest("id")
    credit_notes.credit(invoice=invoice.id, picks=[Pick(0, amount=1)], reason=f"{NAME} asked", ctx=by)
    corrections.void(settlement=settlement_ids(project, "extension")[-1], reason=f"{NAME} asked", ctx=by)
    credits.adjust(project=project, ssc=1_00, reason=f"{EMAIL} asked", ctx=by)
    waive_late(project=project, last_day=by.today, reason=f"{EMAIL} asked for it, {NAME} too", ctx=by)


def _deals_with_money(shop: Shop, zara: models.User) -> None:
    """She is the reason why, and gives it herself, wherever a reason is given."""
    by: dict[str, Any] = {"day": NOW.date(), "set_by": zara.id, "set_at": NOW}
    why = f"{NAME} asked"
    claim = models.Claim.objects.filter(payer=shop.alice)[0]
    models.Dispute.objects.create(claim=claim, reason=why, ended_on=NOW.date(), outcome=f"{NAME} was right", **by)
    models.DunningPause.objects.create(payer_id=shop.alice, until=NOW.date(), reason=why, **by)
    models.PaymentPromise.objects.create(payer_id=shop.alice, until=NOW.date(), note=f"{NAME} pays", **by)
    models.WriteOff.objects.create(
        claim=claim, amount=1, reason=why, alone=False, proposed_by=zara.id, proposed_at=NOW, declined_at=NOW
    )
    account = models.PayoutAccount.objects.create(
        payer_id=shop.alice, iban="DE02120300000000202051", holder="Alice Ltd", confirmed_by=zara.id, confirmed_at=NOW
    )
    models.Refund.objects.create(
        payer_id=shop.alice, currency="EUR", amount=1, account=account, reason=why, proposed_by=zara.id, proposed_at=NOW
    )
    file = models.BankFile.objects.create(
        name="june.xml", sha256="0" * 64, size=1, entries=1, new_entries=1, imported_at=NOW
    )
    entry = models.BankEntry.objects.create(
        file=file, identity="a" * 32, account="DE02120300000000202051", day=NOW.date(), amount=1, currency="EUR",
        is_reversal=False,
    )  # fmt: skip
    payment = models.BankPayment.objects.create(entry=entry, position=1, amount=1, charges=0)
    models.SetAside.objects.create(bank_payment=payment, reason=why, by=zara.id, at=NOW)
    models.Continuation.objects.create(
        order=models.CreditOrder.objects.order_by("id")[0], option="annual_monthly", pay_until=NOW.date(),
        invoice_contact=EMAIL, asked_by=zara.id, asked_at=NOW,
    )  # fmt: skip


def _leaves_traces(shop: Shop, project: UUID, zara: models.User, vera: models.User) -> None:
    """Log-ins, texts of the vendor that name her, causes of failures, e-mails that wait and that were sent."""
    session = sign_in(Client(), zara.id).session.session_key
    UserSession.objects.create(user=zara, ip="198.51.100.7", user_agent="Firefox", session_key=session)
    sessions.note_device(user=zara.id, secret=None, device="Firefox", ctx=ctx(zara, AS_ADMIN))
    AccessAttempt.objects.create(username=EMAIL, ip_address="192.0.2.1", user_agent="x", failures_since_start=1)
    sent, waits = ({"key": "test", "to": EMAIL, "values": {"greeting": f"Dear {NAME},"}} for _ in range(2))
    models.OutboxMessage.objects.create(topic="send.mail", payload=sent, created_at=NOW, delivered_at=NOW)
    models.OutboxMessage.objects.create(topic="send.mail", payload=waits, created_at=NOW, last_error=f"550 {EMAIL}")
    models.MailText.objects.create(
        key="test", language="en", subject=NAME, body=f"Ask {NAME} <{EMAIL}>.", edited_at=NOW
    )
    models.VendorSettings.objects.create(how_to_pay=f"Questions: {EMAIL}", changed_at=NOW)
    queue.put(queue.Put("tick", Queue.UPKEEP))
    queue.note_cause(ProcrastinateJob.objects.latest("id").id, ValueError(f"refused {EMAIL}"), NOW)
    run = models.Run.objects.create(
        day=NOW.date(), started_at=NOW, state="broken", cause=f"ValueError: {NAME}", reason=f"{NAME} said so"
    )
    models.RunVoiding.objects.create(run=run, reason=f"{NAME} saw it", proposed_by=zara.id, proposed_at=NOW)
    models.LicenseType.objects.filter(code="PORT").update(note=f"See {NAME}")
    models.Project.objects.filter(pk=project).update(parked_at=NOW, parked_cause=f"ValueError: {NAME}")
    models.Device.objects.create(
        project_id=project, name=f"Laptop of {NAME}", hardware_id="SN-1234", hardware_key="SN1234",
        registered_on=NOW.date(), gone_on=NOW.date(), departure="lost", gone_reason=f"{NAME} left it in a train",
    )  # fmt: skip
    models.Organisation.objects.filter(pk=shop.charlie).update(invoice_email=EMAIL)
    _withdraw_versions(shop)


def _withdraw_versions(shop: Shop) -> None:
    from tests.store.books import coming

    coming(shop)
    with connection.cursor() as cursor:
        for table in (
            "ssc_prices", "license_rates", "policy_versions", "terms_versions", "license_prices", "vat_rates",
        ):  # fmt: skip
            cursor.execute(
                f"UPDATE {table} SET withdrawn_on = starts_on - 1, withdrawal = %s WHERE starts_on > '2029-12-31'",
                [f"a slip of {NAME}"],
            )


def places_of(*words: str) -> dict[str, set[str]]:
    """By table, the columns of any row that hold one of these words, however written; bytes are looked into, too."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = ANY (%s)",
            [tables()],
        )
        for table, column, kind in cursor.fetchall():
            shown = f"encode({column}, 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" WHERE {shown} ILIKE ANY (%s))', [[f"%{word}%" for word in words]]
            )
            if cursor.fetchone()[0]:
                found.setdefault(table, set()).add(column)
    return found


def erase(person: UUID) -> None:
    """Vera blocks and erases somebody."""
    by = ctx(models.User.objects.get(email="vera@vendor.example"), "2026-01-21")
    people.suspend(user=person, ctx=by)
    erasure.erase(user=person, ctx=by)
