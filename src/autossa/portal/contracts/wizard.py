"""Add contract, step by step: option, payment, check, done. Each step has an address; the answers are kept."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.billing.documents import Method
from autossa.domain.dates import DAY
from autossa.domain.refusals import Code
from autossa.domain.rights import Action
from autossa.operations import contracts
from autossa.operations.billing.payments.methods import Chosen
from autossa.operations.errors import Changed, Invalid, NotFound, Refused
from autossa.operations.vendor.terms.acceptances import TermsChanged, TermsNotAccepted
from autossa.portal.contracts import wizard_answers, wizard_words
from autossa.portal.contracts.wizard_answers import INVOICE, Answers
from autossa.portal.contracts.wizard_forms import OptionForm, PaymentForm, TermsForm, method_words
from autossa.portal.contracts.wizard_refusals import explain_refusal, gap_words
from autossa.portal.ui import pictures
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, show_error, terms_asked
from autossa.portal.web.frames import project_ask_context, project_frame
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, action_context
from autossa.queries.billing.possible_payers import Payer
from autossa.queries.contracts.offers import Choice, OfferPage
from autossa.queries.contracts.thread import load_latest_thread
from autossa.queries.contracts.wizard import WizardPage, wizard_page
from autossa.queries.projects.page import Tab, project_page
from autossa.wording import actions, glossary
from autossa.wording.billing.bank import mandate_text
from autossa.wording.changes import Change, find_changes
from autossa.wording.refusals import explain

STEPS = 4


@dataclass(frozen=True, slots=True)
class _Checked:
    """Everything that is submitted: the answers, the option's offer, who pays, and how."""

    answers: Answers
    choice: Choice
    payer: Payer
    chosen: Chosen


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def options(request: ProjectRequest, project_id: str) -> HttpResponse:
    """What is concluded for what, and the options side by side."""
    answers = wizard_answers.read(request, project_id)
    found = _page(request, answers)
    page = found.offer
    if not page.can_conclude:
        return _not_yet(request, found)
    form = OptionForm(request.POST if request.method == "POST" else None, page=page, initial=_initial(answers, page))
    if request.method == "POST":
        return _take_option(request, form, answers)
    return _show_options(request, page, form)


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def payment(request: ProjectRequest, project_id: str) -> HttpResponse:
    """How it is paid, and by whom."""
    answers = wizard_answers.read(request, project_id)
    found = _page(request, answers)
    page, payers = found.offer, found.payers
    if _chosen(page, answers) is None:
        return _to(request, "conclude")
    initial = {**asdict(answers), "method": answers.method or INVOICE, "payer": answers.payer or payers[0].id}
    initial["holder"] = answers.holder or payers[0].name
    sent = request.POST if request.method == "POST" else None
    form = PaymentForm(sent, payers=payers, ways=found.ways, mandate=_mandate(found), initial=initial)
    if request.method == "POST" and form.is_valid():
        wizard_answers.keep(request, project_id, replace(answers, **form.answers()))
        return _to(request, "conclude_check")
    context = {"form": form, "page": page, "choice": _chosen(page, answers), "lacking": _lacking(payers)}
    return _render(request, 2, "payment", context)


