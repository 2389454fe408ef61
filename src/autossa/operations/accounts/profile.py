"""What people change about themselves: their name, the language they read in, the address they log in with."""

from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.validation import MAX_NAME, read_line
from autossa.store import models
from autossa.wording.languages import LANGUAGES


class NoSuchPerson(NotFound):
    """There is no such person."""


def edit(*, user: UUID, name: str, language: str, ctx: ActionContext) -> None:
    """Change one's own name and language. What was done before stays under the name of then.

    Raises NoSuchPerson, ChangedSinceShown, and Invalid for a name that cannot be kept.
    """
    kept = read_line(name, "the name", MAX_NAME, field="name")
    found = models.User.objects.filter(pk=user, is_active=True)
    with transaction.atomic():
        found.select_for_update().first()
        ctx.check_seen()
        if not found.update(name=kept, **({"language": language} if language in LANGUAGES else {})):
            raise NoSuchPerson
        record_activity(ctx, "edit_profile", about=user)


def note_new_address(*, user: UUID, before: str, email: str, ctx: ActionContext) -> None:
    """Keep that somebody logs in with another address, which is proven: the former one stays known as theirs."""
    with transaction.atomic():
        record_activity(ctx, "change_address", details={"email": email, "before": before}, about=user)
