"""A committed database with rows in every table, sessions on it, and ways to try what they may do to it."""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.apps import apps
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg.types.range import DateRange

from autossa.documents.billing.rendering import Format
from autossa.domain.billing.credit_notes import Pick
from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.billing.terms import TermsKind
from autossa.domain.orders.orders import Booking
from autossa.domain.policies import Policy
from autossa.domain.runs.jobs import Queue
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import collective, corrections, credit_notes, documents
from autossa.operations.billing.order_numbers import set_order_number
from autossa.operations.billing.orders import terms
from autossa.operations.credits import orders as credit_orders
from autossa.operations.licenses import activation_keys
from autossa.operations.orders import accepting, consents
from autossa.operations.orders import licenses as orders
from autossa.operations.orders.papers import quote_file
from autossa.operations.projects.waivers import waive_late
from autossa.operations.releases import products, releases
from autossa.operations.runs import queue, renewals
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.license_prices import set_license_price
from autossa.operations.vendor.terms.versions import publish
from autossa.operations.vendor.vat_rates import set_vat_rate
from autossa.store import models
from autossa.store.ids import new_id
from autossa.workbench import servers
from tests.cast.members import contact
from tests.cast.shop import ALICE, NOW, Shop, on, open_shop
from tests.cast.sold import order, quote, sell
from tests.cast.terms import publish_text
from tests.store.looking import settlement_ids
from tests.store.money import MONEY_CHOSEN, MONEY_OF_OTHERS, MONEY_UNUSED, fill_money

WITHDRAWN_ONLY = ["license_prices", "license_rates", "policy_versions", "ssc_prices", "terms_versions", "vat_rates"]
"""Append-only but for the withdrawal of a version that has not begun."""
APPEND_ONLY: list[str] = [
    *importlib.import_module("autossa.store.migrations.0002_guards").APPEND_ONLY,
    *importlib.import_module("autossa.store.migrations.0045_money_guards").APPEND_ONLY,
    "billing_cycles",
    "payment_moves",
    "collected",
    "contract_messages",
    "corrected_transfers",
    "credit_reasons",
    "credited_lines",
    "document_designs",
    "document_files",
    "events",
    "imported",
    "imports",
    "invoice_sections",
    "license_prices",
    "option_changes",
    "order_numbers",
    "order_terms",
    "parties",
    "quote_lines",
    "sellers",
    "terms_acceptances",
    "terms_announcements",
    "terms_documents",
    "terms_versions",
    "vat_rates",
    "vat_treatments",
    "waivers",
]
OWN = {model._meta.db_table for model in apps.get_app_config("store").get_models()}
"""Our tables; those of Django and of the libraries that log people in are their own matter."""

Row = dict[str, Any]
Session = psycopg.Connection[Row]
Statement = str | tuple[sql.Composed, list[Any]]


