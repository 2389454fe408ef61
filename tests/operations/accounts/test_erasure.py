"""A person who is erased stands nowhere any more by name or address; what was booked and agreed stays as it was."""

import importlib
from dataclasses import replace

import pytest
from django.db import Error, connection, transaction

from autossa.operations import contracts
from autossa.operations.accounts import erasure, profile
from autossa.operations.context import ChangedSinceShown, Seen
from autossa.operations.organisations import people
from autossa.queries.accounts.erasure import KnownAs, erasure_page, known_as
from autossa.queries.runs.verify import check_all
from autossa.queries.seen import fingerprint
from autossa.store import models
from tests.cast.members import ctx, member
from tests.cast.shop import Shop
from tests.operations.accounts.life import EMAIL, FORMER, HERS, NAME, OLD, erase, places_of
from tests.store.looking import contents, rows, tables

pytestmark = [pytest.mark.store, pytest.mark.django_db]

migration = importlib.import_module("autossa.store.migrations.0017_people_erased")
since = [
    importlib.import_module(f"autossa.store.migrations.{name}")
    for name in (
        "0023_second_edition",
        "0027_devices",
        "0032_terms_accepted",
        "0035_billing_facts",
        "0036_orders_and_quotes",
        "0039_notes_and_collections",
        "0045_money_guards",
        "0050_continued_contracts",
        "0060_jobs",
        "0074_runs_erased",
    )
]
BOOKED = ("transfers", "settlements", "charges", "invoices", "coverage_entries", "coverage", "lots", "contract_events")
# What holds somebody's name or address in tables that are theirs alone: such rows are deleted.
DELETED = {
    "account_emailaddress": {"email"},
    "axes_accessattempt": {"username"},
    "registrations": {"email", "name"},
    "drafts": {"answers"},
}
# Text columns that hold nothing personal, or the names of organisations and what is theirs, which stay.
CODES = {
    "action", "app_label", "codename", "kind", "topic", "type", "purpose", "role", "language", "country", "currency",
    "status", "state", "source", "origin", "covers", "series", "debit", "credit", "hint", "task", "key", "model",
    "ssa", "types", "failure", "disabled_why", "booking", "about", "option", "category", "give_up", "entitlement_day",
    "time_zone", "accent", "logo_type", "scopes", "rights", "password", "cache_key", "session_key", "session_hash",
}  # fmt: skip
STAYS = {
    "mail_outages": {"cause"},  # what a mail server says before it is told of any recipient
    "organisations": {
        "name",
        "number",
        "street",
        "more",
        "post_code",
        "city",
        "vat_id",
        "buyer_reference",
        "invoice_xml",
    },
    # What documents say stays as it was issued, for as long as they must be kept.
    "parties": {"name", "number", "street", "more", "post_code", "city", "vat_id", "email", "buyer_reference"},
    "sellers": {
        "tax_number",
        "iban",
        "bic",
        "bank",
        "contact_name",
        "contact_phone",
        "contact_email",
        "register",
        *(
            f"{of}_{language}"
            for of in ("intro", "closing", "reverse_charge", "third_country")
            for language in ("en", "de")
        ),
    },
    # The program of an organisation, by whatever name; what it answered is deleted after 30 days.
    "request_keys": {"headers"},
    "webhook_endpoints": {"url", "note"},
    "webhook_attempts": {"answer"},
    "order_numbers": {"number"},
    "vat_treatments": {"treatment", "rate_class", "vat_id", "confirmation", "source"},
    "vat_rates": {"rate_class"},
    "activation_keys": {"treatment"},
    "policy_versions": {"supply_date"},
    "projects": {"name"},
    "project_names": {"name", "customer", "words"},
    "licenses": {"code"},
    "charges": {"license", "license_type"},
    "license_types": {"code", "name"},
    "price_lists": {"name"},
    "quotes": {"agreed", "section", "intro", "closing"},
    "quote_lines": {"name", "license_id", "license_type"},
    "plan_versions": {"name"},
    "terms_documents": {"form", "sha256"},
    "terms_acceptances": {"deed"},
    "vendor_settings": {"name", "bookkeeping"},
    "products": {"code", "name"},
    "product_types": {"major"},
    "branches": {"name"},
    "releases": {"version", "release_class", "channel", "notes", "entitled_reason", "withdrawal"},
    "release_needs": {"need"},
    "artifacts": {"file_name", "platform", "edition", "sha256", "stored"},
    "devices": {"hardware_id", "hardware_key", "departure"},
    "activations": {"ending"},
    "installations": {"version", "counts"},
    "trials": {"hardware_key"},
    "license_files": {"major", "body", "key_id"},
    "signing_keys": {"kid", "revocation"},
    "runs": {"figures", "ahead"},
    "settlements": {"reason"},
    "invoices": {"reason", "section", "order_number", "vat_category", "method"},
    "billing_cycles": {"every"},
    "collected": {"section", "order_number", "vat_category"},
    "invoice_sections": {"name"},
    "mail_texts": {"key"},
    "document_designs": {"sha256", "name"},
    # What a book calls a company, a project or a mandate, and the name of its file.
    "imports": {"file", "sha256", "counts"},
    "imported": {"kind", "reference", "digest"},
    "document_files": {"design_id", "format", "sha256", "path"},
    # What was paid, by whom and for what, is kept for as long as books are; so is what the bank said.
    "claims": {"number", "method"},
    "payments": {"method", "reference", "sender", "sender_iban"},
    "payment_assignments": {"why"},
    "allocations": {"why"},
    "payment_choices": {"method"},
    "payment_policies": {"methods", "creditor_id"},
    "payment_returns": {"code"},
    "payout_accounts": {"iban", "bic", "holder"},
    "mandates": {"reference", "scheme", "iban", "bic", "holder", "town", "text", "stop_code"},
    "mandate_amendments": {"iban", "bic", "holder", "town"},
    "continuations": {"refusal", "terms"},
    "bank_files": {"name", "sha256"},
    "bank_entries": {"identity", "account", "bank_reference", "text"},
    "bank_payments": {"end_to_end_id", "mandate", "name", "iban", "reference", "text", "return_code"},
    "bank_orders": {"scheme", "message_id", "sha256", "path"},
    "debits": {"end_to_end_id", "sequence", "end_code"},
    "checkouts": {"order", "provider", "provider_id", "url"},
    "gateway_events": {"provider", "event"},
    "dunning_policies": {"levels"},
    "dunning_letters": {"name", "text"},
    "fees": {"reason"},
    "suspension_warnings": {"documents"},
    "dunning_suspensions": {"documents"},
    "promises": {"documents"},
}
ON_DOCUMENTS = {"invoices": {"order_number"}, "parties": {"email"}}
"""What was said on documents, or could be, stays as long as they must be kept; what is said on new ones goes."""
LIBRARIES = ("procrastinate_", "django_", "auth_", "axes_", "mfa_", "account_", "usersessions_", "cache")


