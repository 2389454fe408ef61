"""An existing book, uploaded: first what would happen and what is wrong, row by row, then the deed."""

import io
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from autossa.documents.imports.workbook import write_template
from autossa.documents.uploads import Spooled
from autossa.domain.imports.tables import MOST_BYTES
from autossa.domain.rights import Action
from autossa.operations.errors import OperationError
from autossa.operations.vendor.imports.importing import Compared, Report, import_book
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.wording.formats import money, ssc
from autossa.wording.imports import explained, fault_text, place_text

MOST_SHOWN = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BookForm(forms.Form):
    """The book; the second time with the digest of what was shown."""

    file = forms.FileField(
        label=gettext_lazy("Book"),
        help_text=gettext_lazy("XLSX, or CSV in UTF-8; at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    shown = TextField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Its content, and that it is the one that was shown."""
        given = super().clean() or {}
        file = given.get("file")
        if file is None:
            return given
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large."))
        given["content"] = file.read()
        given["digest"] = sha256(given["content"]).hexdigest()
        if given.get("shown") and given["shown"] != given["digest"]:
            self.add_error("file", _("This is not the file that was checked. Check it first."))
        return given


@page(Scope.VENDOR, Action.MANAGE_STAFF)
def template(request: VendorRequest) -> FileResponse:
    """An empty book to fill in."""
    file = io.BytesIO()
    write_template(file, explained())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="autossa-book.xlsx", content_type=_XLSX)


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
@csrf_exempt
def upload(request: VendorRequest) -> HttpResponse:
    """The form is checked within, once it is known who sends it."""
    request.upload_handlers = [Spooled(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = BookForm(request.POST, request.FILES) if is_sent else BookForm()
    if not is_sent or not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    try:
        report = import_book(
            content=given["content"], name=given["file"].name, dry_run=not given["shown"], ctx=action_context(request)
        )
    except OperationError as error:
        show_error(form, error)
        return _page(request, form)
    if report.is_done:
        said = _("Imported: %(projects)s projects, %(customers)s customers, %(mandates)s mandates.")
        messages.success(request, said % _counts(report))
        return HttpResponseRedirect(reverse("staff_organisations"))
    again = BookForm(initial={"shown": given["digest"]}) if not report.faults else BookForm()
    return _page(request, again, report)


def _counts(report: Report) -> dict[str, int]:
    return {f"{kind}s": count for kind, count in report.new.items()}


def _page(request: HttpRequest, form: BookForm, report: Report | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "report": report,
        "parent": Parent(reverse("vendor_settings"), _("Settings")),
        "template": reverse("import_template"),
    }
    if report is not None:
        shown = report.faults[:MOST_SHOWN]
        context |= {
            "faults": [(place_text(fault), fault_text(fault), fault.given) for fault in shown],
            "more": len(report.faults) - len(shown),
            "counts": _counts(report),
            "known_before": sum(report.known_before.values()),
            "differing": [_said(one) for one in report.differing[:MOST_SHOWN]],
            "right": report.expected - len(report.differing),
        }
    return render(request, "portal/vendor/imports/import.html", context)


def _said(one: Compared) -> tuple[str, str, str]:
    """A project, its next charge, what was expected."""
    found = one.next
    charge = ""
    if found is not None:
        amounts = [ssc(found.ssc), *([] if found.net is None else [money(found.net, one.currency)])]
        charge = ", ".join((found.day.isoformat(), *amounts))
    return f"{one.customer} {one.project}", charge, ", ".join(filter(None, one.expected))
