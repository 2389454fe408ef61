"""What a book is held against, read once: a dozen statements, however many rows it has."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from autossa.domain.currencies import places_of
from autossa.domain.imports import columns as c
from autossa.domain.imports.book import Book, Row
from autossa.domain.imports.known import Known, ListTerms, TypeTerms
from autossa.domain.imports.plans import CUSTOMER, MANDATE, PROJECT
from autossa.domain.lines import Ssa
from autossa.store import models
from autossa.store.engine.terms import Versions, load_versions
from autossa.store.exact import fraction


def load_known(book: Book) -> tuple[Known, Versions]:
    """All that a book may refer to, and the versions with their ids.

    Raises LookupError without any policy version.
    """
    lists = list(models.PriceList.objects.all())
    versions = load_versions({row.id for row in lists})
    versions.policy_on(date.min)
    customers, projects, mandates = book.of(c.CUSTOMERS), book.of(c.PROJECTS), book.of(c.MANDATES)
    numbers = {*_named(customers, "number"), *_named(projects, "customer"), *_named(mandates, "payer")}
    numbers |= _named(book.of(c.CONTRACTS), "payer")
    found = models.Organisation.objects.filter(number__in=numbers, merged_into=None)
    asked = {MANDATE: _named(mandates, "reference"), CUSTOMER: _named(customers, "number")}
    asked[PROJECT] = _named(projects, "reference")
    return (
        Known(
            policies=tuple((row.starts_on, row.policy) for row in versions.policies),
            types=_types(),
            price_lists={
                row.name: ListTerms(row.currency, versions.prices[row.id], places_of(row.currency)) for row in lists
            },
            vat_rates=frozenset(models.VatRate.objects.values_list("rate_class", flat=True)),
            vendor_country=settings.VENDOR_COUNTRY,
            organisations=dict(found.values_list("number", "kind")),
            imported=_imported(asked),
            mandates=frozenset(
                models.Mandate.objects.filter(reference__in=asked[MANDATE]).values_list("reference", flat=True)
            ),
            mandated=frozenset(
                models.Mandate.objects.filter(
                    payer__number__in=_named(mandates, "payer"), stopped_on=None, revoked_on=None
                ).values_list("payer__number", flat=True)
            ),
            projects=_projects(_named(projects, "customer")),
        ),
        versions,
    )


def _named(rows: Iterable[Row], column: str) -> set[str]:
    return {row[column] for row in rows if row[column]}


def _types() -> dict[str, TypeTerms]:
    rates: dict[str, list[tuple[date, object]]] = {}
    found = models.LicenseRate.objects.order_by("starts_on").values_list(
        "license_type__code", "starts_on", "ssc_per_year"
    )
    for code, starts_on, rate in found:
        rates.setdefault(code, []).append((starts_on, fraction(rate)))
    return {
        code: TypeTerms(Ssa(ssa), tuple(rates.get(code, ())))  # type: ignore[arg-type]
        for code, ssa in models.LicenseType.objects.values_list("code", "ssa")
    }


def _imported(asked: dict[str, set[str]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for kind, references in asked.items():
        rows = models.Imported.objects.filter(kind=kind, reference__in=references)
        found |= {(kind, reference): digest for reference, digest in rows.values_list("reference", "digest")}
    return found


def _projects(customers: set[str]) -> frozenset[tuple[str, str]]:
    rows = models.Project.objects.filter(customer__number__in=customers)
    return frozenset(rows.values_list("customer__number", "name"))
