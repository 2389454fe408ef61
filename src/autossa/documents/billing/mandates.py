"""A mandate as PDF, for the payer that gave it: with the whole account, in the language in which it was given."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from autossa.documents.billing.design import Design, logo_svg
from autossa.documents.billing.pdf import printed
from autossa.documents.billing.texts import plain, plain_lines
from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.billing.references import grouped
from autossa.wording import formats
from autossa.wording.billing.bank import SCHEME
from autossa.wording.languages import gettext_noop, say, translate

_FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans CJK SC")


@dataclass(frozen=True, slots=True)
class MandateCopy:
    """What is printed. `text` is the mandate as it was shown."""

    reference: str
    scheme: Scheme
    signed_on: date
    creditor: str
    creditor_id: str
    payer: str
    holder: str
    iban: str
    bic: str
    text: str


def mandate_pdf(copy: MandateCopy, design: Design, language: str) -> bytes:
    """The same bytes for the same facts."""
    signed = translate("Given online on %(day)s; valid without a signature.", language)
    data = {
        "language": language,
        "accent": design.accent,
        "fonts": list(_FONTS),
        "brand": plain(design.name),
        "logo": logo_svg(design.logo) if design.logo else "",
        "title": translate("SEPA direct debit mandate", language),
        "author": plain(copy.creditor),
        "parts": [
            _part(
                gettext_noop("Creditor"),
                [(gettext_noop("Name"), copy.creditor), (gettext_noop("Creditor identifier"), copy.creditor_id)],
                language,
            ),
            _part(
                gettext_noop("Mandate"),
                [
                    (gettext_noop("Mandate reference"), copy.reference),
                    (gettext_noop("Kind of direct debit"), say(SCHEME[copy.scheme], language)),
                ],
                language,
            ),
            _part(
                gettext_noop("Account to be debited"),
                [
                    (gettext_noop("Payer"), copy.payer),
                    (gettext_noop("Account holder"), copy.holder),
                    ("IBAN", grouped(copy.iban)),
                    ("BIC", copy.bic),
                ],
                language,
            ),
        ],
        "text": plain_lines(copy.text),
        "signed": signed % {"day": formats.day(copy.signed_on, language)},
    }
    return printed(data, _template(), copy.signed_on)


def _part(heading: str, rows: list[tuple[str, str]], language: str) -> dict[str, object]:
    shown = [(translate(label, language), plain(value)) for label, value in rows if value]
    return {"heading": translate(heading, language), "rows": shown}


@cache
def _template() -> bytes:
    return files("autossa.documents.billing").joinpath("templates", "mandate.typ").read_bytes()
