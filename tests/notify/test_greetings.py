"""An e-mail greets its reader by the name that is known of them, and leads to the thing it is about."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from autossa.domain.rights import Role
from autossa.notify import links
from autossa.notify.mail.compose import compose, greeting
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.organisations import create
from autossa.queries.credits.ledger import LedgerEntry, in_lines
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose
from autossa.queries.projects.activity import ActivityFilter, Whose, read_activity
from autossa.store import models
from tests.cast.people import make_person

pytestmark = [pytest.mark.store, pytest.mark.django_db]

BY = ActionContext(SYSTEM, date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC))


def test_a_greeting_has_a_name_or_none() -> None:
    assert (greeting("Anna Berger", "en"), greeting("", "en")) == ("Hello Anna Berger,", "Hello,")
    assert (greeting("Anna Berger", "de"), greeting("", "de")) == ("Guten Tag Anna Berger,", "Guten Tag,")


def test_everybody_is_known_by_the_name_they_gave() -> None:
    customer = create.create(kind="customer", name="Alice Ltd", number="C-1", ctx=BY)
    user = make_person("alice@example.com", (customer, Role.OWNER))
    models.User.objects.filter(pk=user).update(name="Alice Adler")
    assert [one.name for one in recipients.of_user(user)] == ["Alice Adler"]
    assert [one.name for one in recipients.of_address("Alice@example.com", "en")] == ["Alice Adler"]
    assert [one.name for one in recipients.of_organisations([customer], [Purpose.BILLING])] == ["Alice Adler"]
    for email, name in (("alice@example.com", ""), ("books@example.com", "Accounts"), ("x@example.com", "")):
        models.Contact.objects.create(organisation_id=customer, purpose="billing", name=name, email=email)
    named = {one.email: one.name for one in recipients.of_organisations([customer], [Purpose.BILLING])}
    assert named == {"alice@example.com": "Alice Adler", "books@example.com": "Accounts", "x@example.com": ""}
    assert (recipients.known_by("alice@example.com"), recipients.known_by("x@example.com")) == ("Alice Adler", "")


def test_a_mail_that_waited_since_before_greets_without_a_name(settings: Any) -> None:
    mail = compose("test", "de", {"vendor": "Example", "link": settings.BASE_URL}, "a@example.com", "msg")
    assert mail.text.startswith("Guten Tag,\n")


def test_links_lead_to_the_thing() -> None:
    assert links.invoice("prj_1", "inv_2") == "/projects/prj_1/invoices/?show=all#inv_2"
    assert links.contracts("prj_1") == "/projects/prj_1/contracts/"


def test_a_log_offers_what_occurs_in_it() -> None:
    customer = create.create(kind="customer", name="Alice Ltd", number="C-1", ctx=BY)
    assert read_activity(Whose(organisation=customer), ActivityFilter()).actions == {"create_organisation"}
    assert read_activity(Whose(), ActivityFilter()).actions is None


def test_what_was_invoiced_and_used_at_once_is_one_line() -> None:
    from uuid import uuid4

    booking, other = uuid4(), uuid4()

    def entry(key: str, kind: str, change: int, settlement: object) -> LedgerEntry:
        return LedgerEntry(key, BY.today, kind, abs(change), change, 0, 0, (), settlement)  # type: ignore[arg-type]

    used, bought = entry("b", "consume_extension", -4166, booking), entry("a", "recharge", 4166, booking)
    part = (entry("d", "consume_extension", -5000, other), entry("c", "recharge", 4166, other))
    lines = in_lines([*part, used, bought])
    assert [line.ids for line in lines] == [("d",), ("c",), ("b", "a")]
