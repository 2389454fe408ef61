"""A booking is voided by staff, once, with its reason."""

import pytest
from django.test import Client

from autossa.queries.projects.page import project_page
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.world import TODAY, World
from tests.portal.staff import said
from tests.portal.vendor.test_pages import of_project, page

pytestmark = pytest.mark.store


def test_void_a_booking(own: World, staff: Client) -> None:
    project = own.projects["Telephony Kiel"]
    row = models.Settlement.objects.filter(project=project, reason="extension").latest("start")
    path = of_project(own, "Telephony Kiel", f"credits/void/{row.public_id}/")
    listed = page(staff, of_project(own, "Telephony Kiel", "credits/?show=all"))
    assert path in listed
    old = models.Settlement.objects.filter(project=project, reason="extension").earliest("start")
    assert f"credits/void/{old.public_id}" not in listed  # too old: there is no link
    html = page(staff, path)
    assert "What is given back" in html
    assert "the next run books it again" in html
    assert "Please fix the highlighted fields" in said(staff, path, {"reason": ""})
    assert "Voided." in said(staff, path, {"reason": "Booked with the wrong licenses"})
    assert models.VoidEntry.objects.get().settlement_id == row.id
    assert "it was voided already" in said(staff, path, {"reason": "again"})
    assert models.VoidEntry.objects.count() == 1
    page(staff, of_project(own, "Control room", f"credits/void/{row.public_id}/"), 404)


def test_lines_of_a_credit_note_add_up_to_its_total(own: World, staff: Client) -> None:
    row = models.Settlement.objects.filter(project=own.projects["Telephony Kiel"], reason="extension").latest("start")
    assert "Voided." in said(
        staff, of_project(own, "Telephony Kiel", f"credits/void/{row.public_id}/"), {"reason": "Wrong quantity"}
    )
    found = project_page(public_id("prj", own.projects["Telephony Kiel"]), TODAY)
    assert found is not None
    notes = [one for one in found.invoices if one.is_credit_note]
    assert notes
    for note in notes:
        assert sum(line.net for line in note.lines) == note.net < 0
        assert sum(line.invoiced for line in note.lines) == note.ssc < 0
