"""The demo's bank: one statement, of which some payments were matched and two wait for somebody."""

import io
from collections.abc import Iterator
from datetime import date

from stdnum import iban as ibans

from autossa.domain.billing.bank.statements import Entry, Statement, Transaction
from autossa.operations.billing.bank.importing import Upload
from autossa.operations.context import ActionContext
from autossa.operations.orders.paid import import_statements
from autossa.queries.billing.bank.named import claim_candidate
from autossa.queries.billing.seller import current_seller
from autossa.store import models
from autossa.workbench.bank.statements import Version, write_statements

MATCHED = 3


def import_demo(ctx: ActionContext) -> None:
    """Payments of the day for the newest open invoices; two whose text says nothing of use."""
    open_ones = models.Claim.objects.filter(rest__gt=0, currency="EUR", method="transfer")
    rows = open_ones.order_by("-day", "-id")[: MATCHED + 1]
    names = dict(models.Organisation.objects.filter(pk__in=[row.payer for row in rows]).values_list("id", "name"))
    lines = [line for place, row in enumerate(rows) for line in _lines(place, row, names[row.payer], ctx.today)]
    if not lines:
        return
    head = Statement("".join(current_seller().iban.split()), f"{ctx.today:%Y-%j}", "EUR", sequence="1")
    content = b"".join(write_statements([(head, lines)], Version.V08))
    file = Upload(f"camt053-{ctx.today:%Y-%m-%d}.xml", io.BytesIO(content))
    import_statements(files=[file], ctx=ctx)


def _lines(place: int, row: models.Claim, name: str, day: date) -> Iterator[Entry]:
    """A transfer that names its invoice; of the last one neither the invoice nor the account is known."""
    reference = claim_candidate("", "", row.number, "EUR", row.due_on, row.rest).reference
    if place < MATCHED:
        is_written = place % 2 == 1
        text = f"{row.number} vielen Dank" if is_written else ""
        yield _line(place, day, row.rest, name, text, "" if is_written else reference)
        return
    yield _line(place, day, row.rest, name, "Rechnung vom letzten Monat", "")
    yield _line(place + 1, day, 48_20, "Gerd Lindner", "Ihr Schreiben vom Montag", "")
    yield _line(place + 2, day, -12_90, "", "Kontofuehrung", "", "PMNT-MCOP-CHRG")


def _line(
    place: int, day: date, amount: int, name: str, text: str, reference: str, code: str = "PMNT-RCDT-ESCT"
) -> Entry:
    account = f"50010517{place + 1:010d}"
    iban = f"DE{ibans.calc_check_digits('DE00' + account)}{account}" if name else ""
    payment = Transaction(amount, name=name, iban=iban, text=text, reference=reference)
    kind = "GUTSCHRIFT" if amount > 0 else "ENTGELT"
    return Entry("", day, amount, (payment,), day, f"DEMO{place}", code=code, text=kind)
