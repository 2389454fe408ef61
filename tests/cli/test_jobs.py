"""`autossa jobs`: what failed, tried again or given up."""

import pytest
from django.db import connection

from autossa.cli.service import jobs as command
from tests.cast.commands import as_rows, runner
from tests.jobs.doing import failed, jobs

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("shop_of_the_command")]
run = runner(command.app)


def test_what_failed_is_listed_with_its_cause() -> None:
    job = failed("the disk is full")
    (row,) = as_rows(run("list", "--failed", "--json").stdout)
    assert (row["job"], row["task"], row["state"], row["cause"]) == (
        job, "documents", "failed", "RuntimeError: the disk is full",
    )  # fmt: skip
    assert len(as_rows(run("list", "--json").stdout)) == 1


def test_it_is_tried_again_or_given_up() -> None:
    first, second = failed(), failed()
    assert run("retry", str(first)).exit_code == 0
    assert as_rows(run("list", "--json").stdout)[-1]["state"] == "again"
    assert run("cancel", str(second), "--json").exit_code == 0
    assert [job.id for job in jobs()] == [first]


@pytest.mark.parametrize("job", ["0", "none", "-1"])
def test_what_is_no_job_is_refused(job: str) -> None:
    assert run("retry", job).exit_code == 2


def test_what_is_being_done_is_left_alone() -> None:
    job = failed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
    refused = run("cancel", str(job))
    assert refused.exit_code != 0
    assert "at present" in refused.stderr