def told_apart() -> dict[str, set[str]]:
    """Every place that the erasure is told of."""
    told = [(table, columns) for one in (migration, *since) for table, columns in one.FREE_TEXT.items()]
    told += [(table, columns) for one in since for table, columns in getattr(one, "ALSO", {}).items()]
    gone = {table for one in since for table in getattr(one, "GONE", ())}
    told = [(table, columns) for table, columns in told if table not in gone]
    found: dict[str, set[str]] = {}
    for table, columns in told:
        found[table] = found.get(table, set()) | set(columns)
    for table, _, column in [*migration.OWN_NAME, *(own for one in since for own in getattr(one, "OWN_NAME", ()))]:
        found[table] = found.get(table, set()) | {column}
    return found


def test_the_story_puts_her_into_every_place_that_could_hold_her(zara: models.User) -> None:
    expected = told_apart() | {"users": {"name", "email"}} | ON_DOCUMENTS
    for table, columns in DELETED.items():
        expected[table] = expected.get(table, set()) | columns
    assert places_of(*HERS) == expected


def test_then_no_row_of_any_table_holds_her_name_or_address(zara: models.User) -> None:
    erase(zara.id)
    assert places_of(*HERS) == ON_DOCUMENTS
    zara.refresh_from_db()
    alias = f"Person {zara.id.hex[-6:].upper()}"
    assert (zara.name, zara.email) == (alias, f"person-{zara.id.hex[-12:]}@erased.invalid")
    hers = models.Activity.objects.filter(actor=zara.id)
    assert {(row.actor_name, row.address) for row in hers} == {(alias, None)}
    (answer,) = models.ContractMessage.objects.filter(kind="answer_question")
    assert answer.text == f"Yes, <{zara.email}>, {alias}."
    assert rows("SELECT payload ->> 'to' FROM outbox WHERE topic = 'send.mail' AND payload <> '{}'") == [(zara.email,)]


