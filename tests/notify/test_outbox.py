"""The outbox: each message once, failures later again, secrets gone once sent; by any number of workers."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from autossa.domain.rights import Role
from autossa.gateways.mail.memory import MemoryGateway
from autossa.gateways.mail.protocol import Mail, MailRefused, MailRefusedForGood, MailUnavailable
from autossa.notify.mail.texts import Text
from autossa.operations import outbox
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import invitations
from autossa.operations.outbox import (
    MessageNotWaiting,
    discard,
    discard_all,
    prune,
    retry,
    retry_all,
    tell,
)
from autossa.operations.runs.delivery import Delivered, deliver
from autossa.operations.runs.mailing.failures import ATTEMPTS, ATTEMPTS_AT_SERVERS
from autossa.operations.vendor import mails
from autossa.queries.vendor.mails import list_mails
from autossa.queries.vendor.outbox import count_waiting
from autossa.store import models
from autossa.workbench import servers
from tests.cast.members import at, ctx, member, user
from tests.cast.sessions import starting
from tests.cast.shop import Shop, on, open_shop
from tests.notify.post import Post
from tests.store.looking import everything_as_text

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def ask_for_tests(count: int = 1) -> None:
    """Test mails wait to be sent."""
    for number in range(count):
        mails.send_test(to=f"{number}@example.com", language="en", ctx=on("2026-01-20"))
    deliver(gateway=MemoryGateway(), now=at("2026-01-20"))  # turns the events into mails


def let_claims_lapse() -> None:
    """As if their time had passed."""
    models.OutboxMessage.objects.filter(claimed_until__isnull=False).update(claimed_until=at("2026-01-20"))


def row() -> models.OutboxMessage:
    return models.OutboxMessage.objects.filter(topic=outbox.SEND).get()


# ---- failures


FAILURES = [(MailRefused("451 later"), ATTEMPTS_AT_SERVERS), (KeyError("no value"), ATTEMPTS)]


@rolled_back
@pytest.mark.parametrize(("failure", "most"), FAILURES)
def test_a_failed_mail_is_tried_again_ever_later_and_parked_at_last(shop: Shop, failure: Exception, most: int) -> None:
    ask_for_tests()
    now, pauses = at("2026-01-20"), []
    for number in range(most):
        gateway = MemoryGateway(failures=[failure])
        assert deliver(gateway=gateway, now=now) == Delivered(failed=1)
        after = row()
        assert (after.attempts, after.delivered_at) == (number + 1, None)
        if after.not_before is None:
            break
        assert deliver(gateway=gateway, now=after.not_before - MINUTE / 60) == Delivered()
        pauses.append((after.not_before - now) / MINUTE)
        now = after.not_before
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, *[360] * (most - 10)]
    assert row().parked_at == now
    assert deliver(gateway=MemoryGateway(), now=now + timedelta(days=30)) == Delivered()
    assert (count_waiting().waiting, count_waiting().parked) == (0, 1)
    (listed,) = list_mails(only_failed=True)
    assert (listed["state"], listed["mail"], listed["attempts"]) == ("parked", "test", most)


@rolled_back
def test_an_address_that_there_is_not_is_parked_at_once_with_the_servers_words(shop: Shop) -> None:
    ask_for_tests()
    gateway = MemoryGateway(failures=[MailRefusedForGood("550 5.1.1 no such user")])
    assert deliver(gateway=gateway, now=at("2026-01-20")) == Delivered(failed=1)
    (listed,) = list_mails(only_failed=True)
    assert (listed["state"], listed["attempts"]) == ("parked", 1)
    assert listed["error"] == "MailRefusedForGood: 550 5.1.1 no such user"


@rolled_back
def test_a_parked_mail_goes_when_somebody_retries_it(shop: Shop) -> None:
    ask_for_tests(2)
    rows = models.OutboxMessage.objects.filter(topic=outbox.SEND)
    rows.update(parked_at=at("2026-01-20"), last_error="MailRefused")
    retry(message=rows[0].id, ctx=on("2026-01-20"))
    gateway = MemoryGateway()
    assert deliver(gateway=gateway, now=at("2026-01-20")) == Delivered(sent=1)
    assert retry_all(ctx=on("2026-01-20")) == 1
    assert deliver(gateway=gateway, now=at("2026-01-20")) == Delivered(sent=1)
    assert retry_all(ctx=on("2026-01-20")) == 0
    assert list_mails(only_failed=True) == []
    with pytest.raises(NotFound):
        retry(message=rows[0].id, ctx=on("2026-01-20"))


@rolled_back
def test_one_mail_that_fails_keeps_no_other(shop: Shop) -> None:
    ask_for_tests(3)
    gateway = MemoryGateway(failures=[MailRefused("550")])
    assert deliver(gateway=gateway, now=at("2026-01-20")) == Delivered(sent=2, failed=1)


@rolled_back
def test_when_the_server_is_away_no_attempt_is_used_up(shop: Shop) -> None:
    ask_for_tests(3)
    gateway = MemoryGateway(failures=[MailUnavailable("the mail server is not reached")] * 50)
    now = at("2026-01-20")
    for _ in range(50):
        assert deliver(gateway=gateway, now=now).unavailable
        now += 2 * MINUTE
    assert deliver(gateway=gateway, now=now).sent == 3


@rolled_back
def test_an_event_that_cannot_be_worded_is_parked_too_and_nothing_of_it_stays(shop: Shop) -> None:
    tell("mail.handed_over", {"hand_over": "no id"}, on("2026-01-20"))
    tell("mail.test", {"to": "a@example.com", "language": "en"}, on("2026-01-20"))
    gateway = MemoryGateway()
    assert deliver(gateway=gateway, now=at("2026-01-20")) == Delivered(events=1, failed=1)
    assert deliver(gateway=gateway, now=at("2026-01-20")) == Delivered(sent=1)


@rolled_back
def test_what_fails_is_noted_without_its_secret(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    ask_for_tests()
    secret = "Xa9_kLm-PqRsTuVwXyZ0123456789abcdefghijklmn"
    gateway = MemoryGateway(failures=[MailRefused(f"554 https://portal.example.com/invitations/{secret}/ is spam")])
    deliver(gateway=gateway, now=at("2026-01-20"))
    assert "is spam" in row().last_error
    assert secret not in row().last_error
    assert secret not in caplog.text


@rolled_back
def test_a_stop_is_asked_for_before_each_message(shop: Shop) -> None:
    ask_for_tests(3)
    answers = iter([True, False])
    assert deliver(gateway=MemoryGateway(), now=at("2026-01-20"), should_continue=lambda: next(answers)) == Delivered(
        sent=1
    )


@rolled_back
def test_no_more_than_a_portion(shop: Shop) -> None:
    ask_for_tests(3)
    assert deliver(gateway=MemoryGateway(), now=at("2026-01-20"), limit=2) == Delivered(sent=2)


# ---- secrets


@rolled_back
def test_an_invitations_secret_is_nowhere_once_it_is_delivered(shop: Shop) -> None:
    alice, post = member(shop.alice, "alice@example.com", "owner"), Post()
    secret = invitations.invite(organisation=shop.alice, email="bob@example.com", role=Role.VIEWER, ctx=ctx(alice))
    assert secret in everything_as_text()
    (mail,) = post.collect()
    assert secret in mail.text
    assert secret not in everything_as_text()
    (listed,) = list_mails()
    assert (listed["to"], listed["mail"], listed["state"]) == ("bob@example.com", "invitation", "sent")


@rolled_back
def test_while_it_waits_the_secret_is_in_one_row_only(shop: Shop) -> None:
    alice = member(shop.alice, "alice@example.com", "owner")
    secret = invitations.invite(organisation=shop.alice, email="bob@example.com", role=Role.VIEWER, ctx=ctx(alice))
    failing = MemoryGateway(failures=[MailRefused("550")])
    deliver(gateway=failing, now=at("2026-01-20"))
    deliver(gateway=failing, now=at("2026-01-20"))
    assert everything_as_text().count(secret) == 1


@rolled_back
def test_a_link_that_has_expired_is_not_sent(shop: Shop) -> None:
    alice = member(shop.alice, "alice@example.com", "owner")
    secret = invitations.invite(organisation=shop.alice, email="bob@example.com", role=Role.VIEWER, ctx=ctx(alice))
    failing = MemoryGateway(failures=[MailRefused("550")])
    deliver(gateway=failing, now=at("2026-01-20"))
    deliver(gateway=failing, now=at("2026-01-20"))
    gateway = MemoryGateway()
    assert deliver(gateway=gateway, now=at("2026-01-28")).sent == 0
    assert gateway.sent == []
    assert secret not in everything_as_text()
    assert [listed["state"] for listed in list_mails()] == ["not sent"]


@rolled_back
def test_parked_secrets_and_old_words_are_removed(shop: Shop) -> None:
    alice, post = member(shop.alice, "alice@example.com", "owner"), Post()
    ask_for_tests()
    post.collect()
    secret = invitations.invite(organisation=shop.alice, email="bob@example.com", role=Role.VIEWER, ctx=ctx(alice))
    models.OutboxMessage.objects.filter(delivered_at=None).update(parked_at=at("2026-01-20"))
    assert prune(now=at("2026-01-27")) == 0
    assert prune(now=at("2026-01-29")) == 1
    assert secret not in everything_as_text()
    assert not models.OutboxMessage.objects.filter(delivered_at=None).exists()
    assert prune(now=at("2026-03-01")) == 2  # the test mail and its event
    assert not models.OutboxMessage.objects.exclude(payload={}).exists()
    assert prune(now=at("2026-03-01")) == 0


@rolled_back
def test_parked_mails_do_not_keep_their_words_for_ever(shop: Shop, settings: Any) -> None:
    ask_for_tests()
    models.OutboxMessage.objects.filter(delivered_at=None).update(parked_at=at("2026-01-20"))
    models.OutboxMessage.objects.exclude(delivered_at=None).update(payload={})
    until = row().created_at + settings.KEEP_MAILS
    assert prune(now=until) == 0
    assert prune(now=until + timedelta(seconds=1)) == 1
    assert (row().payload, row().last_error) == ({}, "not sent: it was parked for too long")
    assert count_waiting().parked == 0


@rolled_back
def test_what_waits_for_the_server_waits_on(shop: Shop, settings: Any) -> None:
    ask_for_tests()
    prune(now=row().created_at + 2 * settings.KEEP_MAILS)
    assert row().payload["to"] == "0@example.com"
    assert row().delivered_at is None


@rolled_back
def test_a_mail_can_be_given_up(shop: Shop) -> None:
    ask_for_tests()
    discard(message=row().id, ctx=on("2026-01-20"))
    assert (row().payload, row().last_error) == ({}, "not sent: given up by hand")
    assert models.Activity.objects.get(action="discard_message").details == {"message": row().public_id}
    for act in (discard, retry):
        with pytest.raises(MessageNotWaiting):
            act(message=row().id, ctx=on("2026-01-20"))


@rolled_back
def test_so_can_all_that_are_parked_and_no_others(shop: Shop) -> None:
    ask_for_tests()
    assert discard_all(ctx=on("2026-01-20")) == 0
    models.OutboxMessage.objects.filter(delivered_at=None).update(parked_at=at("2026-01-20"))
    assert discard_all(ctx=on("2026-01-20")) == 1
    assert row().payload == {}


@rolled_back
def test_nothing_is_left_to_retry_once_the_words_are_removed(shop: Shop) -> None:
    ask_for_tests()
    models.OutboxMessage.objects.update(payload={})
    with pytest.raises(Invalid, match="nothing is left"):
        retry(message=row().id, ctx=on("2026-01-20"))


@rolled_back
@pytest.mark.parametrize("path", ["/account/password/reset/key/1-s3cretlongenough/"])
def test_a_path_to_log_in_is_a_secret_too(shop: Shop, path: str) -> None:
    person, post = user("eve@example.com"), Post()
    payload: dict[str, Any] = {"key": "account_reset", "to": "eve@example.com", "language": "en", "values": {}}
    tell("mail.account", payload | {"path": path}, ctx(person))
    (mail,) = post.collect()
    assert path in mail.text
    assert path not in everything_as_text()


# ---- the vendor's own words


@rolled_back
def test_the_vendors_own_words_are_sent(shop: Shop) -> None:
    mails.set_text(
        key="test", language="en", text=Text("Ahoi from {vendor}", "Hello.\n\nGo: {link}"), ctx=on("2026-01-20")
    )
    ask_for_tests()
    gateway = MemoryGateway()
    deliver(gateway=gateway, now=at("2026-01-20"))
    assert gateway.sent[0].subject == "Ahoi from Vera's PBX"
    mails.reset_text(key="test", language="en", ctx=on("2026-01-20"))
    assert mails.preview(key="test", language="en").subject == "Test e-mail from Vera's PBX"
    with pytest.raises(NotFound):
        mails.reset_text(key="test", language="en", ctx=on("2026-01-20"))


@rolled_back
def test_words_that_could_not_be_sent_are_not_saved(shop: Shop) -> None:
    text = Text("Hello", "Nothing")
    with pytest.raises(Invalid, match=r"must contain \{link\}, \{organisation\}"):
        mails.set_text(key="invitation", language="en", text=text, ctx=on("2026-01-20"))
    with pytest.raises(Invalid, match="must contain"):
        mails.preview(key="invitation", language="en", text=text)
    for key, language in (("nonsense", "en"), ("test", "fr")):
        with pytest.raises(NotFound):
            mails.set_text(key=key, language=language, text=text, ctx=on("2026-01-20"))
    assert not models.MailText.objects.exists()


@rolled_back
def test_words_that_no_longer_fit_give_way_to_the_shipped_ones(shop: Shop) -> None:
    models.MailText.objects.create(key="test", language="en", subject="{gone}", body="x", edited_at=at("2026-01-20"))
    assert mails.preview(key="test", language="en").subject == "Test e-mail from Vera's PBX"


# ---- several workers, and a crash


class Slow(MemoryGateway):
    """Sends only once somebody lets it; says when it has begun."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def send(self, mail: Mail) -> None:
        self.begun.set()
        assert self.go.wait(20)
        super().send(mail)


