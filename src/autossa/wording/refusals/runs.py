"""Runs: why one is not begun, a project set aside, a run not voided; clocks that differ."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "clock_wrong": gettext_lazy(
        "The clock of this machine says %(here)s, that of the database %(there)s. Set it right: nothing is done until"
        " then."
    ),
    "run_halted": gettext_lazy(
        "The run for %(day)s is halted, and nothing of it is booked: %(due)s projects are due, foreseen were"
        " %(forecast)s; it would book about %(periods)s periods, at this part of what was charged before: %(parts)s."
        " Check it, then continue or stop it."
    ),
    "run_stopped": gettext_lazy(
        "The run for %(day)s was stopped: %(reason)s. It can be continued, with another reason."
    ),
    "nothing_to_repair": gettext_lazy("There is no such project, claim or payment."),
    "no_such_run": gettext_lazy("There is no such run, or it does not wait for this any more."),
    "day_long_past": gettext_lazy("%(day)s is more than %(most)s days ago. Give a reason if this day is meant."),
    "too_many_periods": gettext_lazy(
        "%(periods)s periods are due at once, more than %(most)s. Check the project, then try it again: alone it is"
        " booked."
    ),
    "contract_unreadable": gettext_lazy(
        "The contract, or a row that it rests on, cannot be read: its option, price list or payer is missing."
    ),
    "no_such_voiding": gettext_lazy("This was decided in the meantime."),
    "voiding_already_proposed": gettext_lazy(
        "That this run is voided was proposed already. It waits for another person, or is being done."
    ),
}
