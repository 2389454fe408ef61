"""A version of the terms or of the service description is published from a day on, or withdrawn before it begins."""

import hashlib
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from autossa.domain.billing.terms import TermsKind, earliest_start, newest
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.operations.errors import Invalid
from autossa.operations.outbox import tell
from autossa.operations.vendor.terms.files import Content
from autossa.operations.vendor.versions import MAX_AHEAD, VersionTooFar, withdraw
from autossa.queries.vendor.terms.versions import Version, all_versions
from autossa.store import models
from autossa.store.models.vendor.terms import LANGUAGES

LOCK = "terms_versions"


class TermsTooEarly(Invalid):
    """A version begins on {earliest} at the earliest: not before today, and after the one that is coming."""

    field = "starts_on"


class NothingToEnd(Invalid):
    """There is nothing in force that could end: give a text or a PDF."""


class DocumentLanguageUnknown(Invalid):
    """A document is in one of the languages of the portal, not in {language}."""


def publish(*, kind: TermsKind, starts_on: date, contents: Mapping[str, Content], ctx: ActionContext) -> UUID:
    """Publish a version with a document in one or more languages (`en`, `de`); none ends what was in force.

    It holds from its first day on, is never edited, and can be withdrawn until then. Raises TermsTooEarly,
    VersionTooFar, NothingToEnd, DocumentLanguageUnknown, ChangedSinceShown.
    """
    with transaction.atomic():
        lock(shared=False)
        ctx.check_seen()
        versions = check_content(kind=kind, starts_on=starts_on, contents=contents, ctx=ctx)
        number = max((one.number for one in versions), default=0) + 1
        row = models.TermsVersion.objects.create(
            kind=kind.value,
            number=number,
            starts_on=starts_on,
            entered_on=ctx.today,
            languages=[language for language in LANGUAGES if language in contents],
            set_by=ctx.actor.user,
            set_at=ctx.now,
        )
        for language, content in contents.items():
            _keep(row, language, content)
        details = {kind.value: number, "first_day": starts_on.isoformat(), "languages": sorted(contents)}
        record_activity(ctx, "publish_terms", details=details)
    return row.id


def check_content(
    *, kind: TermsKind, starts_on: date, contents: Mapping[str, Content], ctx: ActionContext
) -> tuple[Version, ...]:
    """What speaks against publishing it is raised, as `publish` says; gives the versions of the kind that there are."""
    check_day(ctx)
    for language in contents:
        if language not in LANGUAGES:
            raise DocumentLanguageUnknown(language=language)
    versions = tuple(one for one in all_versions() if one.kind is kind)
    if starts_on - ctx.today > MAX_AHEAD:
        raise VersionTooFar(starts_on=starts_on)
    earliest = earliest_start([one.rule for one in versions], kind, ctx.today)
    if starts_on < earliest:
        raise TermsTooEarly(earliest=earliest)
    if not contents and not newest([one.rule for one in versions]):
        raise NothingToEnd
    return versions


def withdraw_version(*, kind: TermsKind, starts_on: date, reason: str, ctx: ActionContext) -> None:
    """Take a version back that has not begun; whoever was told of it is told so.

    Raises VersionNotFound, VersionBegun, or as `read_text`.
    """
    with transaction.atomic():
        lock(shared=False)
        ctx.check_seen()
        check_day(ctx)
        among = models.TermsVersion.objects.filter(kind=kind.value, withdrawn_on=None).order_by("-number")
        row = withdraw(among, starts_on, reason, ctx)
        record_activity(ctx, "withdraw_terms", details={kind.value: row.number, "reason": row.withdrawal})
        told = models.TermsAnnouncement.objects.filter(version=row.id).values_list("organisation_id", flat=True)
        for organisation in told:
            payload = {"organisation": str(organisation), "version": str(row.id)}
            tell("mail.terms_withdrawn", payload, ctx)


def lock(*, shared: bool) -> None:
    """Until the transaction ends: what is in force stays so for whoever shares the lock."""
    take = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {take}(hashtext(%s))", [LOCK])


def _keep(version: models.TermsVersion, language: str, content: Content) -> None:
    models.TermsDocument.objects.create(
        version=version,
        language=language,
        form=content.form.value,
        body=content.body,
        size=len(content.body),
        sha256=hashlib.sha256(content.body).hexdigest(),
    )
