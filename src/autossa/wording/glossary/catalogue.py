"""Releases as the catalogue names them: what they bring, where offered, how far they got; what an import does."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.domain.releases.catalogue import Channel, ReleaseClass
from autossa.queries.releases.pages import ReleaseState

RELEASE_CLASS: dict[ReleaseClass, Promise] = {
    ReleaseClass.FEATURE: pgettext_lazy("class of a release", "Feature release"),
    ReleaseClass.MAINTENANCE: pgettext_lazy("class of a release", "Maintenance release"),
    ReleaseClass.SECURITY: pgettext_lazy("class of a release", "Security update"),
}
RELEASE_CLASS_NOTE: dict[ReleaseClass, Promise] = {
    ReleaseClass.FEATURE: gettext_lazy("Brings new features."),
    ReleaseClass.MAINTENANCE: gettext_lazy("Fixes bugs."),
    ReleaseClass.SECURITY: gettext_lazy(
        "Fixes a security vulnerability. On a supported branch it is open to everybody who may use a release of that"
        " branch, even without coverage."
    ),
}

CHANNEL: dict[Channel, Promise] = {
    Channel.STABLE: pgettext_lazy("channel of releases", "Stable"),
    Channel.BETA: pgettext_lazy("channel of releases", "Beta"),
}
CHANNEL_NOTE: dict[Channel, Promise] = {
    Channel.STABLE: gettext_lazy("For everybody."),
    Channel.BETA: gettext_lazy("For those who want to try it first."),
}

RELEASE_STATE: dict[ReleaseState, Promise] = {
    ReleaseState.DRAFT: pgettext_lazy("state of a release", "Draft"),
    ReleaseState.ANNOUNCED: pgettext_lazy("state of a release", "Announced"),
    ReleaseState.OUT: pgettext_lazy("state of a release", "Released"),
    ReleaseState.WITHDRAWN: pgettext_lazy("state of a release", "Withdrawn"),
}
RELEASE_STATE_TONE: dict[ReleaseState, str] = {
    ReleaseState.DRAFT: "muted",
    ReleaseState.ANNOUNCED: "info",
    ReleaseState.OUT: "ok",
    ReleaseState.WITHDRAWN: "danger",
}

# What an import of a list does, by code (operations.releases.imports.Deed).
IMPORT_DEED: dict[str, Promise] = {
    "add_branch": gettext_lazy("Add branch"),
    "set_support": gettext_lazy("Set last supported day"),
    "draft": gettext_lazy("Add as a draft"),
    "edit": gettext_lazy("Change the draft"),
    "publish": gettext_lazy("Publish"),
    "keep": gettext_lazy("Nothing: it is there already"),
}
