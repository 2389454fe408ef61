"""What is wrong with customers, and with mandates, of a book."""

from collections.abc import Iterator
from datetime import date

from autossa.domain.billing.bank.letters import is_sepa_reference
from autossa.domain.billing.vat import Treatment
from autossa.domain.imports.book import Row
from autossa.domain.imports.faults import Fault, Wrong
from autossa.domain.imports.known import Known
from autossa.domain.vat_ids import EU, read_vat_id

STANDARD = "standard"


def check_customer(row: Row, known: Known, today: date) -> Iterator[Fault]:
    """Its country, its VAT id, how it is taxed."""
    country, vat_id = row["country"] or "", row["vat_id"] or ""
    if country and not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        yield row.fault("country", Wrong.NO_COUNTRY)
        country = ""
    try:
        plain = read_vat_id(country, vat_id)
    except ValueError:
        yield row.fault("vat_id", Wrong.NO_VAT_ID)
        plain = "unclear"
    if row["vat"] == Treatment.DOMESTIC and (row["vat_rate"] or STANDARD) not in known.vat_rates:
        yield row.fault("vat_rate", Wrong.NO_SUCH_RATE, row["vat_rate"] or STANDARD)
    if row["vat"] != Treatment.REVERSE_CHARGE or row.faulty & {"country", "vat_id"}:
        return
    if country not in EU or country == known.vendor_country or not plain:
        yield row.fault("vat", Wrong.VAT_ID_NEEDED)
        return
    for column in ("vat_confirmation", "vat_confirmed_on", "vat_confirmed_by"):
        if row[column] is None and column not in row.faulty:
            yield row.fault(column, Wrong.MISSING)
    if row["vat_confirmed_on"] and row["vat_confirmed_on"] > today:
        yield row.fault("vat_confirmed_on", Wrong.TO_COME)


def check_mandate(row: Row, payers: frozenset[str], mandated: set[str], known: Known, today: date) -> Iterator[Fault]:
    """Its reference, its payer, its days; the account itself is read as one that is entered."""
    if row["reference"] and not is_sepa_reference(row["reference"]):
        yield row.fault("reference", Wrong.NOT_SEPA)
    payer = row["payer"]
    if payer and payer not in payers:
        yield row.fault("payer", Wrong.NO_SUCH_CUSTOMER)
    elif payer and payer in known.mandated:
        yield row.fault("payer", Wrong.TAKEN)
    elif payer and payer in mandated:
        yield row.fault("payer", Wrong.TWICE)
    if payer:
        mandated.add(payer)
    signed_on, confirmed_on = row["signed_on"], row["confirmed_on"]
    if signed_on and signed_on > today:
        yield row.fault("signed_on", Wrong.TO_COME)
    elif signed_on and confirmed_on and confirmed_on < signed_on:
        yield row.fault("confirmed_on", Wrong.ENDS_BEFORE)
    elif confirmed_on and confirmed_on > today:
        yield row.fault("confirmed_on", Wrong.TO_COME)
