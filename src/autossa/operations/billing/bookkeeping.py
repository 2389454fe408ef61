"""How the vendor's books are kept: chart of accounts, the tax adviser's numbers, accounts of its own."""

from collections.abc import Mapping

from django.db import transaction

from autossa.domain.billing.books.charts import (
    LEAST_CONSULTANT,
    MOST_CLIENT,
    MOST_CONSULTANT,
    Bookkeeping,
    Chart,
    Named,
    is_possible,
)
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.queries.billing.books.bookkeeping import to_json
from autossa.store import models


class ConsultantInvalid(Invalid):
    """The tax adviser's number is from {least} to {most}."""

    field = "consultant"


class ClientInvalid(Invalid):
    """The client number is from 1 to {most}."""

    field = "client"


class YearInvalid(Invalid):
    """The financial year begins with a month from 1 to 12."""

    field = "year_begins"


class AccountInvalid(Invalid):
    """{number} is no number of an account: four digits, or 10000 to 69999 for debtors."""


def keep_books(
    *,
    chart: Chart,
    consultant: int,
    client: int,
    year_begins: int,
    accounts: Mapping[Named, int],
    ctx: ActionContext,
) -> None:
    """Set all of it. An account that is the chart's own is not stored, so that it follows the chart.

    Raises ConsultantInvalid, ClientInvalid, YearInvalid, AccountInvalid, ChangedSinceShown.
    """
    if not LEAST_CONSULTANT <= consultant <= MOST_CONSULTANT:
        raise ConsultantInvalid(least=LEAST_CONSULTANT, most=MOST_CONSULTANT)
    if not 1 <= client <= MOST_CLIENT:
        raise ClientInvalid(most=MOST_CLIENT)
    if not 1 <= year_begins <= 12:
        raise YearInvalid
    own = {}
    for named, number in accounts.items():
        if not is_possible(named, number):
            error = AccountInvalid(number=number)
            error.field = named.value
            raise error
        if number != Bookkeeping(chart).account(named):
            own[named] = number
    kept = to_json(Bookkeeping(chart, consultant, client, year_begins, own))
    with transaction.atomic():
        models.VendorSettings.objects.select_for_update().first()
        ctx.check_seen()
        record_activity(ctx, "keep_books", details=kept)
        models.VendorSettings.objects.update_or_create(only=True, defaults={"bookkeeping": kept, "changed_at": ctx.now})
