"""Jobs that failed, as staff sees them: tried again, or given up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.runs import queue
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.errors import Unknown
from autossa.queries.runs.jobs import find_job


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def retry(request: VendorRequest, job_id: str) -> HttpResponse:
    """Try a job again at once."""
    return _do(request, job_id, queue.retry, _("A worker will do it within some seconds."))


@page(Scope.VENDOR, Action.START_RUNS, methods=POST)
def cancel(request: VendorRequest, job_id: str) -> HttpResponse:
    """Give a job up."""
    return _do(request, job_id, queue.cancel, _("Given up. What is due all the same comes again by itself."))


def _do(request: VendorRequest, job_id: str, deed: Callable[..., None], said: str) -> HttpResponse:
    try:
        deed(job=find_job(job_id), ctx=action_context(request))
    except Unknown:
        messages.info(request, error_text(queue.JobNotFound()))
    except NotFound as error:
        messages.info(request, error_text(error))
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("runs") + "#jobs")
