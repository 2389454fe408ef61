"""The demo's book, exported and taken over elsewhere: the same next charge for every project."""

import io
from typing import Any

import pytest
from django.db import transaction

from autossa.documents.imports.workbook import write_book
from autossa.domain.imports.openings import NextCharge, next_charge
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.vendor.imports.importing import import_book
from autossa.queries.runs import verify
from autossa.queries.vendor.imports.book import running
from autossa.store import models
from autossa.store.engine.load import load_projects
from tests.cast.databases import own_database
from tests.workbench.demo.conftest import NOW, TODAY

pytestmark = [pytest.mark.store, pytest.mark.slow, pytest.mark.usefixtures("loaded")]
CATALOGUE = (
    models.PolicyVersion, models.PlanVersion, models.LicenseType, models.LicenseRate, models.PriceList, models.SscPrice,
    models.VatRate,
)  # fmt: skip


def next_charges() -> dict[tuple[str, str], NextCharge | None]:
    found = {}
    for loaded in load_projects(models.Project.objects.values_list("id", flat=True), TODAY, lock=False).values():
        project = models.Project.objects.select_related("customer").get(pk=loaded.id)
        charge = next_charge(loaded.project, max(TODAY, loaded.touched_on)) if running(loaded) else None
        found[project.customer.number, project.name] = charge
    return found


def catalogue() -> list[list[Any]]:
    rows = [list(getattr(kind, "every", kind.objects).order_by("pk")) for kind in CATALOGUE]
    return [sorted(found, key=lambda row: str(getattr(row, "entered_on", "") or "")) for found in rows]


def test_an_import_of_the_export_gives_the_same_next_charges(django_db_blocker: Any) -> None:
    file = io.BytesIO()
    write_book(file, TODAY)
    before, sold = next_charges(), catalogue()
    assert sum(charge is not None for charge in before.values()) > 5
    with own_database(django_db_blocker):
        with transaction.atomic():
            for kind, rows in zip(CATALOGUE, sold, strict=True):
                there = set(kind.objects.values_list("pk", flat=True))
                for row in rows:
                    if row.pk not in there:
                        row.save(force_insert=True)
        ctx = ActionContext(SYSTEM, TODAY, NOW)
        report = import_book(content=file.getvalue(), name="demo.xlsx", dry_run=False, ctx=ctx)
        assert [(*fault.place, fault.wrong.value, fault.given) for fault in report.faults] == []
        assert report.is_done
        assert report.expected == sum(charge is not None for charge in before.values())
        assert report.differing == []
        assert next_charges() == before
        assert not list(verify.check_all())
        again = import_book(content=file.getvalue(), name="demo.xlsx", dry_run=False, ctx=ctx)
        assert (again.faults, sum(again.new.values())) == ([], 0)
