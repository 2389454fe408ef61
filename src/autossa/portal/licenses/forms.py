"""The forms of licenses that are requested or added: one license, or several, each on a line of its own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.dates import DAY
from autossa.domain.lines import Ssa
from autossa.operations import licenses
from autossa.operations.errors import OperationError
from autossa.operations.validation import MAX_REFERENCE
from autossa.portal.ui.fields import DayField, TextField, WholeField
from autossa.portal.web.forms import LateChoiceField, offer_choices, show_error
from autossa.queries.licenses.addition_page import AdditionPage, LicenseType
from autossa.queries.licenses.previews import RequestedLicense
from autossa.wording.formats import rate
from autossa.wording.refusals import explain_error

MOST = 1_000_000
_NAMES = ("license_type", "quantity", "license_id", "included_last")


class LicenseForm(forms.Form):
    """Which type, how many, under which id."""

    license_type = LateChoiceField(label=gettext_lazy("License type"), widget=forms.Select)
    quantity = WholeField(label=gettext_lazy("Quantity"), least=1, most=MOST)
    license_id = TextField(label=gettext_lazy("License ID"), max_length=MAX_REFERENCE)
    included_last = DayField(label=gettext_lazy("SSA included until"), required=False)

    def asked(self) -> RequestedLicense | None:
        """What is asked for, as far as the form alone can tell; None where it is not filled in, or wrongly."""
        if not self.is_bound or any(name in self.errors for name in _NAMES):
            return None
        given = self.cleaned_data
        last = given["included_last"]
        return RequestedLicense(given["license_id"], given["license_type"], given["quantity"], last and last + DAY)

    def offer(self, types: tuple[LicenseType, ...]) -> None:
        """What can be selected; something else is a mistake in the form."""
        offer_choices(self, "license_type", self.choices(types))

    def choices(self, types: tuple[LicenseType, ...]) -> list[tuple[str, str]]:
        """What the list of types says."""
        said = _("%(type)s: %(rate)s SSC per unit and year")
        priced = ((row, said % {"type": row.name, "rate": rate(row.rate)}) for row in types)
        return [("", _("Select")), *((row.code, text if row.ssa is Ssa.CHARGED else row.name) for row, text in priced)]


class AddedLicenseForm(LicenseForm):
    """Staff names the order that a license stands on."""

    license_type = LateChoiceField(label=gettext_lazy("License type"), widget=forms.RadioSelect)
    license_id = TextField(
        label=gettext_lazy("License ID"),
        help_text=gettext_lazy("Your own name, unique in this project. Keep the suggestion if unsure."),
        max_length=MAX_REFERENCE,
    )
    order_reference = TextField(label=gettext_lazy("Order reference"), max_length=MAX_REFERENCE, required=False)
    included_last = DayField(
        label=gettext_lazy("SSA included until"),
        help_text=gettext_lazy("Last day of the SSA that was sold with the license. Leave it empty if there is none."),
        required=False,
    )

    def choices(self, types: tuple[LicenseType, ...]) -> list[tuple[str, str]]:
        """Their cards say the rest."""
        return [(row.code, row.name) for row in types]


class LicenseLines:
    """One form for each license that is asked for. The first has plain names, the others a number before them.

    What was sent is read as it stands, or by `step` with one line more, or without one of them; then it is not judged.
    """

    def __init__(self, sent: Mapping[str, str] | None, kind: type[LicenseForm] = LicenseForm, most: int = 1) -> None:
        self.kind, self.most = kind, most
        step = (sent or {}).get("step", "")
        rows = list(_rows(sent, kind.base_fields, most)) if sent else []
        if step.startswith("drop-"):
            rows = [row for place, row in enumerate(rows, start=1) if step != f"drop-{place}"]
        if step == "more":
            rows = [*rows, {}][:most]
        is_judged = sent is not None and not (step in ("change", "more") or step.startswith("drop-"))
        self.forms = [self._form(place, row, is_judged) for place, row in enumerate(_filled(rows, step) or [{}])]

    def __iter__(self) -> Iterator[LicenseForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def can_have_more(self) -> bool:
        """There is room for another line."""
        return len(self.forms) < self.most

    @property
    def errors(self) -> list[Any]:
        """What is wrong, in any of them."""
        return [form.errors for form in self.forms if form.errors]

    @property
    def non_field_errors(self) -> list[str]:
        """What is wrong beyond a field."""
        return [str(text) for form in self.forms for text in form.non_field_errors()]

    def is_valid(self) -> bool:
        """Each of them is."""
        judged = [form.is_valid() for form in self.forms]
        return all(judged)

    def asked(self) -> tuple[RequestedLicense, ...]:
        """What is asked for; nothing where one of them cannot be read."""
        found = [form.asked() for form in self.forms]
        return tuple(one for one in found if one) if all(found) else ()

    def offer(self, page: AdditionPage) -> None:
        """What can be selected; another type, or an id that is taken or stands twice, is a mistake in the form."""
        seen = {str(form.initial.get("license_id", "")) for form in self.forms}
        suggested = (one for one in page.suggested_ids if one not in seen)
        given: set[str] = set()
        for form in self.forms:
            form.offer(page.types)
            if not form.initial.get("license_id"):
                form.initial["license_id"] = next(suggested, "")
            if (asked := form.asked()) is not None:
                self._check_id(form, asked.license_id, page.taken, given)

    def show_error(self, error: OperationError) -> None:
        """What was wrong with one of them beside it; else with the first."""
        about = error.facts.get("license")
        found = [form for form in self.forms if (asked := form.asked()) and asked.license_id == about]
        show_error((found or self.forms)[-1 if found else 0], error)

    def _check_id(self, form: LicenseForm, wanted: str, taken: frozenset[str], given: set[str]) -> None:
        wrong = licenses.LicenseIdTaken if wanted in taken else licenses.LicenseIdTwice if wanted in given else None
        if wrong:
            form.add_error("license_id", explain_error(wrong.code, {}, ""))
        given.add(wanted)

    def _form(self, place: int, row: dict[str, str], is_judged: bool) -> LicenseForm:
        prefix = str(place + 1) if place else None
        if is_judged:
            return self.kind(
                {f"{prefix}-{name}" if prefix else name: text for name, text in row.items()}, prefix=prefix
            )
        return self.kind(initial=row, prefix=prefix)


def _rows(sent: Mapping[str, str], fields: Iterable[str], most: int) -> Iterator[dict[str, str]]:
    """What was sent, line by line."""
    for place in range(1, most + 1):
        names = {name: f"{place}-{name}" if place > 1 else name for name in fields}
        if place == 1 or any(name in sent for name in names.values()):
            yield {name: sent.get(full, "") for name, full in names.items()}


def _filled(rows: list[dict[str, str]], step: str) -> list[dict[str, str]]:
    """A line without type and quantity asks for nothing, where another one does; it stays while lines are made."""
    if step in ("more", "change") or step.startswith("drop-"):
        return rows
    filled = [row for row in rows if row.get("license_type", "").strip() or row.get("quantity", "").strip()]
    return filled or rows[:1]
