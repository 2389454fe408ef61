"""What proves a second factor, each good once: codes of an app, recovery codes, challenges of passkeys.

What was used is kept with the factor, its row locked: so it is used once whichever process is asked, however fast.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.db import transaction

from autossa.operations.errors import OperationError

CODES = 10
CODE_DIGITS = 12
CHALLENGE_VALIDITY = timedelta(minutes=5)
_LAST, _HASHES, _SIGNED = "last_counter", "hashes", "sign_count"  # of the data of a factor


class PasskeyCopied(OperationError):
    """A passkey counts how often it signed, and counted on from less than before: there is a copy of it."""


def use_code(*, user: UUID, code: str, moment: datetime) -> Authenticator | None:
    """The factor that a code is of, which then is used up; None for a wrong code, or one that was used.

    With a code of an app the ones before it are used up, too (RFC 6238, 5.2).
    """
    given = "".join(letter for letter in code if letter.isalnum())
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    with transaction.atomic():
        found = Authenticator.objects.select_for_update().filter(user_id=user, type__in=kinds).order_by("-type")
        return next((row for row in found if _use(row, given, moment)), None)


def counter_of(secret: str, code: str, moment: datetime) -> int | None:
    """The period of time that an app showed a code in, among those that count at the moment."""
    now = int(moment.timestamp()) // app_settings.TOTP_PERIOD
    around = range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1)
    shown = {counter: format_hotp_value(hotp_value(secret, counter)).encode() for counter in around}
    return next((counter for counter in around if secrets.compare_digest(shown[counter], code.encode())), None)


def spend_first_code(factor: Authenticator, code: str, moment: datetime) -> None:
    """The code that sets up an app is used up by that; before the factor is saved."""
    counter = counter_of(decrypt(factor.data["secret"]), code.strip(), moment)
    if counter is not None:
        factor.data = {**factor.data, _LAST: counter}


def make_codes(factor: Authenticator) -> list[str]:
    """New recovery codes, of which the factor keeps slow hashes alone; before it is saved."""
    codes = [f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}" for _ in range(CODES)]
    factor.data = {_HASHES: [make_password(code) for code in codes]}
    return codes


def codes_left(user: UUID) -> int:
    """How many recovery codes somebody has that were not used."""
    row = Authenticator.objects.filter(user_id=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(_hashes(row)) if row else 0


def spend_challenge(challenge: str) -> bool:
    """Use up the challenge of a passkey; False when it was used before, by whatever process."""
    return bool(cache.add(f"passkey-challenge:{challenge}", 1, 2 * CHALLENGE_VALIDITY.total_seconds()))


def note_signature(*, factor: int, count: int) -> None:
    """Keep how often a passkey has signed. Raises PasskeyCopied when it is not more often than before.

    One that does not count says 0 always.
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=factor)
        before = row.data.get(_SIGNED)
        if before is None:
            before = row.wrap().authenticator_data.counter
        if (count or before) and count <= before:
            raise PasskeyCopied
        row.data = {**row.data, _SIGNED: count}
        row.save(update_fields=["data"])


def _use(row: Authenticator, code: str, moment: datetime) -> bool:
    data: dict[str, Any] = row.data
    if row.type == Authenticator.Type.TOTP:
        counter = counter_of(decrypt(data["secret"]), code, moment) if len(code) == app_settings.TOTP_DIGITS else None
        if counter is None or counter <= data.get(_LAST, -1):
            return False
        row.data = {**data, _LAST: counter}
    else:
        if len(code) not in (CODE_DIGITS, app_settings.RECOVERY_CODE_DIGITS):
            return False
        hashes = _hashes(row)
        used = next((hashed for hashed in hashes if check_password(code, hashed)), None)
        if used is None:
            return False
        row.data = {_HASHES: [hashed for hashed in hashes if hashed != used]}
    row.save(update_fields=["data"])
    return True


def _hashes(row: Authenticator) -> list[str]:
    """Of the codes that were not used; of those made before hashes were kept, which their seed still tells."""
    if "seed" in row.data:
        return [make_password(code) for code in row.wrap().get_unused_codes()]
    return list(row.data.get(_HASHES, []))
