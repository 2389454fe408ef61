"""Bank statements: several files are imported at once; then what each brought, and what became of every line."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from autossa.documents.uploads import Spooled
from autossa.domain.rights import Action
from autossa.operations.billing.bank.importing import Upload
from autossa.operations.errors import OperationError
from autossa.operations.orders.paid import import_statements
from autossa.portal.billing.bank.forms import StatementsForm
from autossa.portal.web.forms import show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.billing.bank.imports import Line, import_page, list_imports
from autossa.wording.billing import matching as words


@page(Scope.VENDOR, Action.CORRECT)
def overview(request: VendorRequest) -> HttpResponse:
    """What was imported, the newest first, and a form for more."""
    return _page(request, StatementsForm())


@page(Scope.VENDOR, Action.CORRECT, methods=FORM)
@csrf_exempt
def upload(request: VendorRequest) -> HttpResponse:
    """The form is checked within, once it is known who sends it."""
    request.upload_handlers = [Spooled(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = StatementsForm(request.POST, request.FILES) if is_sent else StatementsForm()
    if is_sent and form.is_valid():
        files = [Upload(file.name, file.file) for file in form.cleaned_data["statements"]]
        try:
            done = import_statements(files=files, ctx=action_context(request))
        except OperationError as error:
            show_error(form, error)
        else:
            for result in done.files:
                tell = messages.error if result.refused else messages.success if result.new else messages.info
                tell(request, words.file_result(result.name, result.refused, result.new))
            if said := words.settled(done.settled):
                messages.info(request, " ".join(said))
            return HttpResponseRedirect(reverse("bank_statements"))
    return _page(request, form)


@page(Scope.VENDOR, Action.CORRECT)
def one(request: VendorRequest, import_id: str) -> HttpResponse:
    """The new lines of a file, each with what became of it."""
    found = import_page(import_id, request.GET.get("after", ""))
    if found is None:
        raise Http404
    lines = map(_said, found.lines)
    context = {"found": found, "row": found.row, "lines": list(lines), "is_first": not request.GET.get("after")}
    return render(request, "portal/billing/bank/import.html", context)


def _said(line: Line) -> tuple[object, ...]:
    """A line, what it paid and why, whose it is and why, why it was set aside, why it went back: in words."""
    paid = [(one, words.WHY[one.why]) for one in line.paid_for]
    assigned = words.WHY[line.why] if line.why else ""
    returned = words.went_back(line.returned) if line.returned else ""
    return line, paid, assigned, words.aside(line.aside, by_itself=line.by_itself), returned


def _page(request: HttpRequest, form: StatementsForm) -> HttpResponse:
    after = request.GET.get("after", "")
    context = {"form": form, "found": list_imports(after), "is_first": not after}
    return render(request, "portal/billing/bank/statements.html", context)
