"""What may be done with the licenses of a type: two acts with two words, each said for itself (rule 6)."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy

from autossa.operations.vendor.license_types import Acts
from autossa.portal.web.forms import NotedMultipleChoiceField
from autossa.queries.vendor.catalogue import TypeRow

_GIVEN_UP, _RELEASED = "given_up", "released"
ALL_ACTS = (_GIVEN_UP, _RELEASED)


def acts_field() -> NotedMultipleChoiceField:
    """Which of the two acts are possible; none of them may be."""
    return NotedMultipleChoiceField(
        label=gettext_lazy("What may be done with its licenses"),
        required=False,
        choices=[(_GIVEN_UP, gettext_lazy("Give up")), (_RELEASED, gettext_lazy("Release from a device"))],
        notes={
            _GIVEN_UP: gettext_lazy("The license ends, and costs nothing from then on."),
            _RELEASED: gettext_lazy("The license stays in the project and can be activated on another device."),
        },
    )


class ActsForm(forms.Form):
    """The two acts of a type; no box ticked is an answer, so the form says that it was sent."""

    acts = acts_field()
    sent = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)


def acts_of(ticked: Collection[str]) -> Acts:
    """What was ticked."""
    return Acts(can_be_given_up=_GIVEN_UP in ticked, can_be_released=_RELEASED in ticked)


def acts_shown(row: TypeRow) -> list[str]:
    """What is ticked for a type that is there."""
    return [name for name, may in ((_GIVEN_UP, row.can_be_given_up), (_RELEASED, row.can_be_released)) if may]
