"""A version is entered, looked at, and published as it was shown."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.domain.billing.terms import TermsKind
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.vendor.terms.files import Content
from autossa.operations.vendor.terms.versions import check_content, publish
from autossa.queries.vendor.terms.drafted import KEY, Drafted, DraftedDocument, read_drafted
from autossa.store import models


class NothingDrafted(NotFound):
    """Nothing was entered, or it was published already."""


def enter(*, user: UUID, kind: TermsKind, starts_on: date, contents: Mapping[str, Content], ctx: ActionContext) -> None:
    """Keep what is to be published, for the person who entered it. Raises as `publish`, which it comes before."""
    check_content(kind=kind, starts_on=starts_on, contents=contents, ctx=ctx)
    documents = tuple(DraftedDocument(language, one.form, one.body) for language, one in contents.items())
    kept = {"answers": Drafted(kind, starts_on, documents).as_answers(), "changed_at": ctx.now}
    with transaction.atomic():
        models.Draft.objects.update_or_create(user_id=user, key=KEY, defaults=kept)


def publish_drafted(*, user: UUID, ctx: ActionContext) -> UUID:
    """Publish what a person entered and was shown. Raises NothingDrafted, or as `publish`; then it is kept."""
    with transaction.atomic():
        ctx.check_seen()
        row = models.Draft.objects.select_for_update().filter(user=user, key=KEY).first()
        drafted = read_drafted(row.answers if row else None)
        if drafted is None:
            raise NothingDrafted
        models.Draft.objects.filter(user=user, key=KEY).delete()
        contents = {one.language: Content(one.form, one.body) for one in drafted.documents}
        return publish(kind=drafted.kind, starts_on=drafted.starts_on, contents=contents, ctx=ctx)
