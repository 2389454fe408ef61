"""Devices: how one went, and how an activation on it ended."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

DEPARTURE: dict[str, Promise] = {
    "removed": gettext_lazy("Removed on"),
    "lost": gettext_lazy("Lost, written off on"),
}
ENDING: dict[str, Promise] = {
    "released": gettext_lazy("released from the device"),
    "moved": gettext_lazy("moved to another device"),
    "lost": gettext_lazy("lost with the device"),
    "changed": gettext_lazy("quantity changed"),
}
