"""Mails about an account: log-in, devices, a test."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.queries.organisations import recipients
from autossa.wording import formats as f
from autossa.wording import glossary as words


def account(event: Event) -> MailDraft | None:
    """About log-in: to the very address, be it anybody's or not; its path may hold a secret."""
    given = event.payload
    if "path" not in given:
        return None
    said, key = given["values"], given["key"]
    expires = datetime.fromisoformat(said["until"]) if "until" in said else _expiry(key, event.created_at)

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": said.get("organisation", ""),
            "until": f.moment(expires, event.zone, language) if expires else "",
            "change": words.account_change(said["change"], language) if "change" in said else "",
            **_where(event, said, language),
        }

    to = recipients.Recipient(given["to"], given["language"], recipients.known_by(given["to"]))
    return MailDraft(key, [to], values, given["path"], expires=expires)


def new_device(event: Event) -> MailDraft | None:
    """To the person whose account it is."""
    to = recipients.of_user(event.key("user"))
    return MailDraft("new_device", to, lambda language: _where(event, event.payload, language), links.ACCOUNT)


def test(event: Event) -> MailDraft | None:
    """To the address that was given."""
    given = event.payload
    to = recipients.Recipient(given["to"], given["language"], recipients.known_by(given["to"]))
    return MailDraft("test", [to], lambda _: {}, links.HOME)


def _expiry(key: str, asked_at: datetime) -> datetime | None:
    """How long a link that allauth made is good for; a mail that comes later would only mislead."""
    lasts = {
        "account_reset": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        "account_new_address": timedelta(days=getattr(settings, "ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS", 3)),
    }
    return asked_at + lasts[key] if key in lasts else None


def _where(event: Event, given: Mapping[str, Any], language: str) -> dict[str, str]:
    at = datetime.fromisoformat(given["at"]) if "at" in given else event.created_at
    return {
        "moment": f.moment(at, event.zone, language),
        "device": given.get("device") or "",
        "address": given.get("address") or "",
    }


BUILDERS: dict[str, MailBuilder] = {
    "mail.account": account,
    "mail.new_device": new_device,
    "mail.test": test,
}
