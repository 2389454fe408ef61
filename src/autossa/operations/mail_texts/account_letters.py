"""Mails about people and organisations: invitations, hand-overs, acting on behalf, devices, a test."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from autossa.domain.rights import Right, Role
from autossa.operations import formatting as f
from autossa.operations.mail_texts import links, words
from autossa.operations.mail_texts.composing import vendor
from autossa.operations.mail_texts.keys import LANGUAGES
from autossa.operations.mail_texts.letters import Event, Letter, Maker, option_of
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose
from autossa.store import models


def invitation(event: Event) -> Letter | None:
    """To the invited address, while the invitation can still be accepted."""
    open_ones = models.Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=event.now)
    row = open_ones.select_related("organisation", "invited_by").filter(pk=event.key("invitation")).first()
    if row is None or "secret" not in event.payload:
        return None

    inviter = row.invited_by

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": row.organisation.name,
            "inviter": inviter.name if inviter else vendor(),
            "role": words.role(Role(row.role), language),
            "until": f.moment(row.expires_at, event.zone, language),
        }

    language = event.payload.get("language") or (inviter.language if inviter else LANGUAGES[0])
    to = recipients.of_address(row.email, language)
    path = links.invitation(event.payload["secret"])
    return Letter("invitation", to, values, path, expires=row.expires_at)


def handed_over(event: Event) -> Letter | None:
    """To the partner, and to the customer who gave it."""
    return _hand_over(event, "handed_over")


def hand_over_revoked(event: Event) -> Letter | None:
    """To the partner, and to the customer who took it back."""
    return _hand_over(event, "hand_over_revoked")


def acting(event: Event) -> Letter | None:
    """To the organisation that staff acts for."""
    row = models.Acting.objects.select_related("user", "organisation").get(pk=event.key("acting"))

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": row.organisation.name,
            "person": row.user.name or row.user.email,
            "reason": row.reason,
            "until": f.moment(row.ends_at, event.zone, language),
        }

    to = recipients.of_organisations([row.organisation_id], [Purpose.ADMIN])
    return Letter("acting", to, values, links.HOME)


def payer_asked(event: Event) -> Letter | None:
    """To the organisation that must confirm, while it has not answered."""
    found = models.PayerChange.objects.select_related(
        "contract__project__customer", "contract__plan", "payer", "confirmer"
    )
    row = found.filter(pk=event.key("change"), confirmed_at=None, refused_at=None).first()
    if row is None:
        return None
    project, confirmer = row.contract.project, row.confirmer
    payer = row.payer
    person = models.User.objects.filter(pk=row.asked_by).first()

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": payer.name,
            "confirmer": confirmer.name,
            "project": project.name,
            "customer": project.customer.name,
            "option": words.plan(option_of(row.contract.plan), language),
            "person": (person.name or person.email) if person else project.customer.name,
        }

    to = recipients.of_organisations([confirmer.id], [Purpose.ADMIN, Purpose.BILLING])
    return Letter("payer_asked", to, values, links.payers(confirmer.public_id))


def payer_refused(event: Event) -> Letter | None:
    """To the person who asked."""
    found = models.PayerChange.objects.select_related(
        "contract__project__customer", "contract__payer", "payer", "confirmer"
    )
    row = found.get(pk=event.key("change"))
    project = row.contract.project
    values = {
        "organisation": row.payer.name,
        "confirmer": row.confirmer.name,
        "payer": row.contract.payer.name,
        "project": project.name,
        "customer": project.customer.name,
    }
    to = recipients.of_user(row.asked_by)
    return Letter("payer_refused", to, lambda _: values, links.payer(project.public_id))


def account(event: Event) -> Letter | None:
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

    return Letter(key, [recipients.Recipient(given["to"], given["language"])], values, given["path"], expires=expires)


def new_device(event: Event) -> Letter | None:
    """To the person whose account it is."""
    to = recipients.of_user(event.key("user"))
    return Letter("new_device", to, lambda language: _where(event, event.payload, language), links.ACCOUNT)


def test(event: Event) -> Letter | None:
    """To the address that was given."""
    to = recipients.Recipient(event.payload["to"], event.payload["language"])
    return Letter("test", [to], lambda _: {}, links.HOME)


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


def _hand_over(event: Event, key: str) -> Letter:
    found = models.HandOver.objects.select_related("customer", "partner", "project")
    row = found.get(pk=event.key("hand_over"))

    def values(language: str) -> dict[str, str]:
        return {
            "customer": row.customer.name,
            "partner": row.partner.name,
            "rights": words.rights([Right(right) for right in row.rights], language),
            "scope": row.project.name if row.project else words.all_projects(language),
            "start": f.day(row.starts_on, language),
            "end": f.last_day(row.ends_on, language) if row.ends_on else "",
            "day": f.day(row.ends_on or event.today, language),
        }

    both = [row.partner_id, row.customer_id]
    return Letter(key, recipients.of_organisations(both, [Purpose.ADMIN]), values, links.HOME)


MAKERS: dict[str, Maker] = {
    "mail.invitation": invitation,
    "mail.handed_over": handed_over,
    "mail.hand_over_revoked": hand_over_revoked,
    "mail.acting": acting,
    "mail.payer_asked": payer_asked,
    "mail.payer_refused": payer_refused,
    "mail.account": account,
    "mail.new_device": new_device,
    "mail.test": test,
}
