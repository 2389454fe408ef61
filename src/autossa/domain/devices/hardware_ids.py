"""Hardware ids as they are printed on devices, and as they are compared: one device, one key (rule 6)."""

import re
import unicodedata

SHORTEST, LONGEST = 4, 100
_MAC = re.compile(r"[0-9A-F]{12}")
_BETWEEN = re.compile(r"[\s:.\-_/]+")
_KEY = re.compile(r"[0-9A-Z+#*]+")


class NotAHardwareId(ValueError):
    """A hardware id has letters and digits, at least four of them: a serial number or a MAC address."""


def hardware_key(printed: str) -> str:
    """The id as it is compared: capital letters and digits alone, whatever stands between them.

    So 00:1b:21:3C:4d-5e, 001B.213C.4D5E and 001b213c4d5e are one device. Raises NotAHardwareId.
    """
    key = _BETWEEN.sub("", unicodedata.normalize("NFKC", printed).upper())
    if not SHORTEST <= len(key) <= LONGEST or not _KEY.fullmatch(key):
        raise NotAHardwareId
    return key


def shown(printed: str) -> str:
    """As people read it: a MAC address in pairs, anything else as it was printed."""
    key = hardware_key(printed)
    return ":".join(key[at : at + 2] for at in range(0, 12, 2)) if _MAC.fullmatch(key) else printed.strip()
