"""Forms of orders and quotes: licenses line by line, who pays, the payer's own order number."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.orders.orders import Wanted
from autossa.operations.credits.orders import MAX_SSC
from autossa.operations.orders.licenses import MOST_LINES, MOST_OF_ONE, LicenseNotEnlarged
from autossa.operations.validation import MAX_REASON, MAX_REFERENCE
from autossa.portal.ui.fields import SscField, TextField, WholeField
from autossa.portal.web.forms import LateChoiceField, OrderTermsForm, offer_choices
from autossa.queries.orders.order_page import LicenseOrderPage
from autossa.wording.formats import price
from autossa.wording.refusals import explain_error

_NAMES = ("license_type", "quantity", "enlarges")


class LineForm(forms.Form):
    """Which type, how many, beside which license."""

    license_type = LateChoiceField(label=gettext_lazy("License type"), widget=forms.Select)
    quantity = WholeField(label=gettext_lazy("Quantity"), least=1, most=MOST_OF_ONE)
    enlarges = LateChoiceField(label=gettext_lazy("Enlarges the license"), widget=forms.Select, required=False)

    def wanted(self) -> Wanted | None:
        """What is asked for; None where it is not filled in, or wrongly."""
        if not self.is_bound or not self.is_valid():
            return None
        given = self.cleaned_data
        return Wanted(given["license_type"], given["quantity"], given["enlarges"])

    def offer(self, page: LicenseOrderPage) -> None:
        """What can be selected."""
        types = [(one.code, f"{one.name}: {price(one.price, page.currency)} {page.currency}") for one in page.types]
        offer_choices(self, "license_type", [("", _("Select")), *types])
        names = {one.code: one.name for one in page.types}
        licenses = [(code, f"{code} · {names.get(kind, kind)}") for kind, code in page.licenses]
        offer_choices(self, "enlarges", [("", _("none: a new license")), *licenses])
        wanted = self.wanted()
        if wanted and wanted.enlarges and (wanted.license_type, wanted.enlarges) not in page.licenses:
            said = explain_error(LicenseNotEnlarged.code, {"license": wanted.enlarges}, "")
            self.add_error("enlarges", said)


class PayForm(forms.Form):
    """Who pays, under which number of its own."""

    payer = LateChoiceField(label=gettext_lazy("Who pays"), widget=forms.RadioSelect)
    order_number = TextField(
        label=gettext_lazy("Your order number"),
        help_text=gettext_lazy("It is printed on the invoice."),
        max_length=MAX_REFERENCE,
        required=False,
    )

    def offer(self, payers: tuple[tuple[UUID, str], ...]) -> None:
        """Who may pay, the first unless another was selected."""
        offer_choices(self, "payer", [(str(key), name) for key, name in payers])
        if payers:
            self.initial.setdefault("payer", str(payers[0][0]))

    def chosen(self) -> UUID | None:
        """Who pays, as far as the form alone can tell."""
        text = self.cleaned_data.get("payer", "") if self.is_bound and self.is_valid() else ""
        try:
            return UUID(text)
        except ValueError:
            return None


class CreditsForm(PayForm):
    """So many credits."""

    ssc = SscField(
        label=gettext_lazy("Credits (SSC)"),
        help_text=gettext_lazy("two decimals at most, such as 250 or 99.50"),
        least=1,
        most=MAX_SSC,
    )
    field_order = ("ssc", "payer", "order_number")


class ContractForm(PayForm):
    """A contract with an option."""

    option = LateChoiceField(label=gettext_lazy("Option"), widget=forms.RadioSelect)
    field_order = ("option", "payer", "order_number")


class AskForm(forms.Form):
    """Who is asked, with which words."""

    approver = LateChoiceField(label=gettext_lazy("Who should approve"), widget=forms.RadioSelect)
    message = TextField(
        label=gettext_lazy("Message"),
        max_length=MAX_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuoteTermsForm(OrderTermsForm):
    """The vendor's terms, where a quote is accepted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "terms" in self.fields:
            self.fields["terms"].error_messages["required"] = _(
                "Read the terms and tick the box: without it the quote is not accepted."
            )


class BookingForm(forms.Form):
    """When orders of an organisation are booked, and why."""

    booking = forms.ChoiceField(label=gettext_lazy("Orders are booked"), widget=forms.RadioSelect)
    reason = TextField(label=gettext_lazy("Reason"), max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class Lines:
    """A form for each license that is ordered: plain names for the first, the others with a number before them.

    What was sent is read as it stands, or by `step` with one line more, or without one of them; then it is not judged.
    """

    def __init__(self, sent: Mapping[str, str] | None) -> None:
        step = (sent or {}).get("step", "")
        rows = list(_rows(sent)) if sent else []
        if step.startswith("drop-"):
            rows = [row for place, row in enumerate(rows, start=1) if step != f"drop-{place}"]
        if step == "more":
            rows = [*rows, {}][:MOST_LINES]
        self.is_judged = sent is not None and not (step in ("change", "more") or step.startswith("drop-"))
        kept = rows if not self.is_judged else [row for row in rows if any(row.values())] or rows[:1]
        self.forms = [self._form(place, row) for place, row in enumerate(kept or [{}])]

    def __iter__(self) -> Iterator[LineForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def can_have_more(self) -> bool:
        """There is room for another line."""
        return len(self.forms) < MOST_LINES

    @property
    def errors(self) -> list[Any]:
        """What is wrong, in any of them."""
        return [form.errors for form in self.forms if form.errors]

    def wanted(self) -> tuple[Wanted, ...]:
        """What is asked for; nothing where one of them cannot be read."""
        found = [form.wanted() for form in self.forms]
        return tuple(one for one in found if one) if all(found) else ()

    def offer(self, page: LicenseOrderPage) -> None:
        """What can be selected, in each of them."""
        for form in self.forms:
            form.offer(page)

    def _form(self, place: int, row: dict[str, str]) -> LineForm:
        prefix = str(place + 1) if place else None
        if self.is_judged:
            return LineForm({f"{prefix}-{name}" if prefix else name: text for name, text in row.items()}, prefix=prefix)
        return LineForm(initial=row, prefix=prefix)


class Together:
    """What is wrong with the lines and with who pays, said above all of them."""

    def __init__(self, lines: Lines, pay: PayForm) -> None:
        self.errors = [*lines.errors, *([pay.errors] if pay.errors else [])]
        self.non_field_errors = [str(text) for form in (*lines, pay) for text in form.non_field_errors()]


def _rows(sent: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for place in range(1, MOST_LINES + 1):
        names = {name: f"{place}-{name}" if place > 1 else name for name in _NAMES}
        if place == 1 or any(name in sent for name in names.values()):
            yield {name: sent.get(full, "") for name, full in names.items()}
