"""The daily run as staff sees it: what it did, what is parked, what the next one would book, and what is stuck."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.rights import Action
from autossa.operations import outbox
from autossa.operations.days import WrongDay
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.runs import renewals
from autossa.operations.runs.by_hand import MAX_AT_ONCE, run_now
from autossa.operations.runs.safety.errors import RunHalted, RunStopped
from autossa.operations.runs.timetable import TIMETABLE
from autossa.portal.web.clock import now, today
from autossa.portal.web.forms import error_text
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, VendorRequest, action_context, key_or_404
from autossa.queries.runs.history import TaskRow
from autossa.queries.runs.next_run import MAX_ADDED_UP, preview_now, preview_page
from autossa.queries.runs.overview import next_run_day, read_overview
from autossa.wording import glossary
from autossa.wording.formats import whole

log = structlog.get_logger()


@page(Scope.VENDOR, Action.VIEW_RUNS)
def overview(request: VendorRequest) -> HttpResponse:
    """Last runs, parked projects, tonight, the schedule, the outbox."""
    found = read_overview(today(), request.GET.get("after", ""), account=request.account)
    context = {
        "found": found,
        "tasks": _tasks(found.tasks),
        "writes_files": settings.MAIL_GATEWAY.endswith("mail.files.from_settings"),
    }
    return render(request, "portal/runs/overview.html", context)


@page(Scope.VENDOR, Action.VIEW_RUNS)
def preview(request: VendorRequest) -> HttpResponse:
    """What the run of tonight, or one started now, would book; on request with totals."""
    of_now = request.GET.get("day") == "now"
    day = today() if of_now else next_run_day(today())
    found = preview_page(day, request.GET.get("after", ""), with_totals=bool(request.GET.get("totals")))
    context = {"found": found, "of_now": of_now, "counted": min(found.due, MAX_ADDED_UP)}
    return render(request, "portal/runs/preview.html", context)


@page(Scope.VENDOR, Action.START_RUNS, methods=FORM)
def start(request: VendorRequest) -> HttpResponse:
    """Look at what is due, then run now."""
    if request.method == "POST":
        try:
            report = run_now(ctx=action_context(request))
        except (RunHalted, RunStopped) as error:
            messages.error(request, error_text(error))
            return HttpResponseRedirect(reverse("runs"))
        if report is None:
            messages.success(request, _("The worker does the run; it begins within a minute."))
        else:
            _say(request, report)
        return HttpResponseRedirect(reverse("runs"))
    found = preview_now(today(), MAX_AT_ONCE)
    context = {
        "parent": Parent(reverse("runs"), _("Runs")),
        "due": found.due,
        "summary": found.summary,
        "by_worker": found.due > MAX_AT_ONCE,
    }
    return render(request, "portal/runs/start.html", context)


@page(Scope.PROJECT, Action.START_RUNS, methods=POST)
def retry(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Try a parked project again."""
    project = request.project
    try:
        outcome = renewals.retry(project=project.id, ctx=action_context(request))
    except WrongDay:
        raise  # it is not even tried
    except Exception as error:  # whatever keeps it parked: staff is to read it, not to see a page of ours fail
        log.warning("retry failed", project=project_id, error=str(error))
        said = _("%(project)s failed again and stays parked: %(cause)s")
        messages.error(request, said % {"project": project.name, "cause": f"{type(error).__name__}: {error}"})
    else:
        periods = renewals.periods_in(outcome)
        said = ngettext(
            "%(project)s is no longer parked; %(count)s period booked.",
            "%(project)s is no longer parked; %(count)s periods booked.",
            periods,
        )
        messages.success(request, said % {"project": project.name, "count": whole(periods)})
    return HttpResponseRedirect(reverse("runs"))


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def retry_mail(request: VendorRequest, message_id: str) -> HttpResponse:
    """Try a message again at once."""
    try:
        outbox.retry(message=key_or_404("msg", message_id), ctx=action_context(request))
    except NotFound as error:
        messages.info(request, error_text(error))
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("The e-mail will be sent again within a minute."))
    return HttpResponseRedirect(reverse("runs") + "#mails")


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def retry_mails(request: VendorRequest) -> HttpResponse:
    """Try everything that is parked again."""
    count = outbox.retry_all(ctx=action_context(request))
    said = ngettext("%(count)s e-mail will be sent again.", "%(count)s e-mails will be sent again.", count)
    messages.success(request, said % {"count": whole(count)})
    return HttpResponseRedirect(reverse("runs") + "#mails")


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def discard_mail(request: VendorRequest, message_id: str) -> HttpResponse:
    """Give a message up."""
    try:
        reason = request.POST.get("reason", "")
        outbox.discard(message=key_or_404("msg", message_id), reason=reason, ctx=action_context(request))
    except NotFound as error:
        messages.info(request, error_text(error))
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Given up: the e-mail is not sent, and its text was deleted."))
    return HttpResponseRedirect(reverse("runs") + "#mails")


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def discard_mails(request: VendorRequest) -> HttpResponse:
    """Give up everything that is parked."""
    try:
        count = outbox.discard_all(reason=request.POST.get("reason", ""), ctx=action_context(request))
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        said = ngettext("%(count)s e-mail given up.", "%(count)s e-mails given up.", count)
        messages.success(request, said % {"count": whole(count)})
    return HttpResponseRedirect(reverse("runs") + "#mails")


def _tasks(states: Mapping[str, TaskRow]) -> list[dict[str, Any]]:
    """Each task with when it was done and when it is due next; overdue when its time has passed undone."""
    local = _local()
    rows = []
    for name, due in TIMETABLE.items():
        state = states.get(name)
        done_for = state.done_for if state else None
        is_late = done_for is not None and done_for < due.last(local)
        rows.append({"name": glossary.TASK[name], "state": state, "is_late": is_late, "next": due.next(local)})
    return rows


def _local() -> datetime:
    """This moment in the vendor's zone, on the day that the portal shows."""
    day = today()
    return now().replace(year=day.year, month=day.month, day=day.day)


def _say(request: HttpRequest, report: renewals.Report) -> None:
    said = _("Run finished: %(projects)s projects, %(periods)s periods booked, %(parked)s parked.")
    figures = {"projects": report.projects, "periods": report.periods, "parked": report.parked}
    level = messages.WARNING if report.parked or report.unbooked else messages.SUCCESS
    messages.add_message(request, level, said % {name: whole(count) for name, count in figures.items()})
    if report.unbooked:
        held = ngettext(
            "%(count)s project is still due: another process holds it. Run again later.",
            "%(count)s projects are still due: another process holds them. Run again later.",
            report.unbooked,
        )
        messages.warning(request, held % {"count": whole(report.unbooked)})
    if report.findings:
        messages.error(request, _("What was booked does not add up. Run autossa verify."))
