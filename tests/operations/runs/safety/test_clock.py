"""No machine with a wrong clock does anything: its moment is compared with that of the database's server."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from autossa.operations import credits
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.days import ClockWrong, check_clock, check_day
from autossa.operations.runs import renewals
from autossa.queries.vendor import days
from autossa.store import models
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _guarded(settings: Any) -> None:
    settings.CLOCK_LIMIT = timedelta(days=1)
    days._asked.clear()


def there() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def ctx(ahead: timedelta) -> ActionContext:
    now = there() + ahead
    return ActionContext(SYSTEM, now.date(), now)


@pytest.mark.parametrize("hours", [-23, 0, 23])
def test_a_clock_that_is_about_right_is_let_pass(hours: int) -> None:
    check_clock(there() + timedelta(hours=hours))


@pytest.mark.parametrize("ahead", [timedelta(hours=25), timedelta(hours=-25), timedelta(days=730)])
def test_a_clock_that_is_wrong_is_refused_in_words(ahead: timedelta) -> None:
    with pytest.raises(ClockWrong, match=r"The clock of this machine says 20.*, that of the database 20"):
        check_day(ctx(ahead))


def test_a_run_and_a_use_case_of_such_a_machine_write_nothing(shop: Shop, settings: Any) -> None:
    settings.CLOCK_LIMIT = None
    project, settlements = shop.under_contract(), models.Settlement.objects.count()
    settings.CLOCK_LIMIT = timedelta(days=1)
    wrong = ctx(timedelta(days=730))
    with pytest.raises(ClockWrong):
        renewals.run(ctx=wrong)
    with pytest.raises(ClockWrong):
        credits.top_up(project=project, ssc=1_00, ctx=wrong)
    assert (models.Settlement.objects.count(), models.Run.objects.count()) == (settlements, 0)


@pytest.mark.parametrize("limit", [None, timedelta(days=800)])
def test_the_demo_and_who_sets_it_so_may_have_any_day(settings: Any, limit: timedelta | None) -> None:
    settings.CLOCK_LIMIT = limit
    check_day(ctx(timedelta(days=730)))


def test_the_database_is_asked_once_a_minute_and_again_before_anything_is_refused(
    django_assert_num_queries: Any,
) -> None:
    check_clock(there())
    with django_assert_num_queries(0):
        check_clock(days.database_moment())
    name = str(connection.settings_dict["NAME"])
    moment, then = days._asked[name]
    days._asked[name] = moment - timedelta(days=3), then  # this machine has slept for three days
    check_clock(there())


def test_the_command_line_refuses_too(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from autossa.cli import run as command
    from autossa.cli.main import app
    from tests.cast.commands import runner

    monkeypatch.setattr(command, "boot_ready", lambda: None)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=730)):
        result = runner(app)("run")
    assert result.exit_code != 0
    assert "The clock of this machine says" in result.stderr