def fill() -> None:
    """Some months in which a bit of everything happens."""
    shop = open_shop()
    firms = models.Organisation.objects  # with what electronic invoices name
    firms.filter(kind="vendor").update(vat_id="DE136695976", country="DE", city="Hamburg")
    firms.filter(kind="customer").update(country="DE", city="Bonn")
    sell(shop)
    coming(shop)
    _users(shop)
    office = shop.covered()
    licenses.activate(project=office, license_id="L1", ctx=on("2026-01-20"))
    contracts.conclude(project=office, option="annual_monthly", ctx=on("2026-02-20", ALICE))  # after a gap of five days
    contracts.ask(project=office, question="Is the PBX still in use?", ctx=on("2026-02-21"))
    contracts.answer(project=office, text="Yes", ctx=on("2026-02-22", ALICE))
    contracts.approve(project=office, ctx=on("2026-02-23"))
    renewals.run(ctx=on("2026-02-23"))
    for license_id in ("L2", "L3"):
        licenses.add(project=office, license_id=license_id, license_type="OPERATOR", quantity=5, ctx=on("2026-03-01"))
    corrections.void(settlement=settlement_ids(office, "addition")[-1], reason="Typed twice", ctx=on("2026-03-02"))
    licenses.return_license(project=office, license_id="L1", quantity=200, ctx=on("2026-03-03", ALICE))
    key = activation_keys.make(license_type="PORT", quantity=10, ssc=50_00, ctx=on("2026-03-04"))
    activation_keys.redeem(key=key, project=shop.project("Branch", "2026-03-04"), ctx=on("2026-03-04", ALICE))
    credits.top_up(project=office, ssc=30_00, paid=30_00, ctx=on("2026-03-05", ALICE))
    credits.adjust(project=office, ssc=-1_00, reason="Goodwill taken back", ctx=on("2026-03-06"))
    renewals.run(ctx=on("2026-04-30"))
    corrections.void(settlement=settlement_ids(office, "extension")[-1], reason="The wrong month", ctx=on("2026-05-01"))
    renewals.run(ctx=on("2026-05-01"))
    _orders(shop, office)
    billed = models.Invoice.objects.filter(series="INV", project=office).order_by("id")[0]
    credit_notes.credit(invoice=billed.id, picks=[Pick(0, amount=1_00)], reason="Sorry", ctx=on("2026-05-01"))
    contracts.change_option(project=office, option="flex_monthly", ctx=on("2026-05-01", ALICE))
    invoice = models.Invoice.objects.filter(series="INV").order_by("id").values_list("id", flat=True)[0]
    documents.file_of(invoice=invoice, form=Format.PDF, ctx=on("2026-05-01"))
    waive_late(project=office, last_day=date(2026, 6, 1), reason="The reseller was late", ctx=on("2026-05-01"))
    set_order_number(payer=shop.alice, number="PO 7", starts_on=date(2026, 5, 1), ctx=on("2026-05-01", ALICE))
    _release()
    _devices(office)
    _people(shop)
    _collected(shop)
    fill_money(shop)
    book = models.Import.objects.create(day=date(2026, 5, 1), at=NOW, file="book.xlsx", sha256="0" * 64)
    models.Imported.objects.create(kind="project", reference="P1", thing=office, digest="0" * 64, book=book)


def _collected(shop: Shop) -> None:
    """A booking on a collective invoice, and one that waits for the next."""
    daily = Cycle(Every.DAILY)
    collective.set_cycle(payer=shop.alice, cycle=daily, starts_on=date(2026, 5, 2), ctx=on("2026-05-02"))
    for day in ("2026-05-07", "2026-05-08", "2026-06-07"):
        renewals.run(ctx=on(day))


def _orders(shop: Shop, project: UUID) -> None:
    """Orders and quotes that were booked and accepted, and such that wait."""
    day, by = "2026-05-01", on("2026-05-01", ALICE)
    for _ in range(2):
        orders.book(order=order(shop, project, ctx=by), ctx=on(day))
        credit = new_id()
        credit_orders.place(order=credit, project=project, ssc=10_00, payer=shop.alice, gross=11_90, ctx=by)
        credit_orders.book(order=credit, ctx=on(day))
    accepting.accept(quote=quote(shop, project, ctx=by), ctx=by)
    contact(shop.alice, "billing", "books@alice.example")
    approver = models.Contact.objects.get(email="books@alice.example").public_id
    consents.ask(quote=quote(shop, project, ctx=by), approver=approver, ctx=by)
    quote_file(quote=models.Quote.objects.order_by("id")[0].id, ctx=by)
    terms.set_booking(organisation=shop.charlie, booking=Booking.ON_ISSUE, reason="Pays well", ctx=on(day))


def _release() -> None:
    """A draft, so that everything of it may change."""
    ctx = on("2026-05-01")
    product = products.add_product(code="PBX", name="Telephone system", ctx=ctx)
    products.set_product_types(product=product, majors={"PORT": "14"}, ctx=ctx)
    branch = products.add_branch(product=product, name="14r2", ctx=ctx)
    given = releases.ReleaseText("14.2.1", date(2026, 5, 1), requires=["PORT"])
    releases.draft(branch=branch, given=given, ctx=ctx)


