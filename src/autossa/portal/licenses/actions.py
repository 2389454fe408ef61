"""What is done to a license that is there: given up, and that taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.lines import Line
from autossa.domain.rights import Action
from autossa.operations import licenses
from autossa.operations.errors import Invalid, Refused
from autossa.portal.licenses.views import redirect_to_licenses, row_of, stale_form
from autossa.portal.ui.fields import WholeField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import AmountForm, error_text
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.queries.licenses.previews import preview_return
from autossa.queries.projects.page import LicenseRow
from autossa.wording import refusals


class QuantityForm(AmountForm):
    """How many are given up."""

    quantity = WholeField(label=gettext_lazy("Quantity to give up"), least=1)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def give_back(request: ProjectRequest, project_id: str, line: int) -> HttpResponse:
    """Give a quantity up: it counts until what is paid, or agreed to, is over."""
    row, _page = row_of(request, line, _is_in_use)
    if row is None or not row.can_be_given_up:
        return stale_form(request)
    step = request.POST.get("step", "")
    form = QuantityForm(request.POST or None, most=row.line.quantity)
    if request.method == "GET" or step == "change":
        form = QuantityForm(
            initial={"quantity": request.POST.get("quantity", row.line.quantity)}, most=row.line.quantity
        )
    found = None
    if step != "change" and form.is_valid():
        quantity = form.cleaned_data["quantity"]
        found = preview_return(request.project.id, today(), line, quantity)
        if step == "do":
            return _return(request, row, quantity)
    context = {
        **project_ask_context(request, "project_licenses"),
        "row": row,
        "form": form,
        "found": found,
        "refused": refusals.explain(found.refusal) if found and found.refusal else None,
        "today": today(),
    }
    return render(request, f"portal/licenses/give_up/{'check' if found else 'ask'}.html", context)


@page(Scope.PROJECT, Action.EDIT_LICENSES, methods=FORM)
def keep(request: ProjectRequest, project_id: str, given_up: int) -> HttpResponse:
    """Take back what was given up, before it takes effect: all of the license that has that day."""
    row, _page = row_of(request, given_up, lambda found: found.confirmed and not found.is_open)
    if row is None or not row.given_up:
        return stale_form(request)
    if request.method == "POST":
        license_id, ends_on, ctx = row.line.license_id, row.line.ended_on, action_context(request)
        try:
            licenses.undo_return(project=request.project.id, license_id=license_id, ends_on=ends_on, ctx=ctx)
        except Refused as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("Kept: %(license)s goes on.") % {"license": row.line.license_id})
        return redirect_to_licenses(request)
    context = {**project_ask_context(request, "project_licenses"), "row": row}
    return render(request, "portal/licenses/give_up/keep.html", context)


def _is_in_use(line: Line) -> bool:
    """Open and confirmed."""
    return line.confirmed and line.is_open


def _return(request: ProjectRequest, row: LicenseRow, quantity: int) -> HttpResponse:
    line, project = row.line, request.project
    try:
        licenses.return_license(
            project=project.id,
            license_id=line.license_id,
            quantity=quantity,
            line=line.number,
            ctx=action_context(request),
        )
    except (Invalid, Refused) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(
            request, _("Given up: %(quantity)s of %(license)s.") % {"quantity": quantity, "license": line.license_id}
        )
    return redirect_to_licenses(request)