def test_two_workers_never_send_one_mail_twice(database: servers.Addresses) -> None:
    open_shop()
    ask_for_tests(2)
    slow, quick = Slow(), MemoryGateway()
    with starting() as start:
        first = start(lambda: deliver(gateway=slow, now=at("2026-01-20")))
        assert slow.begun.wait(20)  # it holds the first mail
        assert deliver(gateway=quick, now=at("2026-01-20")) == Delivered(sent=1)
        slow.go.set()
        assert first.result() == Delivered(sent=1)
    assert sorted(mail.to for mail in [*slow.sent, *quick.sent]) == ["0@example.com", "1@example.com"]


def test_many_workers_share_the_work(database: servers.Addresses) -> None:
    open_shop()
    for number in range(30):
        mails.send_test(to=f"{number}@example.com", language="en", ctx=on("2026-01-20"))
    gateway = MemoryGateway()

    def work() -> None:
        while deliver(gateway=gateway, now=at("2026-01-20")).did_something:
            pass

    with starting() as start:
        for done in [start(work) for _ in range(4)]:
            done.result()
    while deliver(gateway=gateway, now=at("2026-01-20")).did_something:
        pass
    assert sorted(mail.to for mail in gateway.sent) == sorted(f"{number}@example.com" for number in range(30))


class Crash(BaseException):
    """The process is killed."""


class Dying(MemoryGateway):
    """Sends, and then the process dies before it can note that."""

    def send(self, mail: Mail) -> None:
        super().send(mail)
        raise Crash


def test_a_crash_after_sending_sends_again_and_that_can_be_recognised(database: servers.Addresses) -> None:
    open_shop()
    ask_for_tests()
    dying, well = Dying(), MemoryGateway()
    with pytest.raises(Crash):
        deliver(gateway=dying, now=at("2026-01-20"))
    assert deliver(gateway=well, now=at("2026-01-20")) == Delivered()  # nobody knows yet that the worker is dead
    let_claims_lapse()
    assert deliver(gateway=well, now=at("2026-01-20")) == Delivered(sent=1)
    assert dying.sent[0].reference == well.sent[0].reference