@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def check(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Everything that was answered, what it costs, the terms; and the button that concludes."""
    answers = wizard_answers.read(request, project_id)
    found = _page(request, answers)
    page, payer = found.offer, found.payer
    choice = _chosen(page, answers)
    if choice is None:
        return _after_it_is_gone(request, found) if request.method == "POST" else _to(request, "conclude")
    chosen = _chosen_method(found, answers)
    if payer is None or chosen is None:
        return _to(request, "conclude_payment")
    asked = terms_asked(request.project.customer_id)
    form = TermsForm(request.POST if request.method == "POST" else None, asked=asked)
    if request.method == "POST" and form.is_valid():
        return _submit(request, found, _Checked(answers, choice, payer, chosen), form)
    return _show_check(request, found, _Checked(answers, choice, payer, chosen), form)


@page(Scope.PROJECT, Action.EDIT_CONTRACTS)
def done(request: ProjectRequest, project_id: str) -> HttpResponse:
    """What was submitted, and what happens next."""
    found = project_page(project_id, today(), tabs=frozenset({Tab.CONTRACTS}))
    if found is None:
        raise Http404
    contract = found.project.contract
    if contract is None or not contract.is_open:
        return _to(request, "project_contracts")
    said = load_latest_thread(request.project.id)
    context = {
        "page": found,
        "contract": contract,
        "row": found.contracts[0],
        "by": said[0].actor if said else "",
        "email": request.account.email,
    }
    return _render(request, STEPS, "done", context)


# ---------------------------------------------------------------- steps


def _take_option(request: ProjectRequest, form: OptionForm, answers: Answers) -> HttpResponse:
    """Keep what was chosen, also where it cannot be concluded yet: entered data stays."""
    project_id = request.project.public_id
    valid = form.is_valid()
    given = form.cleaned_data
    end = given["last_day"] + DAY if given.get("last_day") else None
    if "last_day" in given:
        fixed_end = end.isoformat() if end else ""
        answers = replace(answers, option=given.get("option", answers.option), fixed_end=fixed_end)
        wizard_answers.keep(request, project_id, answers)
    if request.POST.get("step") == "figures" and "last_day" in given:
        return _to(request, "conclude")
    found = _page(request, answers)
    page = found.offer
    if not page.can_conclude:
        return _not_yet(request, found)
    choice = page.choice(given["option"]) if valid else None
    if choice is not None and choice.refusal is None:
        return _to(request, "conclude_payment")
    if choice is not None and choice.refusal is not None:
        field = "last_day" if choice.refusal.code is Code.BEFORE_MINIMUM_TERM else None
        form.add_error(field, explain(choice.refusal, page.ordered).text)
    return _show_options(request, page, form)


def _show_options(request: ProjectRequest, page: OfferPage, form: OptionForm) -> HttpResponse:
    rows = [
        (choice, explain_refusal(request, choice.refusal, page.ordered, page.gap.enough if page.gap else None), radio)
        for choice, radio in zip(page.choices, form["option"], strict=True)
    ]
    refused = [told for _choice, told, _radio in rows if told]
    context = {
        "page": page,
        "form": form,
        "rows": rows,
        "end": form["last_day"].value(),
        "topped_up": next((told.missing for told, _step in refused if told.missing), 0),
        "wished": page.fixed_end,
        "can_go_on": any(_can_be_chosen(choice) for choice in page.choices),
        "option_months": pictures.option_months(((c.option, c.offer) for c in page.choices if c.offer), page.currency),
        **gap_words(request, page),
    }
    return _render(request, 1, "options", context)


def _show_check(
    request: ProjectRequest,
    found: WizardPage,
    checked: _Checked,
    form: TermsForm,
    changes: list[Change] | None = None,
) -> HttpResponse:
    page, offer = found.offer, checked.choice.offer
    assert offer is not None  # it was chosen
    context = {
        "page": page,
        "form": form,
        "choice": checked.choice,
        "planned": [(one, found.collective_on(one.settlement)) for one in checked.choice.planned],
        "offer": offer,
        "answers": checked.answers,
        "payer": checked.payer,
        "lacking": _lacking((checked.payer,)),
        "method": method_words(checked.answers.chosen or Method.TRANSFER),
        "account": checked.answers.shown_account if checked.chosen.account else "",
        "amount": actions.cost_at_start(offer, page.currency),
        "button": actions.conclude(offer, page.currency),
        "shown": wizard_words.as_shown(offer),
        "lead_days": page.project.terms.policy.renewal_lead_days,
        "changes": changes,
        **gap_words(request, page),
    }
    return _render(request, 3, "check", context)


def _submit(request: ProjectRequest, found: WizardPage, checked: _Checked, form: TermsForm) -> HttpResponse:
    """Conclude what was shown. When it is no longer so, nothing is concluded and the page says what is new."""
    project = request.project
    shown = wizard_words.read_shown(request.POST.get("shown", ""))
    try:
        contracts.conclude(
            project=project.id,
            option=checked.choice.option.name,
            ctx=action_context(request),
            fixed_end=checked.answers.end,
            payer=checked.payer.key,
            agreed=shown,
            order_number=checked.answers.order_number,
            invoice_contact=checked.answers.invoice_contact,
            terms=form.agreed,
            payment=checked.chosen,
        )
    except Changed as changed:
        now = replace(checked, choice=replace(checked.choice, offer=changed.now))
        anew = TermsForm(asked=terms_asked(project.customer_id))
        return _show_check(request, found, now, anew, find_changes(shown, changed.now, found.offer.currency))
    except (TermsChanged, TermsNotAccepted) as error:  # published while the form was read
        anew = TermsForm(request.POST, asked=terms_asked(project.customer_id))
        anew.is_valid()
        show_error(anew, error)
        return _show_check(request, found, checked, anew)
    except Refused as refused:
        if refused.refusal.code is Code.CONTRACT_EXISTS:
            return _submitted_already(request, _page(request, checked.answers))
        messages.error(request, error_text(refused))
        return _to(request, "conclude")
    except (Invalid, NotFound):  # the option is no longer offered, the customer no longer verified, the payer gone
        messages.error(request, _("Something has changed meanwhile, so nothing was submitted. Please look again."))
        return _to(request, "conclude")
    wizard_answers.forget(request, project.public_id)
    return _to(request, "conclude_done")


def _after_it_is_gone(request: ProjectRequest, found: WizardPage) -> HttpResponse:
    """A form that comes after the contract, or after the option has gone."""
    obstacle = found.offer.obstacle
    if obstacle is not None and obstacle.code is Code.CONTRACT_EXISTS:
        return _submitted_already(request, found)
    messages.error(request, _("Something has changed meanwhile, so nothing was submitted. Please look again."))
    return _to(request, "conclude")


def _submitted_already(request: ProjectRequest, found: WizardPage) -> HttpResponse:
    """Two people, or two clicks: there is one contract, and the second learns whose."""
    said = found.said
    text = _("%(name)s has submitted a contract for this project already. Nothing was submitted twice.")
    messages.warning(request, text % {"name": said[0].actor if said else "?"})
    return _to(request, "conclude_done")


def _not_yet(request: ProjectRequest, found: WizardPage) -> HttpResponse:
    """Why no contract can be concluded at present, and the way there."""
    page, said = found.offer, found.said
    obstacle = page.obstacle
    if obstacle is not None and obstacle.code is Code.CONTRACT_EXISTS:
        obstructed: dict[str, Any] = {"contract": page.project.contract, "said": said[0] if said else None}
    else:
        told = explain_refusal(request, obstacle)
        obstructed = {"told": told[0] if told else None, "next_step": told[1] if told else None}
    context = {**project_ask_context(request, "project_contracts"), "page": page, **obstructed}
    return render(request, "portal/contracts/wizard/not_yet.html", context)


# ---------------------------------------------------------------- parts


def _page(request: ProjectRequest, answers: Answers) -> WizardPage:
    """The options as the answers so far make them: up to which end, invoiced to whom."""
    page = wizard_page(request.account, request.project, today(), fixed_end=answers.end, payer=answers.payer)
    if page is None:  # it went meanwhile
        raise Http404
    return page


def _chosen(page: OfferPage, answers: Answers) -> Choice | None:
    """The option that was answered, if it can be concluded."""
    choice = page.choice(answers.option)
    return choice if choice and choice.offer and choice.refusal is None and page.can_conclude else None


def _mandate(found: WizardPage) -> str:
    """The mandate as the page shows it, "" where no direct debit is offered."""
    terms = found.ways.terms
    return (
        mandate_text(found.ways.creditor, terms.creditor_id, terms.policy.prenotify_days) if terms.creditor_id else ""
    )


def _chosen_method(found: WizardPage, answers: Answers) -> Chosen | None:
    """How it was answered that the contract is paid; None where that cannot be, or not any more."""
    way, method = found.ways.of(answers.payer), answers.chosen
    if way is None or method not in way.methods:
        return None
    if method is Method.DIRECT_DEBIT and not way.account:
        return Chosen(method, answers.account, answers.mandate) if answers.agreed else None
    return Chosen(None if method is way.usual or not way.may_choose else method)


def _lacking(payers: Iterable[Payer]) -> list[tuple[Payer, list[Any]]]:
    """What each lacks to be invoiced, in words."""
    return [(one, [glossary.LACK[lack] for lack in one.lacks]) for one in payers if one.lacks]


def _can_be_chosen(choice: Choice) -> bool:
    """Concluded at once, or once another end is wished."""
    return choice.refusal is None or choice.refusal.code is Code.BEFORE_MINIMUM_TERM


def _initial(answers: Answers, page: OfferPage) -> dict[str, Any]:
    known = page.choice(answers.option) is not None
    return {"option": answers.option if known else None, "last_day": answers.last_day}


def _render(request: ProjectRequest, step: int, template: str, context: dict[str, Any]) -> HttpResponse:
    around = {**project_frame(request, "project_contracts"), "step": step, "steps": STEPS}
    return render(request, f"portal/contracts/wizard/{template}.html", {**around, **context})


def _to(request: ProjectRequest, name: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=[request.project.public_id]))
