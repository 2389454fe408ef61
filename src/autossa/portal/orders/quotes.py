"""Quotes: made for credits and contracts, shown, downloaded, accepted, withdrawn."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.refusals import Refusal
from autossa.domain.rights import Action
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.orders import accepting, making
from autossa.operations.orders.papers import quote_file
from autossa.portal.orders.forms import ContractForm, CreditsForm, PayForm, QuoteTermsForm
from autossa.portal.orders.licenses import to_quote
from autossa.portal.web.clock import now, today
from autossa.portal.web.forms import error_text, offer_choices, show_error, terms_asked
from autossa.portal.web.frames import Parent, actions_on, project_ask_context, project_frame
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, seen_of
from autossa.queries.orders.approvers import ACCEPTS
from autossa.queries.orders.plans import Plan
from autossa.queries.orders.quote_page import QuotePage, new_quote_page, quote_page
from autossa.queries.orders.quotes import QuoteRow
from autossa.wording import quotes as words
from autossa.wording import refusals

Make = Callable[[PayForm], UUID]

# ---------------------------------------------------------------- made


@page(Scope.PROJECT, Action.PREPARE_QUOTES, methods=FORM)
def of_credits(request: ProjectRequest, project_id: str) -> HttpResponse:
    """A quote for credits: how much, who pays, check, make."""
    form = CreditsForm(**_given(request, CreditsForm))

    def make(form: PayForm) -> UUID:
        return making.quote_credits(
            project=request.project.id,
            ssc=form.cleaned_data["ssc"],
            payer=UUID(form.cleaned_data["payer"]),
            order_number=form.cleaned_data["order_number"],
            ctx=action_context(request),
        )

    return _enter(request, form, _("Quote for credits"), make)


@page(Scope.PROJECT, Action.PREPARE_QUOTES, methods=FORM)
def of_contract(request: ProjectRequest, project_id: str) -> HttpResponse:
    """A quote for a contract: which option, who pays, check, make."""
    form = ContractForm(**_given(request, ContractForm))

    def make(form: PayForm) -> UUID:
        return making.quote_contract(
            project=request.project.id,
            option=form.cleaned_data["option"],
            payer=UUID(form.cleaned_data["payer"]),
            order_number=form.cleaned_data["order_number"],
            ctx=action_context(request),
        )

    return _enter(request, form, _("Quote for a contract"), make)


def _given(request: ProjectRequest, kind: type[PayForm]) -> dict[str, Any]:
    """What was sent; what is to be changed is not judged."""
    if request.method == "POST" and request.POST.get("step") != "change":
        return {"data": request.POST}
    return {"initial": {name: request.POST[name] for name in kind.base_fields if name in request.POST}}


def _enter(request: ProjectRequest, form: PayForm, heading: str, make: Make) -> HttpResponse:
    """Ask, show what it would be, make it."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = new_quote_page(
        request.project.id, request.account.user, today(), payer=form.chosen(), ssc=given.get("ssc"),
        option=given.get("option", ""),
    )  # fmt: skip
    form.offer(found.payers)
    if "option" in form.fields:
        offer_choices(form, "option", [(name, words.option(name)) for name in found.options])
    context = {**project_ask_context(request, "project_orders"), "form": form, "title": heading}
    if form.is_bound and form.is_valid():
        if isinstance(found.plan, Refusal):
            form.add_error(None, refusals.explain(found.plan).text)
        elif found.plan is not None:
            if request.method == "POST" and request.POST.get("step") == "make" and _same(request, found.plan):
                if (answer := _make(request, form, make)) is not None:
                    return answer
            else:
                context |= {
                    "plan": found.plan,
                    "figures": seen_of(found.plan.figures),
                    "changed": request.POST.get("step") == "make",
                }
                return render(request, "portal/orders/quotes/check_quote.html", context)
    return render(request, "portal/orders/quotes/new_quote.html", context)


def _same(request: ProjectRequest, plan: Plan) -> bool:
    return request.POST.get("figures") == seen_of(plan.figures)