def test_what_was_booked_stays_and_adds_up(zara: models.User) -> None:
    before = contents()
    models.Project.objects.update(parked_at=None, parked_cause="")
    erase(zara.id)
    after = contents()
    assert {table for table in BOOKED if before[table] != after[table]} == set()
    assert len(before) == len(after)
    assert list(check_all()) == []


def test_a_new_column_of_text_is_told_to_the_erasure_or_excused(zara: models.User) -> None:
    known, whole = told_apart(), set(tables())
    found = rows(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN"
        " ('text', 'character varying', 'jsonb', 'json', 'ARRAY') ORDER BY 1, 2"
    )
    unknown = [
        f"{table}.{column}"
        for table, column in found
        if table in whole
        and column not in known.get(table, set()) | STAYS.get(table, set()) | CODES
        and table not in (*DELETED, "users")
        and not table.startswith(LIBRARIES)
    ]
    numbers = ["activation_keys.digest", "browsers.agent", "contracts.option_from", "contracts.option_plans",
               "contracts.requested", "limit_counts.moments", "policy_versions.expiry_days", "terms_versions.languages",
               "transfers.lot_ssc", "transfers.lots"]  # fmt: skip
    assert [one for one in unknown if one not in numbers] == []


# ---- what is hers, and what is not


def test_who_is_called_almost_alike_stays(shop: Shop, zara: models.User) -> None:
    bob = member(shop.alice, "bob@alice.example", "manager")
    said = f"{FORMER}en, not{OLD}, {OLD}.org and zara-quill are others. Zara is nobody."
    project = shop.in_review("Branch")
    contracts.ask(project=project, question=said, ctx=ctx(bob, "2026-01-20"))
    erase(zara.id)
    assert models.ContractMessage.objects.get(kind="ask_question", contract__project=project).text == said


def test_a_name_of_one_word_is_replaced_in_what_its_bearer_wrote(shop: Shop) -> None:
    member(shop.vendor, "vera@vendor.example", "admin")
    port, bob = member(shop.alice, "port@alice.example", "owner"), member(shop.alice, "bob@alice.example", "manager")
    project = shop.in_review()
    contracts.ask(project=project, question="How many Port licenses?", ctx=ctx(bob))
    contracts.answer(project=project, text="Twelve. Port", ctx=ctx(port))
    erase(port.id)
    said = dict(models.ContractMessage.objects.exclude(text="").values_list("kind", "text"))
    alias = f"Person {port.id.hex[-6:].upper()}"
    assert said == {"ask_question": "How many Port licenses?", "answer_question": f"Twelve. {alias}"}
    assert models.Activity.objects.get(action="answer_question").actor_name != "Port"


def test_what_somebody_else_is_called_too_is_not_taken_from_them(shop: Shop, zara: models.User) -> None:
    bob = member(shop.alice, "bob@alice.example", "manager")
    models.User.objects.filter(pk=bob.pk).update(name=FORMER, email=OLD)
    contracts.ask(project=(project := shop.in_review("Branch")), question=f"{FORMER}, {OLD}?", ctx=ctx(bob))
    erase(zara.id)
    assert (
        models.ContractMessage.objects.get(kind="ask_question", contract__project=project).text == f"{FORMER}, {OLD}?"
    )
    bob.refresh_from_db()
    assert (bob.name, bob.email) == (FORMER, OLD)


