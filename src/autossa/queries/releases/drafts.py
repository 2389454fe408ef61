"""What a draft of a release can be made of: branches, and license types that it may need."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.queries.releases.pages import ReleasePage, all_license_types, release_page
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class DraftChoices:
    """Branches by their public ids, with product and name; license types by code, with their names."""

    branches: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]

    @staticmethod
    def id_of(release: UUID) -> str:
        """The public id of a release, such as the one that was just drafted."""
        return public_id("rel", release)


def draft_choices() -> DraftChoices:
    """All branches and license types. Two queries."""
    rows = models.Branch.objects.select_related("product").order_by("product__code", "-name")
    return DraftChoices(tuple((row.public_id, f"{row.product.code} · {row.name}") for row in rows), all_license_types())


def draft_to_edit(release: UUID, today: date) -> tuple[ReleasePage, DraftChoices] | None:
    """A release that is a draft still, and what it can be made of; None for any other."""
    found = release_page(release, today)
    return None if found is None or found.published_at is not None else (found, draft_choices())
