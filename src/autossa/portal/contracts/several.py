"""One contract each for several projects at once: chosen in the list, checked together, concluded one by one."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.refusals import Code, Refusal
from autossa.operations import contracts
from autossa.operations.contracts import drafts
from autossa.portal.contracts import wizard_words
from autossa.portal.contracts.several_lines import CUSTOMER, Line, Selection, button, totals
from autossa.portal.contracts.wizard_forms import TermsForm
from autossa.portal.ui import next_steps
from autossa.portal.web.clock import today
from autossa.portal.web.forms import terms_asked
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, action_context, known_keys
from autossa.queries.access import project_actions
from autossa.queries.contracts.drafts import find_draft
from autossa.queries.contracts.several_offers import Several, SeveralPage, SeveralRow, several_page
from autossa.wording import glossary
from autossa.wording.refusals import RefusalMessage, explain

MOST = 100
KEY, RESULT = "conclude_several", "conclude_several_result"


@page(Scope.SELF, methods=FORM)
def choose(request: AccountRequest) -> HttpResponse:
    """The projects chosen in the list, with the option and what each would cost."""
    if request.method == "POST":
        return _take(request)
    page = _page(request)
    selection, found = _read(page), page.offers
    if not found.rows:
        return render(request, "portal/contracts/several/empty.html")
    lines = _lines(request, selection, found)
    context = {
        "selection": selection,
        "options": found.options,
        "payers": _payers(found),
        "lines": lines,
        "totals": totals(lines),
        "most": MOST,
    }
    return render(request, "portal/contracts/several/choose.html", context)


@page(Scope.SELF, methods=FORM)
def check(request: AccountRequest) -> HttpResponse:
    """Everything once more, the terms, and the button that concludes them all."""
    page = _page(request)
    selection, found = _read(page), page.offers
    every = _lines(request, selection, found)
    lines = [line for line in every if line.goes]
    form = TermsForm(request.POST if request.method == "POST" else None, asked=terms_asked(None))
    seen = [line for line in every if line.is_ticked and f"shown_{line.row.id}" in request.POST]
    if seen and form.is_valid():
        return _submit(request, selection, seen, form)
    if not lines:
        return HttpResponseRedirect(reverse("conclude_several_done" if page.has_result else "conclude_several"))
    option = next(option for option in found.options if option.name == selection.option)
    context = {
        "form": form,
        "option": option,
        "method": _("As the payer has chosen, otherwise by bank transfer"),
        "payer": dict(_payers(found)).get(selection.payer),
        "lines": lines,
        "totals": totals(lines),
        "button": button(lines, glossary.plan(option)),
        "lead_days": found.policy.renewal_lead_days,
    }
    return render(request, "portal/contracts/several/check.html", context)


@page(Scope.SELF)
def done(request: AccountRequest) -> HttpResponse:
    """Each project with its own answer."""
    kept = find_draft(request.account.user, RESULT)
    if kept is None:
        return HttpResponseRedirect(reverse("home"))
    rows = [_answer(request, one) for one in kept.get("rows", [])]
    context = {"rows": rows, "concluded": sum(1 for row in rows if row["is_concluded"])}
    return render(request, "portal/contracts/several/done.html", context)


# ---------------------------------------------------------------- choosing


def _take(request: AccountRequest) -> HttpResponse:
    """From the list, or from the page itself: keep what is chosen, then show it or go on."""
    given = tuple(dict.fromkeys(known_keys("prj", request.POST.getlist("project"))))
    selection, step = _read(_page(request)), request.POST.get("step", "")
    if step:
        ticked = tuple(one for one in given if one in selection.projects)
        option, payer = request.POST.get("option", ""), request.POST.get("payer", CUSTOMER)
        selection = replace(selection, ticked=ticked, option=option or selection.option, payer=payer)
    else:
        selection = Selection(given[:MOST], given[:MOST])
        if len(given) > MOST:
            messages.warning(request, _("The first %(most)s projects are shown: that many at a time.") % {"most": MOST})
    drafts.save(user=request.account.user, key=KEY, answers=asdict(selection), ctx=action_context(request))
    if step != "check":
        return HttpResponseRedirect(reverse("conclude_several"))
    if not any(line.goes for line in _lines(request, selection, _page(request).offers)):
        messages.error(request, _("Choose an option, and tick at least one project that can be concluded."))
        return HttpResponseRedirect(reverse("conclude_several"))
    return HttpResponseRedirect(reverse("conclude_several_check"))


def _page(request: AccountRequest) -> SeveralPage:
    return several_page(request.account, today(), selection=KEY, result=RESULT, most=MOST)


def _read(page: SeveralPage) -> Selection:
    """What was selected and kept, perhaps by an older version of the portal."""
    kept = page.kept
    lists = {name: tuple(str(one) for one in kept.get(name) or ()) for name in ("projects", "ticked")}
    return Selection(option=str(kept.get("option") or ""), payer=str(kept.get("payer") or CUSTOMER), **lists)


def _lines(request: AccountRequest, selection: Selection, found: Several) -> list[Line]:
    return [_line(request, selection, row) for row in found.rows]


def _line(request: AccountRequest, selection: Selection, row: SeveralRow) -> Line:
    told = explain(row.refusal, row.ordered, row.enough) if row.refusal else None
    return Line(
        row,
        told,
        _next_step(request, told, row) if told else None,
        row.id in selection.ticked,
        _payer_key(selection, row) is None and selection.payer != CUSTOMER,
        wizard_words.as_shown(row.offer) if row.offer else "",
    )


def _next_step(request: AccountRequest, told: RefusalMessage, row: SeveralRow) -> next_steps.NextStep | None:
    return next_steps.of_refusal(told, row.id, row.actions)


def _payers(found: Several) -> list[tuple[str, str]]:
    """Each customer for itself; or a partner of the reader's that may pay for at least one."""
    return [(CUSTOMER, _("Each customer for its own project")), *((str(key), name) for key, name in found.partners)]


