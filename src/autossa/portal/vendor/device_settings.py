"""What the vendor sets about devices: days of a trial, how many may be lost, days of a license file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.operations.vendor.settings import MOST_DAYS, MOST_LOST
from autossa.portal.ui.fields import WholeField


class DevicesForm(forms.Form):
    """Three numbers that hold for every project."""

    trial_days = WholeField(
        least=1,
        most=MOST_DAYS,
        label=gettext_lazy("Length of a trial in days"),
        help_text=gettext_lazy("A product can be tried out once on each device. Trials that run keep their last day."),
    )
    lost_a_year = WholeField(
        least=0,
        most=MOST_LOST,
        label=gettext_lazy("Lost devices per year"),
        help_text=gettext_lazy("How many devices of a project can be written off as lost within twelve months."),
    )
    file_days = WholeField(
        least=1,
        most=MOST_DAYS,
        label=gettext_lazy("Validity of a license file in days"),
        help_text=gettext_lazy(
            "After that a device should get a new one. With an older file everything keeps running."
        ),
    )

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        return dict(self.cleaned_data)

    def saved(self) -> str:
        """What is said then."""
        return _("Saved.")
