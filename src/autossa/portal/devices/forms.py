"""The forms of devices."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.devices.hardware_ids import LONGEST
from autossa.operations.devices.activations import QuantityExceeded
from autossa.operations.validation import MAX_CODE, MAX_NAME
from autossa.portal.ui.fields import TextField, WholeField
from autossa.portal.web.forms import AmountForm, set_choices, show_error
from autossa.queries.devices.activation_page import ActivationPage
from autossa.queries.devices.rows import DeviceRow
from autossa.wording import formats

MOST = 1_000_000_000


class NameForm(forms.Form):
    """What a device is called."""

    name = TextField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Your own name for it, such as the town or the rack."),
        max_length=MAX_NAME,
    )


class StandbyForm(forms.Form):
    """Which device it stands by for; none: it is a device of its own."""

    master = forms.ChoiceField(
        label=gettext_lazy("Standby of"),
        help_text=gettext_lazy("A standby uses the licenses of its main device and needs none of its own."),
        required=False,
    )

    def __init__(self, *args: Any, masters: Iterable[DeviceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.masters = {one.id: one.key for one in masters}
        named = [(one.id, f"{one.name} ({one.hardware_id})") for one in masters]
        set_choices(self, "master", [("", _("No, a device of its own")), *named])


class RegisterForm(StandbyForm, NameForm):
    """A device that is there from now on."""

    hardware_id = TextField(
        label=gettext_lazy("Serial number or MAC address"),
        help_text=gettext_lazy("As printed on the device; blanks, colons and dashes make no difference."),
        max_length=LONGEST,
    )
    field_order = ("name", "hardware_id", "master")

    def __init__(self, *args: Any, masters: Iterable[DeviceRow], **kwargs: Any) -> None:
        masters = tuple(masters)
        super().__init__(*args, masters=masters, **kwargs)
        if not masters:
            del self.fields["master"]


class ActivateForm(forms.Form):
    """Which license, how many of it, on which device."""

    license = forms.ChoiceField(label=gettext_lazy("License"))
    quantity = WholeField(label=gettext_lazy("Quantity"), least=1, most=MOST)
    device = forms.ChoiceField(label=gettext_lazy("Device"))

    def __init__(self, *args: Any, page: ActivationPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = _("%(license)s, %(type)s: %(free)s of %(licensed)s free")
        licenses = [
            (
                code,
                free % {"license": code, "type": name, "free": formats.whole(n), "licensed": formats.whole(licensed)},
            )
            for code, name, n, licensed in page.licenses
        ]
        set_choices(self, "license", licenses)
        set_choices(self, "device", [(key, f"{name} ({hardware})") for key, name, hardware in page.devices])
        self.stocks = {one.license_id: one for one in page.page.stocks}

    def clean(self) -> dict[str, Any]:
        """No more than are free; said at once, not when it is to be done."""
        given = super().clean() or {}
        stock, quantity = self.stocks.get(given.get("license", "")), given.get("quantity")
        if stock is not None and quantity is not None and quantity > stock.free:
            error = QuantityExceeded(
                license=stock.license_id,
                licensed=stock.licensed,
                on_devices=stock.on_devices,
                free=stock.free,
                wanted=quantity,
            )
            show_error(self, error)
        return given


class MoveForm(AmountForm):
    """How many, and to which device."""

    to = forms.ChoiceField(label=gettext_lazy("To device"))

    def __init__(self, *args: Any, targets: Iterable[DeviceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {one.id: one for one in targets}
        set_choices(self, "to", [(one.id, f"{one.name} ({one.hardware_id})") for one in self.targets.values()])


class ProductForm(forms.Form):
    """Of which product."""

    product = forms.ChoiceField(label=gettext_lazy("Product"))

    def __init__(self, *args: Any, products: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "product", products)


class InstalledForm(ProductForm):
    """Which version of a product is installed there."""

    version = TextField(
        label=gettext_lazy("Version"),
        help_text=gettext_lazy("As the device shows it, such as 14.2."),
        max_length=MAX_CODE,
    )