def _devices(project: UUID) -> None:
    """A master with its standby; what stands on it, what it says and signs in with, its files."""
    later, product, release = NOW + timedelta(days=7), models.Product.objects.get(), models.Release.objects.get()
    at: dict[str, Any] = {"project_id": project, "registered_on": NOW.date()}
    master = models.Device.objects.create(name="PBX", hardware_id="SN-0001", hardware_key="SN0001", **at)
    models.Device.objects.create(name="Spare", hardware_id="SN-0002", hardware_key="SN0002", parent=master, **at)
    license_of = models.License.objects.get(project=project, code="L1")
    models.Activation.objects.create(
        project_id=project, device=master, license=license_of, quantity=100, since=date(2026, 3, 4)
    )
    models.Trial.objects.create(
        device=master, hardware_key="SN0001", product=product, starts_on=NOW.date(), ends_on=later.date()
    )
    models.Installation.objects.create(device=master, product=product, version="14.2.1", reported_at=NOW)
    models.DeviceCredential.objects.create(device=master, digest=b"c", hint="c", created_at=NOW)
    models.DeviceCode.objects.create(device=master, digest=b"c", created_at=NOW, expires_at=later)
    models.DeviceUse.objects.create(key=b"u", since=NOW, count=1)
    models.Artifact.objects.create(
        release=release, file_name="pbx.bin", size=1, sha256="0" * 64, stored="pbx/pbx.bin", uploaded_at=NOW
    )
    key = models.SigningKey.objects.create(kid="k", public=b"k" * 32, created_at=NOW)
    models.LicenseFile.objects.create(
        project_id=project, device=master, serial=1, key=key, body="a.b.c", issued_on=NOW.date(), issued_at=NOW,
        expires_at=later,
    )  # fmt: skip


def coming(shop: Shop) -> None:
    """A version of each kind that has not begun."""
    given: dict[str, Any] = {"starts_on": date(2030, 1, 1), "ctx": on("2026-01-01")}
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), **given)
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(2), **given)
    catalogue.set_policy(policy=Policy(), **given)
    set_vat_rate(rate=Fraction(21, 100), **given)
    publish_text("Pay at once.", on("2026-01-01"), day=date(2030, 1, 1))
    set_license_price(price_list=shop.price_list, code="PORT", price=Fraction(60), **given)


def _users(shop: Shop) -> None:
    for name, organisation, role in (("alice", shop.alice, "owner"), ("vera", shop.vendor, "admin")):
        user = models.User.objects.create_user(f"{name}@example.com", name=name.capitalize())
        models.Membership.objects.create(user=user, organisation_id=organisation, role=role)


def _people(shop: Shop) -> None:
    """Contacts, invitations, hand-overs and mails, as rows."""
    vera, later = models.User.objects.get(email="vera@example.com"), NOW + timedelta(days=7)
    at = {"organisation_id": shop.alice}
    partner = models.Organisation.objects.create(kind="partner", name="Paul's Phones", number="P1")
    contract = models.Contract.objects.get()
    models.Contact.objects.create(**at, purpose="billing", email="books@example.com")
    models.Invitation.objects.create(
        **at, email="bob@example.com", role="viewer", digest=b"i", invited_by=vera, created_at=NOW, expires_at=later
    )
    models.Registration.objects.create(
        email="new@example.com", name="Nina", company="Nina Ltd", country="DE", address="Kiel", language="en",
        digest=b"r", created_at=NOW, expires_at=later,
    )  # fmt: skip
    models.Browser.objects.create(user=vera, digest=b"d", first_at=NOW, last_at=NOW)
    models.HandOver.objects.create(
        customer_id=shop.alice, partner=partner, rights=["licenses"], starts_on=NOW.date(), created_at=NOW
    )
    models.AccessRequest.objects.create(
        customer_id=shop.alice, partner=partner, rights=["billing"], asked_by=vera.id, asked_at=NOW
    )
    models.Admission.objects.create(**at, user=vera, merged=partner, named_at=NOW)
    models.PayerChange.objects.create(
        contract=contract, payer=partner, confirmer=partner, asked_by=vera.id, asked_at=NOW
    )
    models.Acting.objects.create(**at, user=vera, reason="Asked by phone", started_at=NOW, ends_at=later)
    models.ApiToken.objects.create(
        **at, user=vera, name="Robot", digest=b"t", hint="t", scopes=["read"], created_at=NOW, expires_at=later
    )
    _told(shop, vera)
    models.MailText.objects.create(key="renewal", language="en", subject="Renewal", body="It is time", edited_at=NOW)
    models.Reminder.objects.create(kind="renewal", about=contract.id, due_on=NOW.date(), sent_on=NOW.date())
    models.TaskDay.objects.create(task="daily_run", done_for=NOW.date(), done_at=NOW)
    for _ in range(2):
        queue.put(queue.Put("tick", Queue.UPKEEP))
    queue.note_cause(ProcrastinateJob.objects.latest("id").id, ValueError("no"), NOW)
    run = models.Run.objects.create(day=NOW.date(), started_at=NOW, state="halted", cause="Far more are due")
    models.RunVoiding.objects.create(run=run, reason="A wrong day", proposed_by=vera.pk, proposed_at=NOW)
    models.Checkup.objects.create(kind="verify", done_at=NOW)
    models.Draft.objects.create(user=vera, key="conclude", answers={"option": "annual_yearly"}, changed_at=NOW)
    models.CreditOrder.objects.create(
        project=contract.project, payer=partner, ssc=50_00, price=1, net=50_00, tax=9_50, gross=59_50, currency="EUR",
        tax_rate="0.19", ordered_on=NOW.date(), ordered_at=NOW, ordered_by_name="Alice",
    )  # fmt: skip
    _terms(shop)
    models.VendorSettings.objects.create(name="Example Systems", accent="#0b5d73", changed_at=NOW)


