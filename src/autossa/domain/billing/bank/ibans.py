"""IBANs and BICs: checked by their digits, derived where that can be, shown by their last four signs (billing 12)."""

from stdnum import bic as bics
from stdnum import iban as ibans
from stdnum.be import iban as belgian
from stdnum.eu import at_02
from stdnum.exceptions import ValidationError

_EEA = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
        "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
_OTHERS = frozenset({"AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA"})
_SHOWN = 4


def read_iban(text: str) -> str:
    """An IBAN without spaces, in capitals. Raises ValueError where length, form or check digits are wrong."""
    try:
        return str(ibans.validate(text))
    except ValidationError:
        raise ValueError("not an IBAN") from None


def is_iban(text: str) -> bool:
    """One in its plain form whose digits are right."""
    try:
        return read_iban(text) == text
    except ValueError:
        return False


def is_sepa(iban: str) -> bool:
    """Whether its country takes part in SEPA."""
    return iban[:2] in _EEA | _OTHERS


def needs_bic(iban: str) -> bool:
    """Outside the EEA banks want the BIC of the other side as well."""
    return iban[:2] not in _EEA


def read_bic(text: str) -> str:
    """A BIC of 8 or 11 signs, in capitals. Raises ValueError for anything else."""
    try:
        return str(bics.validate(text))
    except ValidationError:
        raise ValueError("not a BIC") from None


def derived_bic(iban: str) -> str:
    """The BIC that follows from an IBAN: of Belgian ones; "" for the others, whose lists of banks we do not ship."""
    if not iban.startswith("BE") or not is_iban(iban):
        return ""
    return "".join((belgian.to_bic(iban) or "").split())


def is_creditor_id(text: str) -> bool:
    """A SEPA creditor identifier whose check digits are right."""
    return bool(at_02.is_valid(text)) and text == str(at_02.compact(text))


def masked(iban: str) -> str:
    """What may be shown to everybody, logged and mailed: •••• and the last four signs."""
    return f"•••• {iban[-_SHOWN:]}" if iban else ""
