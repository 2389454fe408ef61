"""Tasks and other jobs; states of a run, why one is halted, what a charge differs by, what needs somebody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.wording.formats import day, whole
from autossa.wording.languages import say, translate, translate_count

TASK: dict[str, Promise] = {
    "daily_run": gettext_lazy("Daily run"),
    "partitions": gettext_lazy("Storage prepared for the coming months"),
    "prune_outbox": gettext_lazy("Old e-mail bodies deleted"),
    "forget_registrations": gettext_lazy("Old registrations forgotten"),
    "forget_drafts": gettext_lazy("Old drafts forgotten"),
    "clear_sessions": gettext_lazy("Expired sessions cleared"),
    "renew_secrets": gettext_lazy("Secrets encrypted with the present key"),
    "forget_limits": gettext_lazy("Expired limits forgotten"),
    "forget_jobs": gettext_lazy("Old jobs forgotten"),
    "forget_addresses": gettext_lazy("Old IP addresses and browsers forgotten"),
    "sweep_artifacts": gettext_lazy("Left-over files of releases deleted"),
    "license_files": gettext_lazy("License files for new major versions"),
    "match_payments": gettext_lazy("Waiting payments matched again, paid orders booked"),
    "use_credit": gettext_lazy("Credit on account used for open invoices"),
    "announce_terms": gettext_lazy("New terms announced"),
    "documents": gettext_lazy("Files of new invoices"),
    "dunning": gettext_lazy("Dunning"),
    "reminders": gettext_lazy("Reminders"),
    "weekly_list": gettext_lazy("Weekly list for partners"),
    "watch_runs": gettext_lazy("Check whether the runs need attention"),
    "verify_all": gettext_lazy("Everything verified"),
}

JOB: dict[str, Promise] = TASK | {
    "tick": gettext_lazy("Look for what is due"),
    "deliver_mails": gettext_lazy("E-mails sent"),
    "number_events": gettext_lazy("Events numbered for webhooks"),
    "call_webhooks": gettext_lazy("Webhooks called"),
    "call_failing_webhooks": gettext_lazy("Webhooks called"),
    "ask_for_payments": gettext_lazy("Payments by card asked for"),
    "void_runs": gettext_lazy("Runs voided"),
}
RUN_STATE: dict[str, Promise] = {
    "running": gettext_lazy("running"),
    "finished": gettext_lazy("finished"),
    "broken": gettext_lazy("broken off"),
    "halted": gettext_lazy("halted"),
    "stopped": gettext_lazy("stopped"),
    "voided": gettext_lazy("voided"),
}
RUN_TONE: dict[str, str] = {
    "running": "info",
    "finished": "ok",
    "broken": "warn",
    "halted": "danger",
    "stopped": "muted",
    "voided": "muted",
}

DOUBT: dict[str, Promise] = {
    "more": gettext_lazy("Far more projects are due than were foreseen."),
    "fewer": gettext_lazy("Far fewer projects are due than were foreseen."),
    "periods": gettext_lazy("Several periods of a project are due at once: is the day right?"),
    "costlier": gettext_lazy("The periods cost far more than the ones before: is a price wrong?"),
    "cheaper": gettext_lazy("The periods cost far less than the ones before: is a price wrong?"),
}

KEPT: dict[str, Promise] = {
    "ended": gettext_lazy("the contract has ended"),
    "too_late": gettext_lazy("too long ago to be voided"),
    "booked_since": gettext_lazy("a later period is booked"),
}

DIFFERENCE: dict[str, Promise] = {
    "added": gettext_lazy("license added"),
    "removed": gettext_lazy("license removed"),
    "quantity": gettext_lazy("other quantity"),
    "rate": gettext_lazy("other rate"),
    "price": gettext_lazy("other price"),
    "adjustment": gettext_lazy("other price adjustment"),
    "length": gettext_lazy("other length"),
    "balance": gettext_lazy("other share of the balance"),
    "vat": gettext_lazy("other VAT"),
}

VOIDING_STATE: dict[str, Promise] = {
    "proposed": gettext_lazy("waits for a second person"),
    "approved": gettext_lazy("being voided"),
    "done": gettext_lazy("done"),
    "declined": gettext_lazy("declined"),
}


def attention(found: Mapping[str, Any], language: str = "") -> list[str]:
    """What about the runs needs somebody, a line each (`queries.runs.safety.attention`)."""
    counted = (
        (
            found["halted"],
            translate_count("%(count)s run is halted", "%(count)s runs are halted", found["halted"], language),
        ),
        (
            found["parked"],
            translate_count("%(count)s project is parked", "%(count)s projects are parked", found["parked"], language),
        ),
        (
            found["broken"],
            translate_count(
                "%(count)s run was broken off", "%(count)s runs were broken off", found["broken"], language
            ),
        ),
        (
            found["findings"],
            translate_count(
                "verify has %(count)s finding", "verify has %(count)s findings", found["findings"], language
            ),
        ),
        (
            found["voidings"],
            translate_count(
                "%(count)s voiding waits for a second person",
                "%(count)s voidings wait for a second person",
                found["voidings"],
                language,
            ),
        ),
        (
            found["mails"],
            translate_count(
                "%(count)s e-mail could not be delivered",
                "%(count)s e-mails could not be delivered",
                found["mails"],
                language,
            ),
        ),
    )
    lines = [text % {"count": whole(count, language)} for count, text in counted if count]
    if found["overdue"]:
        since = day(date.fromisoformat(found["overdue"]), language)
        lines.append(translate("What was due on %(day)s is not booked", language) % {"day": since})
    for task in found["tasks"]:
        name = say(JOB[task], language) if task in JOB else task
        lines.append(translate("A task failed: %(task)s", language) % {"task": name})
    return lines


def halted_because(figures: Mapping[str, Any], language: str = "") -> list[str]:
    """Why a run is halted, a line each, with the figures."""
    lines = [say(DOUBT[code], language) for code in figures.get("doubts", ()) if code in DOUBT]
    forecast = figures.get("forecast")
    due = translate("Projects due: %(due)s, foreseen: %(forecast)s", language)
    lines.append(
        due
        % {
            "due": whole(figures.get("due", 0), language),
            "forecast": "–" if forecast is None else whole(forecast, language),
        }
    )
    periods = translate("Periods that it would book: about %(periods)s", language)
    lines.append(periods % {"periods": whole(figures.get("periods", 0), language)})
    for worth in figures.get("worths", ()):
        text = translate("%(currency)s: %(percent)s %% of the periods before", language)
        lines.append(text % {"currency": worth["currency"], "percent": whole(worth["percent"], language)})
    return lines