def _told(shop: Shop, vera: models.User) -> None:
    """What programs are told: an event, an endpoint, what was sent to it; a calendar."""
    office = models.Project.objects.order_by("id")[0].id
    models.Event.objects.create(source="activity", type="project.created", project=office, number=1, position=1, at=NOW)
    endpoint = models.WebhookEndpoint.objects.create(
        organisation_id=shop.alice, url="https://example.com/", created_at=NOW
    )
    models.WebhookSecret.objects.create(endpoint=endpoint, kind="v1", secret=b"s", created_at=NOW)
    delivery = models.WebhookDelivery.objects.create(endpoint=endpoint, created_at=NOW, not_before=NOW)
    models.WebhookAttempt.objects.create(delivery=delivery, number=1, at=NOW, status=200, milliseconds=1)
    token = models.ApiToken.objects.get()
    models.RequestKey.objects.create(token=token, key="k", fingerprint=b"f", status=201, body=b"b", at=NOW)
    models.CalendarFeed.objects.create(user=vera, digest=b"f", hint="f", created_at=NOW)
    models.MailOutage.objects.create(began_at=NOW, tried_at=NOW, cause="421 busy")


def _terms(shop: Shop) -> None:
    """A service description that was accepted at a quote, holds for an order, was announced, and its end."""
    by, later = on("2026-05-01"), on("2026-05-02")
    version = publish_text("We keep it current.", by, kind="service")
    given: dict[str, Any] = {
        "version_id": version, "document": models.TermsDocument.objects.get(version=version),
        "organisation_id": shop.alice, "accepted_by_name": "Alice",
    }  # fmt: skip
    quote = models.TermsAcceptance.objects.create(
        deed="quote", deed_id=models.Quote.objects.order_by("id")[0].id, day=by.today, at=by.now,
        accepted_by=ALICE.user, **given,
    )  # fmt: skip
    with transaction.atomic():
        order = models.CreditOrder.objects.create(
            project=models.Project.objects.get(name="Office"), payer_id=shop.alice, ssc=50_00, price=1, net=50_00,
            tax=9_50, gross=59_50, tax_rate="0.19", currency="EUR", ordered_on=later.today, ordered_at=later.now,
            ordered_by=ALICE.user, ordered_by_name="Alice",
        )  # fmt: skip
        models.TermsAcceptance.objects.create(
            deed="credit_order", deed_id=order.id, day=later.today, at=later.now, earlier=quote, accepted_by=ALICE.user,
            member_of_id=shop.alice, **given,
        )  # fmt: skip
    models.TermsAnnouncement.objects.create(version_id=version, organisation_id=shop.alice, announced_on=by.today)
    publish(kind=TermsKind.SERVICE, starts_on=date(2026, 5, 3), contents={}, ctx=on("2026-05-03"))


@contextmanager
def sessions(addresses: servers.Addresses) -> Iterator[dict[str, Session]]:
    """The application, the owner of the tables, and the superuser."""
    assert addresses.server is not None
    name = str(psycopg.conninfo.conninfo_to_dict(addresses.app)["dbname"])
    urls = {
        "app": addresses.app,
        "owner": addresses.owner,
        "superuser": addresses.server.url(name, addresses.server.superuser),
    }
    opened = {who: psycopg.connect(url, row_factory=dict_row) for who, url in urls.items()}
    try:
        yield opened
    finally:
        for session in opened.values():
            session.close()


