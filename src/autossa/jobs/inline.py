"""Jobs done in this process, one after the other, at a moment: by `autossa work --once`, by the demo's clock, in tests.

They are the same jobs in the same queues, which workers beside may be at as well.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.sql import queries

from autossa.domain.runs.jobs import Queue
from autossa.jobs import clock, days
from autossa.jobs.jobs import Patience, Stopped, perform
from autossa.jobs.kinds import KINDS
from autossa.operations.runs import queue

OF_DAYS = (Queue.BOOKING, Queue.DOCUMENTS, Queue.BANK, Queue.UPKEEP)


def run_due(moment: datetime, should_continue: Callable[[], bool] = lambda: True) -> list[str]:
    """Do what is due at the moment, and what comes after it; the names of the tasks that were done. Raises Stopped."""
    done: list[str] = []
    with clock.at(moment):
        while True:
            queue.put_all(days.find_due(moment))
            results = drain(OF_DAYS, should_continue)
            if not results:
                return done
            done += [one for one in results if isinstance(one, str)]


def drain(queues: Iterable[Queue], should_continue: Callable[[], bool]) -> list[Any]:
    """Do what waits in the queues until nothing does that could be done now; what each job gave. Raises Stopped."""
    names, results = [one.value for one in queues], []
    while job := _fetch(names):
        results.append(_do(job, should_continue))
    return results


def _do(job: Job, should_continue: Callable[[], bool]) -> Any:
    assert job.id is not None
    try:
        result = perform(KINDS[job.task_name], job.id, job.task_kwargs, should_continue)
    except Exception as error:
        decision = Patience().get_retry_decision(exception=error, job=job)
        if decision is None:
            _ask("finish_job", job_id=job.id, status="failed", delete_job=False)
        else:
            _ask(
                "retry_job", job_id=job.id, retry_at=decision.retry_at, new_priority=None, new_queue_name=None,
                new_lock=None,
            )  # fmt: skip
        if isinstance(error, Stopped):
            raise
        return None
    finally:
        _ask("unregister_worker", worker_id=job.worker_id)
    _ask("finish_job", job_id=job.id, status="succeeded", delete_job=True)
    return result


def _fetch(names: list[str]) -> Job | None:
    """The next job, for a worker of its own, so that it is freed if this process dies. Django leaves JSON a text."""
    (worker,) = _ask("register_worker")
    (found,) = _ask("fetch_job", queues=names, worker_id=worker["worker_id"])
    if found["id"] is None:
        _ask("unregister_worker", worker_id=worker["worker_id"])
        return None
    return Job(
        id=found["id"], status=found["status"], queue=found["queue_name"], priority=found["priority"],
        lock=found["lock"], queueing_lock=found["queueing_lock"], task_name=found["task_name"],
        task_kwargs=json.loads(found["args"]), scheduled_at=found["scheduled_at"], attempts=found["attempts"],
        worker_id=found["worker_id"],
    )  # fmt: skip


def _ask(query: str, **given: Any) -> list[dict[str, Any]]:
    return app.connector.get_sync_connector().execute_query_all(query=queries[query], **given)
