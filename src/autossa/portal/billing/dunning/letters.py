"""A letter of dunning: as a page, and as PDF."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from autossa.domain.rights import Action
from autossa.operations.billing.dunning.papers import LetterNotFound, letter_file
from autossa.portal.web.frames import ask_context
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context
from autossa.queries.billing.dunning.letters import find_letter, letter_document
from autossa.queries.errors import Unknown


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def overview(request: OrganisationRequest, organisation_id: str, letter_id: str) -> HttpResponse:
    """What it says."""
    context = ask_context(request, "organisation_dunning")
    found = letter_document(_key(request, letter_id))
    return render(request, "portal/billing/dunning/letter.html", {**context, "letter": found, "letter_id": letter_id})


@page(Scope.ORGANISATION, Action.VIEW_BILLING)
def download(request: OrganisationRequest, organisation_id: str, letter_id: str) -> HttpResponse:
    """The letter as it went out."""
    try:
        file = letter_file(letter=letter_id, payer=request.organisation.id, ctx=action_context(request))
    except LetterNotFound:
        raise Http404 from None
    response = HttpResponse(file.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _key(request: OrganisationRequest, text: str) -> UUID:
    try:
        return find_letter(text, request.organisation.id)
    except Unknown:
        raise Http404 from None
