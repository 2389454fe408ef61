"""Finance credits an invoice: the plan first, then just that; and says how a payer is invoiced."""

import pytest
from django.test import Client

from autossa.store import models
from tests.cast.world import TODAY, World
from tests.portal.staff import said
from tests.portal.vendor.test_pages import of_project, page

pytestmark = pytest.mark.store


def _seen(html: str) -> str:
    return html.split('name="seen" value="')[1].split('"')[0]


def test_credit_a_line_after_looking_at_it(own: World, staff: Client) -> None:
    project = own.projects["Telephony Kiel"]
    row = models.Invoice.objects.filter(project=project, series="INV").latest("id")
    path = of_project(own, "Telephony Kiel", f"invoices/{row.public_id}/credit/")
    assert "Enter nothing to credit all that is left" in page(staff, path)
    assert "Please fix the highlighted fields" in said(staff, path, {"amount_0": "1"})
    both = {"amount_0": "1", "quantity_0": "1", "reason": "Sorry"}
    assert "either an amount or a quantity" in said(staff, path, both)
    assert "more than what is left" in said(staff, path, {"amount_0": "99999", "reason": "Sorry"})
    wanted = {"amount_0": "1.00", "reason": "Sorry"}
    shown = staff.post(path, wanted).content.decode()
    assert "Issue a credit note of" in shown
    assert not models.CreditReason.objects.exists()
    other = staff.post(path, {"amount_0": "2.00", "reason": "Sorry", "seen": _seen(shown)}).content.decode()
    assert "Issue a credit note of" in other  # what was changed is shown again first
    assert not models.CreditReason.objects.exists()
    assert "is issued" in said(staff, path, {**wanted, "seen": _seen(shown)})
    note = models.CreditReason.objects.get().note
    assert (note.net, note.corrects) == (-1_00, row.id)
    assert note.full_number in page(staff, of_project(own, "Telephony Kiel", "invoices/"))
    page(staff, of_project(own, "Control room", f"invoices/{row.public_id}/credit/"), 404)
    page(staff, of_project(own, "Telephony Kiel", f"invoices/{note.public_id}/credit/"), 404)


def test_say_how_a_payer_is_invoiced(own: World, staff: Client) -> None:
    project = models.Project.objects.get(pk=own.projects["Telephony Kiel"])
    path = f"/organisations/{project.customer.public_id}/collective-invoices/"
    assert "An invoice for each charge" in page(staff, path)
    day = {"starts_on": TODAY.isoformat()}
    assert "Enter the day of the month" in said(staff, path, {"every": "monthly", **day})
    assert "Only monthly invoices" in said(staff, path, {"every": "daily", "day": "3", **day})
    assert "in the past" in said(staff, path, {"every": "daily", "starts_on": "2020-01-01"})
    assert "Saved." in said(staff, path, {"every": "monthly", "day": "3", **day})
    assert "One invoice a month, on day 3" in page(staff, path)
    assert models.BillingCycle.objects.get().payer_id == project.customer_id
