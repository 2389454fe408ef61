"""What is wrong with a book that is to be taken over, in words; and what its columns hold, for whoever fills it in."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.imports.columns import SHEETS, Column, Kind
from autossa.domain.imports.faults import Fault, Wrong

WRONG: dict[Wrong, Promise] = {
    Wrong.MISSING: gettext_lazy("A value is missing."),
    Wrong.NOT_A_DAY: gettext_lazy("This is not a date such as 2026-01-31."),
    Wrong.NOT_A_NUMBER: gettext_lazy("This is not a number such as 12.50."),
    Wrong.NOT_A_COUNT: gettext_lazy("This is not a whole number from 1 on."),
    Wrong.TOO_LARGE: gettext_lazy("This number is too large."),
    Wrong.TOO_EXACT: gettext_lazy("This number has too many decimals."),
    Wrong.BELOW_NOTHING: gettext_lazy("This number must not be negative."),
    Wrong.TOO_LONG: gettext_lazy("This text is too long."),
    Wrong.UNSEEN: gettext_lazy("This text has a character that cannot be shown or written."),
    Wrong.UNKNOWN_WORD: gettext_lazy("This is none of the allowed values."),
    Wrong.NOT_AN_EMAIL: gettext_lazy("This is not an e-mail address."),
    Wrong.UNKNOWN_SHEET: gettext_lazy("There is no sheet of this name in the format."),
    Wrong.UNKNOWN_COLUMN: gettext_lazy("This sheet has no column of this name in the format."),
    Wrong.COLUMN_TWICE: gettext_lazy("This column is there twice."),
    Wrong.COLUMN_MISSING: gettext_lazy("This column is missing."),
    Wrong.TWICE: gettext_lazy("This is in the file more than once."),
    Wrong.TAKEN: gettext_lazy("This exists already, and did not come from an import."),
    Wrong.CHANGED: gettext_lazy("This was imported before with other values."),
    Wrong.NO_COUNTRY: gettext_lazy("This is not a country: give its two letters, such as DE."),
    Wrong.NO_VAT_ID: gettext_lazy("This is not a VAT ID of this country."),
    Wrong.VAT_ID_NEEDED: gettext_lazy("Reverse charge takes a VAT ID of another EU country."),
    Wrong.NO_SUCH_RATE: gettext_lazy("There is no such VAT rate."),
    Wrong.NO_SUCH_CUSTOMER: gettext_lazy("There is no such customer, neither in the file nor here."),
    Wrong.NO_SUCH_PROJECT: gettext_lazy("There is no such project in the file."),
    Wrong.NO_SUCH_LICENSE: gettext_lazy("The project has no such license in the file."),
    Wrong.NO_SUCH_TYPE: gettext_lazy("There is no such license type."),
    Wrong.NO_SUCH_PRICE_LIST: gettext_lazy("There is no such price list."),
    Wrong.NO_SUCH_OPTION: gettext_lazy("The policy of that day has no such option."),
    Wrong.OTHER_TYPE: gettext_lazy("The license has another type in a row above."),
    Wrong.TO_COME: gettext_lazy("This day is in the future."),
    Wrong.ENDS_BEFORE: gettext_lazy("This day does not fit the other days of the row."),
    Wrong.OVERLAPS: gettext_lazy("These days are covered already, by another row or by the contract."),
    Wrong.NOT_A_PERIOD_END: gettext_lazy("No billing period of the option ends on this day."),
    Wrong.ENDS_TOO_EARLY: gettext_lazy("This is before the end of the minimum term."),
    Wrong.NOT_A_TERM_END: gettext_lazy("No term of the option before ends on this day."),
    Wrong.NO_LICENSE_LEFT: gettext_lazy("The contract has no license to cover."),
    Wrong.COVERED_ELSEWHERE: gettext_lazy("The project is covered beyond the contract's last billed period."),
    Wrong.NO_CONTRACT: gettext_lazy("The project has no contract in the file."),
    Wrong.NOT_HARDWARE: gettext_lazy("This is not a hardware ID: that has at least four letters and digits."),
    Wrong.TOO_MANY_ON_DEVICES: gettext_lazy("More of the license are on devices than there are."),
    Wrong.ACTIVATED_BEFORE: gettext_lazy("This is before the day of the license's first activation."),
    Wrong.NOT_AN_IBAN: gettext_lazy("This is not an IBAN."),
    Wrong.NOT_SEPA: gettext_lazy("This cannot be used for SEPA payments."),
    Wrong.BIC_NEEDED: gettext_lazy("A valid BIC is needed here."),
    Wrong.AGAINST_RULES: gettext_lazy("The project would be against the rules."),
}


def fault_text(fault: Fault) -> str:
    """What is wrong, in the language that is in force."""
    return str(WRONG[fault.wrong])


def place_text(fault: Fault) -> str:
    """Where: sheet, row and column."""
    sheet, row, column = fault.place
    if column:
        return _("%(sheet)s, row %(row)s, %(column)s") % {"sheet": sheet, "row": row, "column": column}
    return _("%(sheet)s, row %(row)s") % {"sheet": sheet, "row": row}


def explained() -> Iterator[tuple[str, str, str, str]]:
    """The format, for the template's sheet of help: sheet, column, whether it is needed, what stands in it."""
    yield _("Sheet"), _("Column"), _("Required"), _("Value")
    for sheet in SHEETS:
        for column in sheet.columns:
            yield sheet.name, column.name, _("yes") if column.required else "", _holds(column)


def _holds(column: Column) -> str:
    if column.words:
        return ", ".join(word for word in column.words if word)
    return {
        Kind.DAY: _("date: 2026-01-31"),
        Kind.COUNT: _("whole number"),
        Kind.SSC: _("SSC with at most two decimals"),
        Kind.MONEY: _("amount in the price list's currency"),
        Kind.RATE: _("SSC per unit and year"),
        Kind.EMAIL: _("e-mail address"),
    }.get(column.kind, _("text"))
