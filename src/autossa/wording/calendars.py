"""What an entry of a calendar says: "Last covered day: Office (Alice Ltd)"."""

from autossa.queries.accounts.calendars import CalendarDay, CalendarKind
from autossa.wording.formats import money, ssc
from autossa.wording.languages import gettext_noop as _
from autossa.wording.languages import translate

_SUMMARY = {
    CalendarKind.COVERED: _("Last covered day: {project}"),
    CalendarKind.CANCEL: _("Last day to cancel: {project}"),
    CalendarKind.CHARGE: _("Next charge {amount}: {project}"),
}
_EXPLAINED = {
    CalendarKind.COVERED: _("{project} of {customer} is covered until this day, unless it is extended."),
    CalendarKind.CANCEL: _("The contract of {project} of {customer} can be cancelled until this day; else it renews."),
    CalendarKind.CHARGE: _("The next period of {project} of {customer} is charged on this day."),
}
_NAME, _OF_PROJECT, _NO_PRICE = _("{vendor}: coverage"), _("{vendor}: {project}"), _("(no price yet)")


def summary(day: CalendarDay, language: str) -> str:
    """In one line."""
    return translate(_SUMMARY[day.kind], language).format(project=day.name, amount=_amount(day, language))


def explained(day: CalendarDay, language: str) -> str:
    """In a sentence."""
    return translate(_EXPLAINED[day.kind], language).format(project=day.name, customer=day.customer)


def calendar_name(vendor: str, project: str, language: str) -> str:
    """Of all projects, or of one."""
    return translate(_OF_PROJECT if project else _NAME, language).format(vendor=vendor, project=project)


def _amount(day: CalendarDay, language: str) -> str:
    """Money where something will be invoiced, else what the balance pays."""
    found = day.charge
    if found is None or found.settlement is None:
        return translate(_NO_PRICE, language)
    return money(found.gross, found.currency, language) if found.gross else ssc(found.ssc, language)
