"""The daily run as staff sees it: what it did, what is parked, what the next one would book, and what is stuck."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

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
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.runs import renewals
from autossa.operations.runs.timetable import TIMETABLE
from autossa.operations.vendor import settings as vendor
from autossa.portal.web.clock import now, today
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import ProjectRequest, VendorRequest, action_context, key_or_404
from autossa.queries.access import staff_may
from autossa.queries.runs import runs as queries
from autossa.queries.runs.due import count_due
from autossa.queries.vendor.outbox import count_waiting
from autossa.wording import glossary
from autossa.wording.formats import whole

log = structlog.get_logger()
_DAY = timedelta(days=1)
_FEW = 10


@page(Scope.VENDOR, Action.VIEW_RUNS)
def overview(request: VendorRequest) -> HttpResponse:
    """Last runs, parked projects, tonight, the schedule, the outbox."""
    night = tonight()
    context = {
        "runs": queries.last_runs(),
        "parked": queries.parked_projects(request.GET.get("after", "")),
        "tonight": night,
        "due_tonight": count_due(night),
        "due_now": count_due(today()),
        "preview": queries.preview(night, page=_FEW),
        "tasks": _tasks(),
        "outbox": count_waiting(),
        "mails": queries.stuck_mails(),
        "may_start": staff_may(request.account, Action.START_RUNS),
        "mails_written": settings.MAIL_GATEWAY.endswith("mail.files.from_settings"),
    }
    return render(request, "portal/runs/overview.html", context)


@page(Scope.VENDOR, Action.VIEW_RUNS)
def preview(request: VendorRequest) -> HttpResponse:
    """What the run of tonight, or one started now, would book; on request with totals."""
    of_now = request.GET.get("day") == "now"
    day = today() if of_now else tonight()
    due = count_due(day)
    summary = queries.add_up(day) if request.GET.get("totals") else None
    found = queries.preview(day, request.GET.get("after", ""))
    kept = {"day": "now"} if of_now else {}
    context = {
        "day": day,
        "of_now": of_now,
        "due": due,
        "summary": summary,
        "found": found,
        "counted": min(due, queries.COUNTED),
        "sums": urlencode({**kept, "totals": 1}),
        "more": urlencode({**kept, "after": found.next_after}) if found.next_after else "",
    }
    return render(request, "portal/runs/preview.html", context)


@page(Scope.VENDOR, Action.START_RUNS, methods=FORM)
def start(request: VendorRequest) -> HttpResponse:
    """Look at what is due, then run now."""
    if request.method == "POST":
        report = vendor.run_now(ctx=action_context(request))
        if report is None:
            messages.success(request, _("The run is handed to the worker, which begins within a minute."))
        else:
            _say(request, report)
        return HttpResponseRedirect(reverse("runs"))
    due = count_due(today())
    context = {
        "due": due,
        "summary": queries.add_up(today()) if 0 < due <= vendor.AT_ONCE else None,
        "by_worker": due > vendor.AT_ONCE,
    }
    return render(request, "portal/runs/start.html", context)


@page(Scope.PROJECT, Action.START_RUNS, methods=POST)
def retry(request: ProjectRequest, project_id: str) -> HttpResponse:
    """Try a parked project again."""
    project = request.project
    try:
        outcome = renewals.retry(project=project.id, ctx=action_context(request))
    except Exception as error:  # whatever keeps it parked: staff is to read it, not to see a page of ours fail
        log.warning("retry failed", project=project_id, error=str(error))
        said = _("%(project)s failed again and stays parked: %(cause)s")
        messages.error(request, said % {"project": project.name, "cause": f"{type(error).__name__}: {error}"})
    else:
        periods = renewals.periods_in(outcome)
        said = ngettext(
            "%(project)s is no longer parked; %(count)s period was booked.",
            "%(project)s is no longer parked; %(count)s periods were booked.",
            periods,
        )
        messages.success(request, said % {"project": project.name, "count": whole(periods)})
    return HttpResponseRedirect(reverse("runs"))


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def retry_mail(request: VendorRequest, message_id: str) -> HttpResponse:
    """Try a message again at once."""
    try:
        outbox.retry(message=key_or_404("msg", message_id), ctx=action_context(request))
    except NotFound:
        messages.info(request, _("This mail does not wait any more: it was sent meanwhile."))
    except Invalid:
        messages.error(request, _("The words of this mail were removed meanwhile. Nothing is left to send."))
    else:
        messages.success(request, _("The mail is tried again within a minute."))
    return HttpResponseRedirect(reverse("runs") + "#mails")


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def retry_mails(request: VendorRequest) -> HttpResponse:
    """Try everything that is parked again."""
    count = outbox.retry_all(ctx=action_context(request))
    said = ngettext("%(count)s mail is tried again.", "%(count)s mails are tried again.", count)
    messages.success(request, said % {"count": whole(count)})
    return HttpResponseRedirect(reverse("runs") + "#mails")


def tonight() -> date:
    """The day that the next scheduled run books: today's, when that is still to come."""
    done = queries.task_states().get(vendor.DAILY_RUN)
    day = today()
    waits = done is not None and (done.done_for is None or done.done_for < day)
    return day if waits else day + _DAY


def _tasks() -> list[dict[str, Any]]:
    """Each task with when it was done and when it is due next; overdue when its time has passed undone."""
    states, local = queries.task_states(), _local()
    rows = []
    for name, due in TIMETABLE.items():
        state = states.get(name)
        done_for = state.done_for if state else None
        is_late = done_for is not None and done_for < due.last(local)
        rows.append(
            {
                "name": glossary.TASK[name],
                "state": state,
                "is_late": is_late,
                "next": due.next(local),
            }
        )
    return rows


def _local() -> datetime:
    """This moment in the vendor's zone, on the day that the portal shows."""
    day = today()
    return now().replace(year=day.year, month=day.month, day=day.day)


def _say(request: HttpRequest, report: renewals.Report) -> None:
    said = _("The run is done: %(projects)s projects, %(periods)s periods booked, %(parked)s parked.")
    figures = {"projects": report.projects, "periods": report.periods, "parked": report.parked}
    level = messages.WARNING if report.parked else messages.SUCCESS
    messages.add_message(request, level, said % {name: whole(count) for name, count in figures.items()})
