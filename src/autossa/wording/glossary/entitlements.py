"""Whether a release may be installed, in a word with its tone; the sentence is `wording.entitlements`."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from autossa.domain.releases.entitlements import Reason

ENTITLEMENT: dict[Reason, Promise] = {
    Reason.NO_SUCH_LICENSE: pgettext_lazy("entitlement", "No license"),
    Reason.GIVEN_UP: pgettext_lazy("entitlement", "License given up"),
    Reason.NOT_RELEASED: pgettext_lazy("entitlement", "Not released yet"),
    Reason.WITHDRAWN: pgettext_lazy("entitlement", "Withdrawn"),
    Reason.ACQUIRED: pgettext_lazy("entitlement", "Part of the purchase"),
    Reason.COVERED: pgettext_lazy("entitlement", "Covered"),
    Reason.INCLUDED: pgettext_lazy("entitlement", "SSA included"),
    Reason.SECURITY_FREE: pgettext_lazy("entitlement", "Free security update"),
    Reason.TRIAL: pgettext_lazy("entitlement", "Trial"),
    Reason.NOT_PART_OF_SSA: pgettext_lazy("entitlement", "Not part of SSA"),
    Reason.NOT_COVERED: pgettext_lazy("entitlement", "Not covered"),
    Reason.LICENSE_REQUIRED: pgettext_lazy("entitlement", "License required"),
}
ENTITLEMENT_TONE: dict[Reason, str] = {
    Reason.NO_SUCH_LICENSE: "muted",
    Reason.GIVEN_UP: "muted",
    Reason.NOT_RELEASED: "info",
    Reason.WITHDRAWN: "danger",
    Reason.ACQUIRED: "ok",
    Reason.COVERED: "ok",
    Reason.INCLUDED: "ok",
    Reason.SECURITY_FREE: "ok",
    Reason.TRIAL: "info",
    Reason.NOT_PART_OF_SSA: "warn",
    Reason.NOT_COVERED: "warn",
    Reason.LICENSE_REQUIRED: "warn",
}