def _payer_key(selection: Selection, row: SeveralRow) -> UUID | None:
    return next((key for key in row.partners if str(key) == selection.payer), None)


# ---------------------------------------------------------------- concluding


def _submit(request: AccountRequest, selection: Selection, lines: list[Line], form: TermsForm) -> HttpResponse:
    """Each as it was shown; whoever clicks first takes the selection."""
    wishes = [_wish(request, selection, line, form) for line in lines]
    contracts.conclude_several(
        user=request.account.user, selection=KEY, result=RESULT, wishes=wishes, ctx=action_context(request)
    )
    return HttpResponseRedirect(reverse("conclude_several_done"))


def _wish(request: HttpRequest, selection: Selection, line: Line, form: TermsForm) -> contracts.Wish:
    row = line.row
    about = {
        "id": row.id,
        "key": str(row.key),
        "name": row.name,
        "customer": row.customer,
        "customer_key": str(row.customer_key),
    }
    agreed = wizard_words.read_shown(request.POST.get(f"shown_{row.id}", ""))
    return contracts.Wish(
        row.key,
        selection.option,
        _payer_key(selection, row),
        agreed,
        about,
        can_pay=not line.cannot_pay,
        terms=form.agreed,
    )


def _answer(request: AccountRequest, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What became of one project, in the reader's words."""
    code, project = str(kept.get("code", "")), str(kept.get("id", ""))
    allowed = project_actions(request.account, UUID(kept["key"]), UUID(kept["customer_key"]), today())
    answer: dict[str, Any] = {**kept, "is_concluded": not code, "text": "", "next_step": None}
    if code == "changed":
        answer["text"] = _(
            "The price changed in the meantime, so nothing was concluded. Check it and conclude it separately."
        )
    elif code in [known.value for known in Code]:
        told = explain(Refusal(Code(code), missing_ssc=kept.get("missing")))
        answer["text"], answer["next_step"] = told.text, next_steps.of_refusal(told, project, allowed)
    elif code:
        answer["text"] = _(
            "Something changed in the meantime, so nothing was concluded. Check it and conclude it separately."
        )
    return answer
