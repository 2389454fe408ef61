"""The vendor confirms requested licenses, all that wait or some of them, at the price that is shown."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.rights import Action
from autossa.operations import licenses
from autossa.operations.errors import Refused
from autossa.portal.licenses.check import check_context
from autossa.portal.licenses.views import redirect_to_licenses
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, line_numbers, seen_of
from autossa.queries.licenses.previews import Additions, preview_confirmations


@page(Scope.PROJECT, Action.ADD_LICENSES, methods=FORM)
def confirm(request: ProjectRequest, project_id: str, requested: int) -> HttpResponse:
    """One of them."""
    return _confirm(request, {requested})


@page(Scope.PROJECT, Action.ADD_LICENSES, methods=FORM)
def confirm_several(request: ProjectRequest, project_id: str) -> HttpResponse:
    """All that wait, or those of them that are ticked."""
    if "shown" not in request.POST:
        return _confirm(request, None, "confirm_several")
    chosen = line_numbers(request.POST.getlist("line"))
    if not chosen:
        messages.warning(request, _("Select at least one license."))
        return _confirm(request, None, "confirm_several", is_asked=False)
    is_asked = _shown(chosen) == request.POST["shown"]
    if not is_asked and request.POST.get("step") != "show":
        messages.info(request, _("The selection has changed. This is its price."))
    return _confirm(request, chosen, "confirm_several", is_asked=is_asked)


def _confirm(
    request: ProjectRequest, numbers: set[int] | None, template: str = "check", *, is_asked: bool = True
) -> HttpResponse:
    """`is_asked` is false where the page showed others than are ticked now: their price is shown first."""
    found = _preview(request, numbers)
    if found is None:
        if request.method == "POST":  # sent twice, or somebody else was quicker
            messages.warning(request, _("This license is no longer waiting for a confirmation."))
            return redirect_to_licenses(request)
        raise Http404
    if request.method == "POST" and is_asked and request.POST.get("step") != "show" and found.refusal is None:
        chosen = [one.line.number for one in found.each]
        try:
            ctx = action_context(request, lambda: _preview(request, numbers))
            licenses.confirm_all(project=request.project.id, lines=chosen, ctx=ctx)
        except Refused as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, ngettext("Confirmed.", "Confirmed: %(count)s licenses.", len(chosen)) % {
                "count": len(chosen)
            })  # fmt: skip
        return redirect_to_licenses(request)
    context = check_context(request, "confirm", found)
    shown = _shown({one.line.number for one in found.each})
    return render(
        request, f"portal/licenses/check/{template}.html", {**context, "seen": seen_of(found), "shown": shown}
    )


def _preview(request: ProjectRequest, numbers: set[int] | None) -> Additions | None:
    return preview_confirmations(request.project.id, today(), numbers)


def _shown(numbers: set[int]) -> str:
    return " ".join(str(number) for number in sorted(numbers))
