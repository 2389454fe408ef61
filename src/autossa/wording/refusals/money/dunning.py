"""What keeps dunning silent, and what the vendor sets of it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "no_such_open_claim": gettext_lazy("There is no such open invoice any more."),
    "not_paused": gettext_lazy("This payer is not paused any more."),
    "disputed_already": gettext_lazy("%(number)s is disputed already."),
    "not_disputed": gettext_lazy("The dispute about %(number)s is settled already."),
    "silence_over": gettext_lazy("This day is in the past. Enter today or a later date."),
    "silence_too_long": gettext_lazy("Enter a day within a year, %(last)s at the latest."),
    "levels_invalid": gettext_lazy("Each stage must come later than the one before it."),
    "starts_before": gettext_lazy("This day is in the past. Enter today or a later date."),
    "base_rate_missing": gettext_lazy("Interest needs a base rate: enter one first."),
    "base_rate_invalid": gettext_lazy("A base rate is from -100 % to 100 %."),
    "letter_not_found": gettext_lazy("There is no such letter."),
}
