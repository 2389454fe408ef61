"""What documents say of the vendor beside its party: bank, contact, texts. Each change is a version (billing 1, 6)."""

from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db import connection, transaction
from stdnum import bic as bics
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_NAME, NotAnEmailAddress, read_email, read_line, read_text
from autossa.queries.billing.seller import SellerVersion, current_seller
from autossa.store import models

MAX_TEXT = 1000
MAX_BANK, MAX_TAX_NUMBER, MAX_PHONE = 100, 40, 40


class IbanInvalid(Invalid):
    """This is not an IBAN. Check it digit by digit."""

    field = "iban"


class BicInvalid(Invalid):
    """This is not a BIC: 8 or 11 letters and digits."""

    field = "bic"


class ContactEmailInvalid(Invalid):
    """{email} is not an e-mail address."""

    field = "contact_email"


@dataclass(frozen=True, slots=True)
class SellerText:
    """What a vendor says of itself, "" for what it does not say."""

    tax_number: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True)
class DocumentTexts:
    """The texts of documents in both languages; the reasons why there is no VAT are never empty."""

    intro_en: str
    intro_de: str
    closing_en: str
    closing_de: str
    reverse_charge_en: str
    reverse_charge_de: str
    third_country_en: str
    third_country_de: str


def save_seller(*, new: SellerText, ctx: ActionContext) -> UUID:
    """A version with other facts, for documents from now on. Nothing happens when nothing changed.

    Raises IbanInvalid, BicInvalid, ContactEmailInvalid, or as `read_line`.
    """
    clean = SellerText(
        tax_number=_line(new.tax_number, "the tax number", MAX_TAX_NUMBER, "tax_number"),
        iban=_iban(new.iban),
        bic=_bic(new.bic),
        bank=_line(new.bank, "the bank", MAX_BANK, "bank"),
        contact_name=_line(new.contact_name, "the name", MAX_NAME, "contact_name"),
        contact_phone=_line(new.contact_phone, "the phone number", MAX_PHONE, "contact_phone"),
        contact_email=_email(new.contact_email),
        register=_line(new.register, "the register", MAX_NAME, "register"),
    )
    return _save(asdict(clean), "set_seller", ctx)


def save_document_texts(*, new: DocumentTexts, ctx: ActionContext) -> UUID:
    """A version with other texts, for documents from now on. Raises as `read_text`."""
    given = {
        name: read_text(
            text.replace("\r\n", "\n"), "the text", MAX_TEXT, required=not name.startswith(("intro", "closing")),
            field=name,
        )
        for name, text in asdict(new).items()
    }  # fmt: skip
    return _save(given, "set_document_texts", ctx)


def _save(values: dict[str, str], action: str, ctx: ActionContext) -> UUID:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sellers'))")  # numbers without a hole
        ctx.check_seen()
        present = current_seller()
        new: SellerVersion = replace(present, **values)  # type: ignore[arg-type]
        if new == present:
            return present.key
        given = {name: value for name, value in asdict(new).items() if name not in ("key", "number", "set_at")}
        row = models.SellerFacts.objects.create(
            **given, number=present.number + 1, set_by=ctx.actor.user, set_at=ctx.now
        )
        record_activity(ctx, action, details={"version": row.number})
    return row.id


def _line(text: str, what: str, most: int, field: str) -> str:
    return read_line(text, what, most, required=False, field=field)


def _iban(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(ibans.validate(text))
    except ValidationError:
        raise IbanInvalid from None


def _bic(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(bics.validate(text))
    except ValidationError:
        raise BicInvalid from None


def _email(text: str) -> str:
    try:
        return read_email(text) if text.strip() else ""
    except NotAnEmailAddress:
        raise ContactEmailInvalid(email=text) from None
