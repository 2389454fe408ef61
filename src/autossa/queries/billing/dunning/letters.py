"""Letters of dunning: as rows of a list, and one as the document that it is (billing 16)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.dunning.documents import LetterDocument, LetterLine
from autossa.domain.billing.dunning.fees import FeeReason
from autossa.domain.billing.parties import Party
from autossa.domain.currencies import places_of
from autossa.queries.billing.documents import seller_of
from autossa.queries.billing.dunning.policies import terms_with_key
from autossa.queries.billing.parties import parties
from autossa.queries.billing.seller import seller_versions
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import public_id, read_public_id

LIMIT = 200


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list; `level` is the name of its level."""

    id: str
    key: UUID
    number: str
    day: date
    level: str
    total: Money
    currency: str
    pay_until: date
    payer: str
    payer_name: str


def letter_rows(payer: UUID | None = None) -> tuple[LetterRow, ...]:
    """The newest letters, of a payer if one is named. One query."""
    found = models.DunningLetter.objects.select_related("payer").order_by("-day", "-id")
    rows = found.filter(payer=payer) if payer else found
    return tuple(_row(row) for row in rows[:LIMIT])


def find_letter(text: str, payer: UUID | None = None) -> UUID:
    """A letter by its public id or number, of a payer if one is named. Raises Unknown."""
    found = models.DunningLetter.objects.filter(payer=payer) if payer else models.DunningLetter.objects.all()
    try:
        if text.startswith("dun_"):
            found = found.filter(pk=read_public_id("dun", text))
        else:
            _series, year, number = text.split("-")
            found = found.filter(year=int(year), number=int(number))
        return found.get().id
    except (ValueError, models.DunningLetter.DoesNotExist):
        raise Unknown(f"there is no letter {text}") from None


def letter_document(letter: UUID) -> LetterDocument:
    """A letter as it was written, from frozen rows alone."""
    row = models.DunningLetter.objects.get(pk=letter)
    keys = {row.buyer, *([row.seller] if row.seller else [])}
    found, facts = parties(keys), seller_versions({row.seller_facts} if row.seller_facts else set())
    levels = terms_with_key(row.policy_id).policy.levels
    lines = tuple(
        LetterLine(
            line.claim.number, line.claim.day, line.claim.due_on, levels[line.level - 1].name if line.level else "",
            line.rest, line.interest,
        )
        for line in row.lines.select_related("claim").order_by("position")
    )  # fmt: skip
    fee = sum(row.fees.filter(reason=FeeReason.LETTER.value).values_list("amount", flat=True))
    return LetterDocument(
        row.full_number, row.day, row.name, row.currency, places_of(row.currency),
        seller_of(found.get(row.seller, Party("")) if row.seller else Party(""), facts.get(row.seller_facts)
                  if row.seller_facts else None),
        found[row.buyer], lines, fee, row.total, row.pay_until, row.text,
    )  # fmt: skip


def letter_file_name(letter: UUID) -> str:
    """What its file is called outside, such as DUN-2026-000017.pdf."""
    return f"{models.DunningLetter.objects.get(pk=letter).full_number}.pdf"


def _row(row: models.DunningLetter) -> LetterRow:
    return LetterRow(
        row.public_id, row.id, row.full_number, row.day, row.name, row.total, row.currency, row.pay_until,
        public_id("org", row.payer_id), row.payer.name,
    )  # fmt: skip