def _make(request: ProjectRequest, form: PayForm, make: Make) -> HttpResponse | None:
    try:
        key = make(form)
    except OperationError as error:
        show_error(form, error)
        return None
    return to_quote(request, key)


# ---------------------------------------------------------------- shown


@page(Scope.PROJECT, Action.VIEW_BILLING)
def show(request: ProjectRequest, project_id: str, quote_id: str) -> HttpResponse:
    """A quote with its lines, how it stands, who was asked, what can be done with it."""
    found = _found(request, quote_id)
    context = {**project_frame(request, ""), **_shown(request, found)}
    return render(request, "portal/orders/quotes/quote.html", context)


@page(Scope.PROJECT, Action.VIEW_BILLING)
def pdf(request: ProjectRequest, project_id: str, quote_id: str) -> HttpResponse:
    """The quote as PDF, as it was issued; made now where it was not yet."""
    quote = _found(request, quote_id).quote
    try:
        return pdf_response(quote, action_context(request))
    except OperationError as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(_address(request, quote_id))


def pdf_response(quote: QuoteRow, ctx: ActionContext) -> HttpResponse:
    """The file of a quote. Raises as `quote_file`."""
    content = quote_file(quote=quote.key, ctx=ctx)
    named = {"Content-Disposition": f'attachment; filename="{quote.number}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=named)


@page(Scope.PROJECT, Action.VIEW_BILLING, methods=FORM)
def accept(request: ProjectRequest, project_id: str, quote_id: str) -> HttpResponse:
    """Check the quote once more, then order or conclude what it offers."""
    found = _found(request, quote_id)
    if ACCEPTS[found.quote.about] not in actions_on(request):
        raise Http404
    terms = QuoteTermsForm(request.POST if request.method == "POST" else None, asked=terms_asked(found.quote.binds))
    if request.method == "POST" and terms.is_valid():
        try:
            is_new = accepting.accept(quote=found.quote.key, terms=terms.agreed, ctx=action_context(request))
        except OperationError as error:
            messages.error(request, error_text(error))
            return HttpResponseRedirect(request.path)
        messages.success(
            request, words.accepted(found.quote.about) if is_new else _("This quote was accepted already.")
        )
        return HttpResponseRedirect(_address(request, quote_id))
    context = {**project_frame(request, ""), "parent": _parent(request, found), **_shown(request, found)}
    context |= {"terms_form": terms, "asked": terms.asked}
    return render(request, "portal/orders/quotes/accept.html", context)


@page(Scope.PROJECT, Action.PREPARE_QUOTES, methods=FORM)
def withdraw(request: ProjectRequest, project_id: str, quote_id: str) -> HttpResponse:
    """Take a quote back."""
    found = _found(request, quote_id)
    if request.method == "POST":
        try:
            making.withdraw(quote=found.quote.key, ctx=action_context(request))
        except NotFound:
            raise Http404 from None
        except OperationError as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("Quote withdrawn."))
        return HttpResponseRedirect(_address(request, quote_id))
    context = {**project_frame(request, ""), "parent": _parent(request, found), **_shown(request, found)}
    return render(request, "portal/orders/quotes/withdraw_quote.html", context)


def _found(request: ProjectRequest, quote_id: str) -> QuotePage:
    found = quote_page(quote_id, request.project.id, today(), now())
    if found is None:
        raise Http404
    return found


def _shown(request: ProjectRequest, found: QuotePage) -> dict[str, Any]:
    quote = found.quote
    return {
        "found": found,
        "quote": quote,
        "document": found.document,
        "differences": [words.difference(one, quote.currency) for one in found.differences],
        "refusal": refusals.explain(found.refusal).text if found.refusal else "",
        "closing": words.closing(found.plan) if found.plan else "",
        "may_accept": ACCEPTS[quote.about] in actions_on(request),
    }


def _address(request: ProjectRequest, quote_id: str) -> str:
    return reverse("quote", args=[request.project.public_id, quote_id])


def _parent(request: ProjectRequest, found: QuotePage) -> Parent:
    return Parent(_address(request, found.quote.id), found.quote.number)
