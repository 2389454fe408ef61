"""What proves a second factor is good once: codes, recovery codes, challenges, and a passkey that is the only one."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connections
from django.test import Client

from autossa.domain.rights import FactorNeeded, Kind, Member, Person, Role, needs_second_factor
from autossa.operations.accounts import factors
from tests.cast.passkey import LOG_IN, Passkey, challenge_for_log_in
from tests.cast.people import sign_in
from tests.portal.accounts.entering import Cast, is_in, log_in
from tests.portal.accounts.test_mfa import code, set_up

pytestmark = pytest.mark.store

CHECK = "/account/factors/check/"
AGAIN = "/account/factors/passkeys/reauthenticate/"
PERIOD = timedelta(seconds=30)


@pytest.fixture
def secret(cast: Cast, visitor: Client) -> str:
    log_in(visitor, "alice@customer.example")
    return set_up(visitor)[0]


def use(cast: Cast, given: str, at: datetime) -> bool:
    return factors.use_code(user=cast.alice, code=given, moment=at) is not None


# ---------------------------------------------------------------- codes


def test_a_code_is_good_once_in_all_its_validity(cast: Cast, secret: str) -> None:
    """The app shows it for 30 seconds, it is taken for 90: in none of them twice."""
    given, begun = code(secret, 4), datetime.fromtimestamp((int(time.time()) // 30 + 4) * 30, UTC)
    first = begun - timedelta(seconds=29)
    assert use(cast, given, first)
    for seconds in range(0, 90, 10):
        assert not use(cast, given, first + timedelta(seconds=seconds))


@pytest.mark.parametrize("given", ["ßßßßßß", "Müller", "١٢٣٤٥٦", "12345\N{CIRCLED DIGIT SIX}", "", "1" * 5000])
def test_what_is_no_code_is_wrong(cast: Cast, secret: str, given: str) -> None:
    assert not use(cast, given, datetime.now(UTC))


def test_it_is_used_up_whatever_is_forgotten(cast: Cast, secret: str) -> None:
    given = code(secret, 1)
    assert use(cast, given, datetime.now(UTC))
    cache.clear()
    assert not use(cast, given, datetime.now(UTC))
    assert not use(cast, f" {given[:3]} {given[3:]}", datetime.now(UTC))
    assert not use(cast, code(secret, 0), datetime.now(UTC))  # one from before


def test_with_a_lost_key_codes_are_wrong_and_recovery_codes_work(cast: Cast, visitor: Client, settings: Any) -> None:
    log_in(visitor, "alice@customer.example")
    secret, recovery = set_up(visitor)
    settings.SECRET_KEY = "another-key-than-the-one-that-was-lost-with-the-old-machine-1"
    again = Client()
    for given, works in ((code(secret, 1), False), (recovery[0], True)):
        log_in(again, "alice@customer.example")
        assert again.post(CHECK, {"code": given}).status_code == (302 if works else 200)
    assert is_in(again)


def test_the_code_that_set_the_app_up_is_used_up(cast: Cast, secret: str) -> None:
    last = Authenticator.objects.get(type="totp").data["last_counter"]
    begun = datetime.fromtimestamp(last * 30, UTC)
    assert not use(cast, code(secret, last - int(time.time()) // 30), begun)
    assert use(cast, code(secret, last + 1 - int(time.time()) // 30), begun)


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_two_processes_do_not_take_the_same_code(cast: Cast, visitor: Client, kind: str) -> None:
    log_in(visitor, "alice@customer.example")
    secret, codes = set_up(visitor)
    given, moment = (code(secret, 1) if kind == "app" else codes[0]), datetime.now(UTC)

    def one(_: int) -> bool:
        try:
            return use(cast, given, moment)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(one, range(6))) == [False] * 5 + [True]


def test_what_is_used_to_reauthenticate_does_not_log_in(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    secret, _ = set_up(visitor)
    given = code(secret, 1)
    assert visitor.post("/account/factors/reauthenticate/", {"code": given}).status_code == 302
    log_in(client := Client(), "alice@customer.example")
    client.post(CHECK, {"code": given})
    assert not is_in(client)


def test_recovery_codes_are_kept_as_hashes_alone(cast: Cast, visitor: Client) -> None:
    """Neither the factor nor a session gives them away, also to whoever has the key of the installation."""
    log_in(visitor, "alice@customer.example")
    html = visitor.get("/account/factors/app/").content.decode()
    secret = html.split('class="secret">')[1].split("<")[0]
    assert secret not in str([row.get_decoded() and row.session_data for row in Session.objects.all()])
    visitor.post("/account/factors/app/", {"code": code(secret)})
    kept = Authenticator.objects.get(type="recovery_codes").data
    assert list(kept) == ["hashes"]
    assert len({*kept["hashes"], *(hashed[-20:] for hashed in kept["hashes"])}) == 20
    codes = visitor.session["recovery_codes"]
    assert not [one for one in codes if one in str(list(Session.objects.values_list("session_data", flat=True)))]
    visitor.get("/account/factors/codes/")
    assert "recovery_codes" not in visitor.session
    assert factors.codes_left(cast.alice) == 10
    assert use(cast, f"{codes[3][:6]}-{codes[3][6:]}", datetime.now(UTC))
    assert factors.codes_left(cast.alice) == 9


def test_codes_from_before_they_were_hashed_still_work_once(cast: Cast) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.utils import encrypt

    data = {"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 1}
    row = Authenticator.objects.create(user_id=cast.alice, type="recovery_codes", data=data)
    first, *_, last = row.wrap().generate_codes()
    assert factors.codes_left(cast.alice) == 9
    assert [use(cast, one, datetime.now(UTC)) for one in (first, last, last)] == [False, True, False]
    assert list(Authenticator.objects.get(pk=row.pk).data) == ["hashes"]


# ---------------------------------------------------------------- passkeys


@pytest.fixture
def passkey(cast: Cast) -> Passkey:
    made = Passkey(cast.alice, count=7)
    made.register()
    return made


def answer(client: Client, credential: str) -> bool:
    client.post(LOG_IN, {"credential": credential})
    return is_in(client)


def test_a_passkey_logs_in(visitor: Client, passkey: Passkey) -> None:
    assert answer(visitor, passkey.sign(challenge_for_log_in(visitor)))
    assert answer(Client(), passkey.sign("AAAA")) is False


def test_its_owner_must_be_verified(visitor: Client, passkey: Passkey) -> None:
    assert not answer(visitor, passkey.sign(challenge_for_log_in(visitor), verified=False))


def test_another_page_cannot_be_signed_for(visitor: Client, passkey: Passkey) -> None:
    assert not answer(visitor, passkey.sign(challenge_for_log_in(visitor), origin="https://elsewhere.example"))


def test_a_challenge_for_something_else_does_not_log_in(visitor: Client, passkey: Passkey) -> None:
    """Whoever knows the password and found a key without its PIN is asked as by the page of the second factor."""
    log_in(visitor, "alice@customer.example")
    assert visitor.get(CHECK).status_code == 200
    challenge = visitor.session["mfa.webauthn.state"]["challenge"]
    for verified in (False, True):
        session = visitor.session
        assert not answer(visitor, passkey.sign(challenge, verified=verified))
        session.save()
    client = Client()
    challenge = challenge_for_log_in(client)
    log_in(client, "alice@customer.example")
    client.get(CHECK)
    assert not answer(client, passkey.sign(challenge))


def test_a_challenge_for_log_in_is_good_for_nothing_else(visitor: Client, cast: Cast, passkey: Passkey) -> None:
    challenge = challenge_for_log_in(visitor)
    log_in(visitor, "alice@customer.example")
    assert visitor.session["mfa.webauthn.state"]["challenge"] == challenge
    visitor.post(CHECK, {"credential": passkey.sign(challenge)})
    assert not is_in(visitor)
    sign_in(other := Client(), cast.alice)
    other.get(AGAIN)
    session = other.session
    session["mfa.webauthn.state"] = {**session["mfa.webauthn.state"], "for": "log in"}
    session.save()
    other.post(AGAIN, {"credential": passkey.sign(session["mfa.webauthn.state"]["challenge"])})
    assert other.get("/account/factors/app/")["location"].startswith("/account/")


def test_a_passkey_is_a_second_factor_too(visitor: Client, passkey: Passkey) -> None:
    log_in(visitor, "alice@customer.example")
    visitor.get(CHECK)
    challenge = visitor.session["mfa.webauthn.state"]["challenge"]
    visitor.post(CHECK, {"credential": passkey.sign(challenge)})
    assert is_in(visitor)


def test_a_challenge_is_good_once(visitor: Client, passkey: Passkey) -> None:
    challenge = challenge_for_log_in(visitor)
    before = dict(visitor.session)
    assert not answer(visitor, passkey.sign(challenge, verified=False))  # also what failed has used it up
    assert not answer(visitor, passkey.sign(challenge))
    session = visitor.session
    session.update(before)  # as a request that began before the other one ended would read it
    session.save()
    assert not answer(visitor, passkey.sign(challenge))


def test_a_challenge_gets_old(visitor: Client, passkey: Passkey) -> None:
    challenge = challenge_for_log_in(visitor)
    session = visitor.session
    session["mfa.webauthn.state"] = {**session["mfa.webauthn.state"], "at": time.time() - 301}
    session.save()
    assert not answer(visitor, passkey.sign(challenge))


@pytest.mark.parametrize(("count", "works"), [(8, True), (7, False), (1, False), (0, False)])
def test_a_count_that_goes_back_is_refused(visitor: Client, passkey: Passkey, count: int, works: bool) -> None:
    assert answer(visitor, passkey.sign(challenge_for_log_in(visitor), count=count)) is works
    if works:
        client = Client()
        assert not answer(client, passkey.sign(challenge_for_log_in(client), count=count))


def test_a_passkey_that_does_not_count_logs_in_each_time(cast: Cast) -> None:
    made = Passkey(cast.bob)
    made.register()
    for _ in range(2):
        client = Client()
        assert answer(client, made.sign(challenge_for_log_in(client), count=0))


# ---------------------------------------------------------------- who needs one


@pytest.mark.parametrize(
    ("needed", "owner", "viewer"),
    [(FactorNeeded.STAFF, False, False), (FactorNeeded.OWNERS, True, False), (FactorNeeded.EVERYBODY, True, True)],
)
def test_the_installation_may_require_it_of_customers(needed: FactorNeeded, owner: bool, viewer: bool) -> None:
    for role, expected in ((Role.OWNER, owner), (Role.VIEWER, viewer)):
        assert needs_second_factor(Person((Member(1, Kind.CUSTOMER, role),)), needed) is expected
    assert needs_second_factor(Person((Member(1, Kind.VENDOR, Role.SUPPORT),)), needed)
    assert needs_second_factor(Person(()), needed) is (needed is FactorNeeded.EVERYBODY)


def test_where_it_is_required_customers_are_led_to_it(cast: Cast, visitor: Client, settings: Any) -> None:
    settings.SECOND_FACTOR = FactorNeeded.EVERYBODY
    sign_in(visitor, cast.bob)
    assert visitor.get("/")["location"] == "/account/factors/"
    html = visitor.get("/account/factors/").content.decode()
    assert "It is required here." in html
    assert "Vendor staff" not in html


def test_a_setting_that_is_none_is_refused_at_once() -> None:
    import subprocess
    import sys

    from tests.cast.serving import environment

    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment(AUTOSSA_SECOND_FACTOR="customers"), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "AUTOSSA_SECOND_FACTOR" in done.stderr
    assert "staff, owners, everybody" in done.stderr
