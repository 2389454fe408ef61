"""Credits: where they come from, what moved them, how an order of them stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.credits import LotSource

LOT: dict[LotSource, Promise] = {
    LotSource.TOP_UP: gettext_lazy("bought"),
    LotSource.RECHARGE: gettext_lazy("recharged"),
    LotSource.KEY: gettext_lazy("from a key"),
    LotSource.OPENING: gettext_lazy("opening balance"),
    LotSource.ADJUSTMENT: gettext_lazy("adjustment"),
}

TRANSFER: dict[str, Promise] = {
    "top_up": gettext_lazy("Credits bought"),
    "recharge": gettext_lazy("Recharge, invoiced"),
    "key": gettext_lazy("Activation key redeemed"),
    "opening": gettext_lazy("Opening balance"),
    "adjustment": gettext_lazy("Adjustment by staff"),
    "hold": gettext_lazy("Held for a gap"),
    "release": gettext_lazy("Hold released"),
    "consume_extension": gettext_lazy("Used for an extension"),
    "consume_addition": gettext_lazy("Used for added licenses"),
    "consume_gap": gettext_lazy("Used for a gap"),
    "write_off": gettext_lazy("Written off by staff"),
    "restore": gettext_lazy("Given back: booking voided"),
    "recharge_void": gettext_lazy("Recharge reversed: booking voided"),
}

ORDER: dict[str, Promise] = {
    "open": gettext_lazy("Ordered, waiting for payment"),
    "booked": gettext_lazy("Paid and booked"),
    "declined": gettext_lazy("Declined"),
    "withdrawn": gettext_lazy("Withdrawn"),
}

ORDER_TONE: dict[str, str] = {"open": "info", "booked": "ok", "declined": "danger", "withdrawn": "muted"}
