"""Who has no account stands nowhere any more once their address is erased; whoever has one is erased as a person."""

from dataclasses import replace
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.db import Error, connection, transaction

from autossa.domain.rights import Role
from autossa.operations import contracts
from autossa.operations.accounts import erasure, registrations
from autossa.operations.context import ChangedSinceShown, Seen
from autossa.operations.errors import Invalid
from autossa.operations.organisations import contacts, invitations
from autossa.queries.accounts.erasure import address_page
from autossa.queries.runs.verify import check_all
from autossa.queries.seen import fingerprint
from autossa.store import models
from tests.cast.members import ctx, member
from tests.cast.shop import NOW, Shop
from tests.operations.accounts.life import places_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NINA, NAME = "nina@quill.example", "Nina O'Neil-Quill"
HERS = ("nina", "quill.example", "neil-quill")


@pytest.fixture
def project(shop: Shop) -> UUID:
    """Nina is a contact, gets invoices, was invited, registered once, is spoken of, and mails to her are parked."""
    vera, alice = member(shop.vendor, "vera@vendor.example", "admin"), member(shop.alice, "al@alice.example", "owner")
    by = ctx(alice)
    for purpose in ("billing", "admin"):
        contacts.add(organisation=shop.alice, new=contacts.Contact(purpose, NAME, NINA, "en"), ctx=by)
    invitations.invite(organisation=shop.alice, email=NINA, role=Role.VIEWER, ctx=by)
    registrations.register(
        details=registrations.Details(NINA, NAME, "Quill Ltd", "DE", "", "Kiel", "en"), ctx=ctx(vera)
    )
    key = shop.project()
    contracts.conclude(project=key, option="annual_monthly", invoice_contact=NINA, order_number=NAME, ctx=by)
    contracts.ask(project=key, question=f"Is {NAME.upper()}, <{NINA}>, right?", ctx=ctx(vera))
    mail = {"key": "test", "to": NINA, "values": {"greeting": f"Dear {NAME},"}}
    for sent in (NOW, None):
        models.OutboxMessage.objects.create(
            topic="send.mail",
            payload=mail,
            created_at=NOW,
            delivered_at=sent,
            attempts=10,
            parked_at=None if sent else NOW,
        )
    return key


def erase(email: str = NINA) -> str:
    return erasure.erase_address(email=email, ctx=ctx(models.User.objects.get(email="vera@vendor.example")))


def test_then_no_row_of_any_table_holds_her_name_or_address(project: UUID) -> None:
    places = places_of(*HERS)
    assert {"contacts", "invitations", "registrations", "contracts", "contract_messages", "activity", "outbox"} <= {
        *places
    }
    alias = erase()
    assert places_of(*HERS) == {}
    said = models.ContractMessage.objects.get(kind="ask_question").text
    assert said == f"Is {alias}, <person-{said.split('person-')[1]}"
    assert models.Contract.objects.get(project=project).invoice_contact == ""
    (row,) = models.Activity.objects.filter(action="erase_address")
    assert (row.actor_name, row.details) == ("Vera", {"name": alias})
    assert list(check_all()) == []


def test_what_waits_for_her_is_off(project: UUID) -> None:
    erase()
    assert not models.Invitation.objects.open().exists()
    assert not models.Contact.objects.filter(organisation__name="Alice Ltd", purpose="admin").exists()
    assert not models.OutboxMessage.objects.filter(delivered_at=None, topic="send.mail").exists()
    parked = models.OutboxMessage.objects.get(attempts=10, last_error="not sent: the person was erased")
    assert parked.payload == {}


def test_the_page_says_what_will_be_replaced(project: UUID) -> None:
    found = address_page(NINA)
    assert (found.names, found.has_account, found.registrations) == ((NAME,), False, 1)
    assert (found.contact_of, found.invited_to, len(found.invoiced_for)) == (("Alice Ltd",), ("Alice Ltd",), 1)
    assert (
        found.waiting_mails
        == 1
        + models.OutboxMessage.objects.filter(payload__to=NINA, delivered_at=None).exclude(topic="send.mail").count()
    )


@pytest.mark.parametrize("is_proven_only", [False, True])
def test_who_has_an_account_is_erased_as_a_person(shop: Shop, project: UUID, is_proven_only: bool) -> None:
    owner = models.User.objects.get(email="al@alice.example")
    if is_proven_only:
        EmailAddress.objects.create(user=owner, email=NINA, verified=True, primary=False)
    else:
        member(shop.charlie, NINA, "viewer")
    with pytest.raises(erasure.HasAccount):
        erase()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT erase_address(%s, gen_random_uuid())", [NINA])
    assert models.Contact.objects.filter(email=NINA).count() == 2


@pytest.mark.parametrize("email", ["nobody@elsewhere.example", "ina@quill.example", "nina@quill.example.org"])
def test_an_address_that_stands_nowhere_is_said_to(project: UUID, email: str) -> None:
    before = places_of(*HERS)
    with pytest.raises(erasure.AddressNowhere):
        erase(email)
    assert places_of(*HERS) == before


@pytest.mark.parametrize("email", ["", "nina", "a b@c.example", "nina@"])
def test_what_is_no_address_is_refused(project: UUID, email: str) -> None:
    with pytest.raises(Invalid):
        erase(email)


def test_a_name_that_is_anothers_too_or_one_word_stays(shop: Shop, project: UUID) -> None:
    models.Contact.objects.filter(email=NINA, purpose="admin").update(name="Nina")
    models.User.objects.filter(email="al@alice.example").update(name=NAME)
    assert address_page(NINA).names == ()
    erase()
    assert NAME.upper() in models.ContractMessage.objects.get(kind="ask_question").text


def test_what_was_shown_is_what_is_erased(shop: Shop, project: UUID) -> None:
    by = ctx(models.User.objects.get(email="vera@vendor.example"))
    token = fingerprint(address_page(NINA))
    models.Contact.objects.filter(email=NINA).update(name="Somebody Else")
    with pytest.raises(ChangedSinceShown):
        erasure.erase_address(email=NINA, ctx=replace(by, seen=Seen(token, lambda: address_page(NINA))))
    assert models.Contact.objects.filter(email=NINA).exists()
