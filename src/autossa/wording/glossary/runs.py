"""The tasks of the schedule."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

TASK: dict[str, Promise] = {
    "daily_run": gettext_lazy("Daily run"),
    "prune_outbox": gettext_lazy("Old e-mail bodies deleted"),
    "forget_registrations": gettext_lazy("Old registrations forgotten"),
    "forget_drafts": gettext_lazy("Old drafts forgotten"),
    "clear_sessions": gettext_lazy("Expired sessions cleared"),
    "renew_secrets": gettext_lazy("Secrets encrypted with the present key"),
    "forget_limits": gettext_lazy("Expired limits forgotten"),
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
}