def done(session: Session, *statements: Statement) -> int:
    """How many rows the last statement hits; raises psycopg.Error when refused, at the latest as when committed.

    Nothing of it stays.
    """
    try:
        for statement in statements:
            text, values = (statement, None) if isinstance(statement, str) else statement
            hit = session.execute(text, values).rowcount  # type: ignore[arg-type]
        session.execute("SET CONSTRAINTS ALL IMMEDIATE")
    finally:
        session.rollback()
    return hit


def refusal(session: Session, *statements: Statement) -> psycopg.Error:
    """What the database says to statements that it must not do."""
    try:
        done(session, *statements)
    except psycopg.Error as error:
        return error
    raise AssertionError(f"it was done: {statements!r}")


def ask(session: Session, query: str) -> list[Any]:
    """The first column of what a query finds."""
    try:
        return [next(iter(row.values())) for row in session.execute(query)]  # type: ignore[call-overload]
    finally:
        session.rollback()


# ---- new rows like those that are there

_UNUSED: dict[str, Mapping[str, Any]] = {
    "runs": {"day": date(2100, 1, 1)},
    "imported": {"reference": "P2"},
    "activations": {"ended_on": date(2026, 3, 4), "ending": "moved"},
    "admissions": {"admitted_at": NOW},
    "artifacts": {"file_name": "another.bin", "stored": "pbx/another.bin"},
    "device_codes": {"digest": b"of another code"},
    "device_credentials": {"digest": b"of another secret", "revoked_at": NOW},
    "device_uses": {"key": b"another"},
    "document_designs": {"sha256": "f" * 64},
    "devices": {"name": "Another", "hardware_key": "SN0003", "parent_id": None},
    "license_files": {"serial": 999},
    "signing_keys": {"kid": "another"},
    "trials": {"hardware_key": "SN0003"},
    "activation_keys": {"digest": b"of another key"},
    "api_tokens": {"digest": b"of another token", "name": "Another"},
    "charges": {"position": 999},
    "consents": {"digest": b"of another request", "withdrawn_at": NOW},
    "contacts": {"email": "another@example.com"},
    "contracts": {
        "number": 999, "status": "ended", "booked_until": date(2027, 2, 20), "ends_on": date(2027, 2, 20)
    },
    "coverage": {"days": DateRange(date(2100, 1, 1), date(2100, 2, 1))},
    "billing_cycles": {"starts_on": date(2100, 1, 1)},
    "branches": {"name": "another"},
    "browsers": {"digest": b"of another device"},
    "calendar_feeds": {"digest": b"of another calendar"},
    "drafts": {"key": "another"},
    "events": {"number": 999, "position": 999},
    "gap_charges": {"line": 999},
    "invitations": {"digest": b"of another invitation"},
    "invoice_series": {"year": 1999},
    "invoices": {"number": 999},
    "license_lines": {"number": 999, "ended_on": date(2100, 1, 1)},
    "license_order_lines": {"position": 999, "license_id": None},
    "license_orders": {"quote_id": None},
    "license_prices": {"starts_on": date(2100, 1, 1)},
    "license_rates": {"starts_on": date(2100, 1, 1)},
    "license_types": {"code": "ANOTHER"},
    "licenses": {"code": "another"},
    "lots": {"number": 999},
    "mail_outages": {"ended_at": NOW},
    "mail_texts": {"key": "another"},
    "organisations": {"number": "another", "kind": "partner"},
    "order_numbers": {"starts_on": date(2100, 1, 1)},
    "parties": {"version": 999},
    "sellers": {"number": 999},
    "vat_rates": {"starts_on": date(2100, 1, 1)},
    "vat_treatments": {"version": 999},
    "payer_changes": {"confirmed_by": uuid4(), "confirmed_at": NOW},
    "plan_versions": {"name": "another"},
    "policy_versions": {"starts_on": date(2100, 1, 1)},
    "price_lists": {"name": "Another"},
    "products": {"code": "ANOTHER"},
    "quote_lines": {"position": 999},
    "quotes": {"number": 999},
    "projects": {"name": "Another"},
    "release_needs": {"need": "feature"},
    "releases": {"version": "another"},
    "registrations": {"digest": b"of another registration"},
    "reminders": {"kind": "another"},
    "request_keys": {"key": "another"},
    "task_days": {"task": "another"},
    "checkups": {"kind": "another"},
    "settlements": {"revision": 999},
    "ssc_prices": {"starts_on": date(2100, 1, 1)},
    "terms_versions": {"number": 3},
    "users": {"email": "another@example.com"},
    "webhook_attempts": {"number": 2},
    "webhook_endpoints": {"url": "https://another.example/"},
    "webhook_secrets": {"kind": "v1a"},
}  # fmt: skip
"""What a copy of a row must have of its own, beside a new id."""

