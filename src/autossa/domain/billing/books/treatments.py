"""How a document was taxed: derived from its rate and its payer, until documents say it themselves (billing 3)."""

from fractions import Fraction

from autossa.domain.billing.vat import Treatment

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


def treatment_of(rate: Fraction, country: str, vat_id: str) -> Treatment:
    """The treatment of a document at that rate to a payer in that country ("" where it is not known).

    The one place that guesses: with a category on each document it is read from there.
    """
    if rate:
        return Treatment.DOMESTIC
    if vat_id and (country in EU or (not country and vat_id[:2].replace("EL", "GR") in EU)):
        return Treatment.REVERSE_CHARGE
    return Treatment.THIRD_COUNTRY if country and country not in EU else Treatment.DOMESTIC
