"""A copy of everything that is kept about a person, as they can ask for it (GDPR, articles 15 and 20)."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db.models import Q, QuerySet

from autossa.store import models
from autossa.store.ids import public_id


def own_data(user: UUID) -> dict[str, Any]:
    """By kind: account, roles, what they log in with and from where, what they did, what was written to them.

    Secrets are no part of it: of what proves who somebody is it names the kind and when it was made. Nor is what others
    wrote or are called.
    """
    person = models.User.objects.get(pk=user)
    return {
        "account": {
            "id": person.public_id,
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "created": person.created_at,
            "last_log_in": person.last_login,
        },
        **_belongs(person),
        **_ways_in(person),
        **_did(user),
        "emails": _rows(
            models.OutboxMessage.objects.filter(payload__to=person.email).order_by("id"),
            created="created_at",
            sent="delivered_at",
            about="payload__key",
        ),
    }


def _belongs(person: models.User) -> dict[str, Any]:
    """To whom they belong or could, and who has them as a contact."""
    return {
        "roles": _rows(
            models.Membership.objects.filter(user=person),
            organisation="organisation__name",
            role="role",
            since="created_at",
        ),
        "contact_of": _rows(
            models.Contact.objects.filter(email=person.email),
            organisation="organisation__name",
            purpose="purpose",
            name="name",
        ),
        "invoice_contact_of": _rows(
            models.Contract.objects.filter(invoice_contact=person.email),
            project="project__name",
            payer="payer__name",
            concluded="concluded_on",
        ),
        "invitations_to_you": _rows(
            models.Invitation.objects.filter(email=person.email),
            organisation="organisation__name",
            role="role",
            created="created_at",
        ),
        "admissions": _rows(
            models.Admission.objects.filter(user=person),
            organisation="organisation__name",
            named="named_at",
            admitted="admitted_at",
            declined="declined_at",
        ),
        "registrations": _rows(
            models.Registration.objects.filter(email=person.email),
            name="name",
            company="company",
            country="country",
            vat_id="vat_id",
            address="address",
            from_ip_address="visitor",
            created="created_at",
            confirmed="confirmed_at",
        ),
    }


def _ways_in(person: models.User) -> dict[str, Any]:
    """What somebody logs in with, and from where they did."""
    return {
        "addresses": _rows(EmailAddress.objects.filter(user=person), email="email", confirmed="verified"),
        "second_factors": _rows(
            Authenticator.objects.filter(user=person), kind="type", created="created_at", last_used="last_used_at"
        ),
        "sessions": _rows(
            UserSession.objects.filter(user=person),
            begun="created_at",
            last_seen="last_seen_at",
            address="ip",
            browser="user_agent",
        ),
        "devices": _rows(
            models.Browser.objects.filter(user=person),
            browser="agent",
            address="address",
            first="first_at",
            last="last_at",
        ),
        "failed_log_ins": _rows(
            AccessAttempt.objects.filter(username=person.email),
            at="attempt_time",
            address="ip_address",
            browser="user_agent",
            failures="failures_since_start",
        ),
        "calendars": _rows(
            models.CalendarFeed.objects.filter(user=person),
            project="project__name",
            created="created_at",
            last_read="read_at",
            revoked="revoked_at",
        ),
        "api_tokens": _rows(
            models.ApiToken.objects.filter(user=person),
            name="name",
            organisation="organisation__name",
            created="created_at",
            expires="expires_at",
            last_used="last_used_at",
            revoked="revoked_at",
        ),
    }


def _ordered(user: UUID) -> dict[str, Any]:
    """Orders of licenses, quotes and their approval; whose orders were trusted."""
    return {
        "license_orders": _rows(
            models.LicenseOrder.objects.filter(ordered_by=user), project="project__name", at="ordered_at", state="state"
        ),
        "license_orders_decided": _rows(
            models.LicenseOrder.objects.filter(decided_by=user), at="decided_at", state="state", reason="reason"
        ),
        "quotes": _rows(
            models.Quote.objects.filter(Q(made_by=user) | Q(accepted_by=user) | Q(withdrawn_by=user)),
            project="project__name",
            at="made_at",
            accepted="accepted_at",
            withdrawn="withdrawn_at",
        ),
        "approvals": _rows(
            models.Consent.objects.filter(Q(user=user) | Q(asked_by=user)),
            email="email",
            name="name",
            message="message",
            at="asked_at",
            approved="approved_at",
            declined="declined_at",
            reason="reason",
        ),
        "order_terms": _rows(
            models.OrderTerm.objects.filter(set_by=user), at="set_at", booking="booking", reason="reason"
        ),
    }


def _did(user: UUID) -> dict[str, Any]:
    """What somebody did, wrote and asked for."""
    return {
        "invitations_by_you": _rows(
            models.Invitation.objects.filter(invited_by=user), email="email", role="role", created="created_at"
        ),
        "acted_for": _rows(
            models.Acting.objects.filter(user=user),
            organisation="organisation__name",
            reason="reason",
            since="started_at",
        ),
        "contracts": _rows(
            models.Contract.objects.filter(concluded_by=user), project="project__name", concluded="concluded_on"
        ),
        "messages": _rows(
            models.ContractMessage.objects.filter(actor=user).order_by("id"),
            at="at",
            name="actor_name",
            project="contract__project__name",
            kind="kind",
            text="text",
        ),
        "credit_orders": _rows(
            models.CreditOrder.objects.filter(ordered_by=user), project="project__name", at="ordered_at", state="state"
        ),
        "credit_orders_decided": _rows(
            models.CreditOrder.objects.filter(decided_by=user), at="decided_at", state="state", reason="reason"
        ),
        "terms_accepted": _rows(
            models.TermsAcceptance.objects.filter(accepted_by=user).order_by("id"),
            at="at",
            name="accepted_by_name",
            kind="version__kind",
            version="version__number",
            organisation="organisation__name",
            deed="deed",
        ),
        **_ordered(user),
        "payer_changes": _rows(
            models.PayerChange.objects.filter(Q(asked_by=user) | Q(confirmed_by=user) | Q(refused_by=user)),
            payer="payer__name",
            asked="asked_at",
            confirmed="confirmed_at",
            refused="refused_at",
        ),
        "partner_access_given": _rows(
            models.HandOver.objects.filter(given_by=user), partner="partner__name", rights="rights", at="created_at"
        ),
        "drafts": _rows(models.Draft.objects.filter(user=user), key="key", answers="answers", changed="changed_at"),
        "activity": [
            {**row, "project": public_id("prj", row["project"]) if row["project"] else None}
            for row in _rows(
                models.Activity.objects.filter(actor=user).order_by("id"),
                at="at",
                name="actor_name",
                address="address",
                action="action",
                project="project",
                details="details",
            )
        ],
    }


def _rows(found: QuerySet[Any], **named: str) -> list[dict[str, Any]]:
    """The rows with our names for their columns."""
    return [dict(zip(named, row, strict=True)) for row in found.values_list(*named.values())]
