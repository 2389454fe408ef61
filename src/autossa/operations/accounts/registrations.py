"""Registration of commercial customers: a mail with a link first, then person, organisation and membership at once."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from autossa.domain.billing.addresses import read_address
from autossa.domain.limits import Deed
from autossa.domain.rights import Role
from autossa.operations import limits
from autossa.operations.accounts import create, mails
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest, make_secret
from autossa.operations.organisations import create as create_organisation
from autossa.operations.organisations import people
from autossa.operations.organisations.vat import clean_vat_id
from autossa.operations.validation import MAX_ADDRESS, MAX_NAME, read_email, read_line, read_name, read_text
from autossa.queries.vendor.terms.versions import OF_ENVIRONMENT
from autossa.store import models
from autossa.store.models.organisations.organisations import FIRST_PURPOSES

VALIDITY = timedelta(days=3)
RETENTION = timedelta(days=30)


class RegistrationNotValid(NotFound):
    """This link is not valid. Register again."""


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody enters to register."""

    email: str
    name: str
    company: str
    country: str
    vat_id: str
    address: str
    language: str


def register(*, details: Details, ctx: ActionContext, terms: int | None = None) -> None:
    """Send the link to the address; one that has an account is told so instead.

    Both write the same rows, so that neither the answer nor its time says which it was; both raise LimitReached alike.
    `terms` is the number of the terms that they agreed to. Raises Invalid for what an organisation or an account would
    not take: what is kept here can be confirmed.
    """
    details = _read(details)
    limits.count(Deed.REGISTER, ctx)
    secret, hashed = make_secret()
    email = details.email
    with transaction.atomic():
        limits.count(Deed.WRITE, ctx, email=email)
        is_known = models.User.objects.filter(email=email).exists()
        row = models.Registration.objects.create(
            email=email,
            name=details.name,
            company=details.company,
            country=details.country,
            vat_id=details.vat_id,
            address=details.address,
            language=details.language,
            digest=hashed,
            terms=terms,
            terms_url=settings.TERMS_URL if terms == OF_ENVIRONMENT else "",
            visitor=ctx.actor.address,
            created_at=ctx.now,
            expires_at=ctx.now + VALIDITY,
        )
        mails.send(
            key="account_exists" if is_known else "account_confirm",
            to=email,
            language=details.language,
            path="/account/password/reset/" if is_known else f"/signup/{secret}/",
            values={} if is_known else {"organisation": details.company, "until": row.expires_at.isoformat()},
            ctx=ctx,
        )


def confirm(*, secret: str, password: str, ctx: ActionContext) -> UUID:
    """Follow the link: person, unverified organisation, ownership and contacts, all or nothing; gives the person.

    Raises RegistrationNotValid alike for a link that is unknown, used or expired, whose address has an account
    meanwhile, or whose company could not be entered any more: who registers again is told what is wrong.
    """
    with transaction.atomic():
        row = models.Registration.objects.select_for_update().filter(digest=digest(secret)).first()
        if row is None or row.confirmed_at is not None or ctx.now >= row.expires_at:
            raise RegistrationNotValid
        try:
            user = create.create_account(
                email=row.email, name=row.name, password=password, language=row.language, ctx=ctx
            )
            done = create.done_by(user, row.name, ctx)
            organisation = _organisation(row, done)
        except Invalid:
            raise RegistrationNotValid from None
        people.join(user=user, organisation=organisation, role=Role.OWNER, ctx=done)
        agreed = {} if row.terms is None else {"terms": row.terms, "url": row.terms_url}
        record_activity(done, "register", organisation=organisation, details=agreed)
        models.Registration.objects.filter(pk=row.pk).update(confirmed_at=ctx.now)
    return user


def purge_expired(*, ctx: ActionContext) -> int:
    """Delete what nobody confirmed, and what was confirmed long ago; how many rows."""
    found, _ = models.Registration.objects.filter(expires_at__lt=ctx.now - RETENTION).delete()
    return found


def _read(given: Details) -> Details:
    return Details(
        email=read_email(given.email),
        name=read_name(given.name),
        company=read_line(given.company, "the name of the company", MAX_NAME, field="company"),
        country=given.country,
        vat_id=clean_vat_id(given.country, given.vat_id),
        address=read_text(given.address, "the address", MAX_ADDRESS, required=False, field="address"),
        language=given.language,
    )


def _organisation(row: models.Registration, ctx: ActionContext) -> UUID:
    """Its customer number is drawn; staff may give another one when they verify it."""
    number = create_organisation.draw_number("R")
    key = create_organisation.create(
        kind="customer",
        name=row.company,
        number=number,
        country=row.country,
        vat_id=row.vat_id,
        address=read_address(row.address),
        verified=False,
        ctx=ctx,
    )
    for purpose in FIRST_PURPOSES:
        models.Contact.objects.create(
            organisation_id=key, purpose=purpose, name=row.name, email=row.email, language=row.language
        )
    return key