_OF_OTHERS = {
    "run_voidings": ("run_id", "SELECT id FROM runs WHERE id NOT IN (SELECT run_id FROM run_voidings)"),
    "access_requests": ("project_id", "SELECT id FROM projects"),
    "collected": ("settlement_id", "SELECT id FROM settlements WHERE id NOT IN (SELECT settlement_id FROM collected)"),
    "document_files": (
        "invoice_id",
        "SELECT id FROM invoices WHERE id NOT IN (SELECT f.invoice_id FROM document_files f"
        " WHERE f.invoice_id IS NOT NULL)",
    ),
    "installations": ("device_id", "SELECT id FROM devices WHERE name = 'Spare'"),
    "invoices": (
        "settlement",
        "SELECT id FROM settlements WHERE id NOT IN (SELECT i.settlement FROM invoices i"
        " WHERE i.settlement IS NOT NULL)",
    ),
    "job_causes": ("job", "SELECT id FROM procrastinate_jobs WHERE id NOT IN (SELECT job FROM job_causes)"),
    "memberships": ("organisation_id", "SELECT customer_id FROM projects"),
    "product_types": ("license_type_id", "SELECT id FROM license_types WHERE code = 'OPERATOR'"),
    "terms_acceptances": ("deed_id", "SELECT id FROM quotes WHERE id NOT IN (SELECT deed_id FROM terms_acceptances)"),
    "terms_announcements": ("organisation_id", "SELECT id FROM organisations WHERE number = 'C2'"),
    "voids": ("settlement_id", "SELECT id FROM settlements WHERE id NOT IN (SELECT settlement_id FROM voids)"),
}
"""What a copy of a row must take from another table."""

_CHOSEN = {
    "runs": "state = 'halted'",
    "contract_events": "status <> ''",
    "devices": "parent_id IS NULL",
    "coverage_entries": "revokes IS NULL",
    "consents": "withdrawn_at IS NULL",
    "credit_orders": "state = 'open'",
    "document_files": "invoice_id IS NOT NULL",
    "invoices": "series = 'INV' AND settlement IS NOT NULL",
    "license_order_lines": "license_id IS NULL",
    "license_orders": "state = 'open'",
    "license_prices": "starts_on > '2029-12-31'",
    "license_rates": "starts_on > '2029-12-31'",
    "memberships": "role = 'admin'",
    "organisations": "kind = 'customer'",
    "policy_versions": "starts_on > '2029-12-31'",
    "quotes": "accepted_at IS NULL",
    "settlements": "reason = 'extension'",
    "ssc_prices": "starts_on > '2029-12-31'",
    "terms_versions": "languages = '{}'",
    "transfers": "corrects IS NULL",
    "vat_rates": "starts_on > '2029-12-31'",
}
"""Which row is copied, where it matters."""


def existing(session: Session, table: str) -> Row:
    """A row of a table."""
    chosen = {**_CHOSEN, **MONEY_CHOSEN}
    found = session.execute(f"SELECT * FROM {table} WHERE {chosen.get(table, 'true')} LIMIT 1").fetchone()  # type: ignore[arg-type]
    assert found is not None, f"no row in {table}"
    return found


def like(session: Session, table: str, **changes: Any) -> Statement:
    """A new row that is right but for these changes; a change to `...` means what the existing row has."""
    there = existing(session, table)
    row = {name: Jsonb(value) if isinstance(value, dict) else value for name, value in there.items()}
    row |= {**_UNUSED, **MONEY_UNUSED}.get(table, {})
    key = "grant" if table == "coverage" else "id"
    if isinstance(row.get(key), int):
        del row[key]
    elif key in row:
        row[key] = uuid4()
    of_others = {**_OF_OTHERS, **MONEY_OF_OTHERS}
    if table in of_others:
        name, query = of_others[table]
        (row[name],) = session.execute(query).fetchone().values()  # type: ignore[arg-type, union-attr]
    if table == "memberships":
        row["role"] = "viewer"
    row |= {name: there[name] if value is ... else value for name, value in changes.items()}
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    places = sql.SQL(", ").join([sql.Placeholder()] * len(row))
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), names, places)
    return insert, list(row.values())
