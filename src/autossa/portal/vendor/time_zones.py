"""The form of the vendor's time zone; a zone in which it is another day at this moment takes a tick besides."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.operations.vendor.settings import time_zones
from autossa.portal.web.clock import today, today_in
from autossa.portal.web.forms import set_choices
from autossa.wording.formats import day

UTC = "UTC"
_REGIONS = {  # what stands before the place in a zone's name; others are old names for the same zones
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("America"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Arctic": gettext_lazy("Arctic"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic Ocean"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific Ocean"),
}
_Choice = tuple[str, Any]


class ZoneForm(forms.Form):
    """A zone, "" for the environment's. `asked` is the day it is there, when that is another one than here."""

    zone = forms.ChoiceField(
        label=gettext_lazy("Zone"),
        help_text=gettext_lazy(
            "Decides which day it is: on the pages, in e-mails, for the daily run, on the command line."
        ),
        required=False,
    )
    other_day = forms.CharField(required=False)  # the day that was ticked: a tick is for no other one
    asked: date | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "zone", _choices(self.initial.get("zone", "")))

    def clean(self) -> dict[str, Any]:
        """With another day charges are due at once, or later than people were told: it may be meant, or a slip."""
        given = super().clean() or {}
        if "zone" not in given:
            return given
        there = today_in(ZoneInfo(given["zone"] or settings.TIME_ZONE))
        if there != today():
            self.asked = there
            if given.get("other_day") != there.isoformat():
                self.add_error("zone", _another_day(there))
        return given

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        return {"time_zone": self.cleaned_data["zone"]}

    def saved(self) -> str:
        """What is said then."""
        said = _("Saved. The time zone is %(zone)s from now on.")
        return said % {"zone": self.cleaned_data["zone"] or settings.TIME_ZONE}


def _another_day(there: date) -> str:
    if there > today():
        said = _(
            "It is %(day)s there already: the next run books what is due by then."
            " Select another zone, or confirm below that it is right."
        )
    else:
        said = _(
            "It is %(day)s there still: that day comes again, and what is booked stays booked."
            " Select another zone, or confirm below that it is right."
        )
    return said % {"day": day(there)}


def _choices(own: str) -> list[_Choice]:
    """As the environment says, UTC, then all places by region; and the one that is set, should it be none of these."""
    groups: dict[str, list[_Choice]] = {region: [] for region in _REGIONS}
    for name in sorted(time_zones()):
        region = name.partition("/")[0]
        if region in groups and name != region:
            groups[region].append((name, name.replace("_", " ")))
    followed = _("Default: %(zone)s") % {"zone": settings.TIME_ZONE}
    single = [("", followed), (UTC, UTC)]
    if own not in {"", UTC, *(name for places in groups.values() for name, _label in places)}:
        single.append((own, own))
    return [*single, *sorted((str(_REGIONS[region]), places) for region, places in groups.items() if places)]
