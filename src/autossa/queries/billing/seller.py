"""What documents say of the vendor beside its party, version by version."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from autossa.domain.billing.vat import Category
from autossa.store import models


@dataclass(frozen=True, slots=True)
class SellerVersion:
    """A version with its texts in both languages."""

    key: UUID
    number: int
    set_at: datetime
    tax_number: str
    iban: str
    bic: str
    bank: str
    contact_name: str
    contact_phone: str
    contact_email: str
    register: str
    intro_en: str
    intro_de: str
    closing_en: str
    closing_de: str
    reverse_charge_en: str
    reverse_charge_de: str
    third_country_en: str
    third_country_de: str

    def intro(self, language: str) -> str:
        """What stands before the lines of a document."""
        return self.intro_de if language == "de" else self.intro_en

    def closing(self, language: str) -> str:
        """What stands below them."""
        return self.closing_de if language == "de" else self.closing_en

    def reason(self, category: Category, language: str) -> str:
        """Why there is no VAT; "" where there is."""
        if category is Category.STANDARD:
            return ""
        german = language == "de"
        if category is Category.REVERSE_CHARGE:
            return self.reverse_charge_de if german else self.reverse_charge_en
        return self.third_country_de if german else self.third_country_en


def current_seller() -> SellerVersion:
    """The version in force: there is always one. One query."""
    return _version(models.SellerFacts.objects.order_by("-number")[0])


def seller_versions(keys: set[UUID]) -> dict[UUID, SellerVersion]:
    """The versions with these keys. One query."""
    return {row.id: _version(row) for row in models.SellerFacts.objects.filter(pk__in=keys)}


def seller_history() -> tuple[SellerVersion, ...]:
    """All versions, the newest first. One query."""
    return tuple(map(_version, models.SellerFacts.objects.order_by("-number")))


_FIELDS = [name for name in SellerVersion.__dataclass_fields__ if name != "key"]


def _version(row: models.SellerFacts) -> SellerVersion:
    return SellerVersion(key=row.id, **{name: getattr(row, name) for name in _FIELDS})
