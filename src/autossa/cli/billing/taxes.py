"""How the command line names the VAT treatments."""

from enum import StrEnum

from autossa.domain.billing.vat import Treatment

STANDARD = "standard"


class TreatmentWord(StrEnum):
    """How a payer is taxed."""

    DOMESTIC = "domestic"
    REVERSE_CHARGE = "reverse-charge"
    THIRD_COUNTRY = "third-country"


def treatment_of(word: TreatmentWord) -> Treatment:
    """The treatment that a word names."""
    return Treatment(word.value.replace("-", "_"))