def test_an_address_that_was_only_typed_is_not_theirs(shop: Shop) -> None:
    from allauth.account.models import EmailAddress

    member(shop.vendor, "vera@vendor.example", "admin")
    bob, victor = member(shop.alice, "bob@alice.example", "manager"), "victor@elsewhere.example"
    EmailAddress.objects.create(user=bob, email=victor, verified=False, primary=False)
    contracts.ask(project=shop.in_review(), question=f"Is {victor} right?", ctx=ctx(bob))
    erase(bob.id)
    assert models.ContractMessage.objects.get(kind="ask_question").text == f"Is {victor} right?"
    assert not EmailAddress.objects.filter(email=victor).exists()


def test_what_has_no_room_for_the_alias_is_cut(shop: Shop) -> None:
    member(shop.vendor, "vera@vendor.example", "admin")
    bob = member(shop.alice, "b@a.io", "manager")
    project = shop.project()
    models.Project.objects.filter(pk=project).update(parked_at=ctx(bob).now, parked_cause=("b@a.io " * 71)[:500])
    erase(bob.id)
    cause = models.Project.objects.get(pk=project).parked_cause
    assert len(cause) == 500
    assert "b@a.io" not in cause


# ---- in which order, and by whom


def test_what_waits_for_them_is_off(shop: Shop, zara: models.User) -> None:
    erase(zara.id)
    assert not models.Invitation.objects.open().filter(organisation=shop.charlie).exists()
    assert list(models.Contact.objects.values_list("name", flat=True)) == [
        f"Office of Person {zara.id.hex[-6:].upper()}"
    ]
    assert not models.Membership.objects.filter(user=zara).exists()
    waiting = models.OutboxMessage.objects.filter(topic__in=["send.mail", "mail.invitation"], delivered_at=None)
    assert not waiting.exists()
    assert models.OutboxMessage.objects.filter(last_error="not sent: the person was erased", payload={}).exists()


def test_only_who_is_blocked_is_erased_and_only_once(shop: Shop, zara: models.User) -> None:
    by = ctx(models.User.objects.get(email="vera@vendor.example"), "2026-01-21")
    with pytest.raises(erasure.NotBlocked):
        erasure.erase(user=zara.id, ctx=by)
    erase(zara.id)
    with pytest.raises(erasure.AlreadyErased):
        erasure.erase(user=zara.id, ctx=by)
    with pytest.raises(people.PersonErased):
        people.restore(user=zara.id, ctx=by)
    (row,) = models.Activity.objects.filter(action="erase_person")
    assert (row.actor_name, row.details) == ("Vera", {"user": zara.public_id})


def test_what_was_shown_is_what_is_erased(shop: Shop, zara: models.User) -> None:
    by = ctx(models.User.objects.get(email="vera@vendor.example"), "2026-01-21")
    profile.edit(user=zara.id, name="Zora Quill", language="en", ctx=ctx(zara, "2026-01-20"))
    people.suspend(user=zara.id, ctx=by)
    token = fingerprint(erasure_page(zara.id))
    models.User.objects.filter(pk=zara.pk).update(name="Somebody Else")
    with pytest.raises(ChangedSinceShown):
        erasure.erase(user=zara.id, ctx=replace(by, seen=Seen(token, lambda: erasure_page(zara.id))))
    assert models.User.objects.get(pk=zara.pk).erased_at is None


def test_the_journals_change_in_no_other_way(zara: models.User) -> None:
    forgetting = "SET LOCAL autossa.forgetting = 'on';"
    for statement in (
        f"SELECT erase_person('{zara.id}', now())",  # she is not blocked
        "SELECT erase_person('00000000-0000-7000-8000-000000000000', now())",
        f"{forgetting} UPDATE contract_messages SET text = ''",
        f"{forgetting} UPDATE voids SET reason = 'none'",
        f"{forgetting} UPDATE activity SET details = '{{}}'",
        f"{forgetting} UPDATE ssc_prices SET withdrawal = 'none' WHERE withdrawal <> ''",
        "UPDATE users SET erased_at = now()",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_former_names_and_addresses_are_known_as_theirs(zara: models.User) -> None:
    assert known_as(zara.id) == KnownAs((NAME, FORMER), (EMAIL, OLD))
