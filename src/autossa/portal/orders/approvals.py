"""Somebody of the customer is asked to approve a quote, and answers: by a link that is theirs alone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.context import ActionContext, Actor
from autossa.operations.errors import NotFound, OperationError
from autossa.operations.orders import consents
from autossa.portal.orders.forms import AskForm, QuoteTermsForm
from autossa.portal.orders.quotes import pdf_response
from autossa.portal.ui import links
from autossa.portal.web.clock import now, today
from autossa.portal.web.forms import ReasonForm, error_text, offer_choices, show_error, terms_asked
from autossa.portal.web.frames import Parent, project_frame
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context, address_of
from autossa.queries.orders.quote_page import ApprovalPage, approval_page, ask_page
from autossa.wording import quotes as words
from autossa.wording import refusals


@page(Scope.PROJECT, Action.PREPARE_QUOTES, methods=FORM)
def ask(request: ProjectRequest, project_id: str, quote_id: str) -> HttpResponse:
    """Who should approve it, with which words."""
    found = ask_page(quote_id, request.project.id, today(), now())
    if found is None:
        raise Http404
    address = reverse("quote", args=[request.project.public_id, quote_id])
    form = AskForm(request.POST or None)
    offer_choices(form, "approver", [(one.id, f"{one.name} · {one.email}") for one in found.people])
    if request.method == "POST" and form.is_valid():
        try:
            consents.ask(quote=found.quote.key, ctx=action_context(request), **form.cleaned_data)
        except NotFound:
            raise Http404 from None
        except OperationError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Sent. You get an e-mail with the answer."))
            return HttpResponseRedirect(address)
    parent = Parent(address, found.quote.number)
    context = {
        **project_frame(request, ""),
        "form": form,
        "quote": found.quote,
        "people": found.people,
        "parent": parent,
    }
    return render(request, "portal/orders/quotes/ask.html", context)


# ---------------------------------------------------------------- whoever was asked


@page(Scope.PUBLIC)
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the e-mail: its secret goes into the session, the address that stays has none."""
    if approval_page(secret, today(), now()) is None:
        return _not_valid(request)
    return links.keep(request, "approval", secret)


@page(Scope.PUBLIC)
def show(request: HttpRequest, link: str) -> HttpResponse:
    """The very quote, and two answers."""
    found = approval_page(links.kept(request, link), today(), now())
    return _not_valid(request) if found is None else _render(request, found, link, ReasonForm(), _terms(found))


@page(Scope.PUBLIC)
def pdf(request: HttpRequest, link: str) -> HttpResponse:
    """The quote as a file."""
    found = approval_page(links.kept(request, link), today(), now())
    if found is None:
        return _not_valid(request)
    try:
        return pdf_response(found.page.quote, _context(request))
    except OperationError as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(reverse("approval", args=[link]))


@page(Scope.PUBLIC, methods=POST)
def approve(request: HttpRequest, link: str) -> HttpResponse:
    """Whoever was asked approves: what the quote offers is ordered in their name."""
    secret = links.kept(request, link)
    found = approval_page(secret, today(), now())
    if found is None:
        return _not_valid(request)
    terms = _terms(found, request.POST)
    if not terms.is_valid():
        return _render(request, found, link, ReasonForm(), terms)
    try:
        consents.approve(secret=secret, terms=terms.agreed, ctx=_context(request))
    except NotFound:
        return _not_valid(request)
    except OperationError as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(reverse("approval", args=[link]))
    links.forget(request, secret)
    return _done(request, _("Approved: it was ordered as the quote says. Whoever asked you gets an e-mail."))


@page(Scope.PUBLIC, methods=POST)
def decline(request: HttpRequest, link: str) -> HttpResponse:
    """Whoever was asked says no, and why."""
    secret, form = links.kept(request, link), ReasonForm(request.POST)
    found = approval_page(secret, today(), now())
    if found is None:
        return _not_valid(request)
    if not form.is_valid():
        return _render(request, found, link, form, _terms(found))
    try:
        consents.decline(secret=secret, reason=form.cleaned_data["reason"], ctx=_context(request))
    except NotFound:
        return _not_valid(request)
    except OperationError as error:
        show_error(form, error)
        return _render(request, found, link, form, _terms(found))
    links.forget(request, secret)
    return _done(request, _("Declined. Whoever asked you gets your reason by e-mail."))


def _terms(found: ApprovalPage, given: QueryDict | None = None) -> QuoteTermsForm:
    return QuoteTermsForm(given, asked=terms_asked(found.page.quote.binds))


def _render(
    request: HttpRequest, found: ApprovalPage, link: str, form: ReasonForm, terms: QuoteTermsForm
) -> HttpResponse:
    page, quote = found.page, found.page.quote
    context: dict[str, Any] = {
        "asked": found.asked,
        "form": form,
        "terms_form": terms,
        "asked_terms": terms.asked,
        "link": link,
        "found": page,
        "quote": quote,
        "document": page.document,
        "differences": [words.difference(one, quote.currency) for one in page.differences],
        "refusal": refusals.explain(page.refusal).text if page.refusal else "",
        "closing": words.closing(page.plan) if page.plan else "",
    }
    return render(request, "portal/orders/quotes/approve.html", context)


def _context(request: HttpRequest) -> ActionContext:
    """Who they are is what the request for approval says."""
    return ActionContext(Actor("Visitor", address=address_of(request)), today(), now())


def _done(request: HttpRequest, said: str) -> HttpResponse:
    return render(request, "portal/orders/quotes/answered.html", {"said": said})


def _not_valid(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/orders/quotes/not_valid.html", status=404)
