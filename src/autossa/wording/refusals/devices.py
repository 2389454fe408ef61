"""Devices: what is activated on them, license files, signing keys, and what they ask by themselves."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    # ---- license files and their keys
    "request_unreadable": gettext_lazy("This is not what a device shows. Copy the whole text, or use its file."),
    "confirmed_otherwise": gettext_lazy(
        "The device counts other licenses than file %(serial)s says: %(counted)s instead of %(expected)s."
    ),
    "device_not_in_project": gettext_lazy("There is no such device in this project."),
    "license_file_not_found": gettext_lazy("There is no license file with serial %(serial)s for this device."),
    "release_not_published": gettext_lazy("There is no such release, or it is still a draft."),
    "serial_too_far_ahead": gettext_lazy(
        "The device says that it has seen serial %(seen)s, but the newest of this project is %(newest)s."
    ),
    "no_signing_key": gettext_lazy("Nothing can be signed yet: the operator of the portal has to create a key first."),
    "signing_key_known": gettext_lazy("This key is known already. Put a new one into AUTOSSA_SIGNING_KEY first."),
    "signing_key_not_found": gettext_lazy("This key does not exist."),
    "signing_key_revoked": gettext_lazy("This key is already revoked."),
    "signing_key_signs": gettext_lazy("This key signs at present. Rotate it first, then revoke it."),
    "signing_key_there": gettext_lazy("There is already a key that signs. Rotate it to replace it."),
    "signing_key_unavailable": gettext_lazy(
        "Nothing can be signed at present. The operator of the portal has to help."
    ),
    # ---- devices
    "bound_to_device": gettext_lazy(
        "%(license)s is bound to %(device)s: licenses of this type are neither released nor moved."
    ),
    "device_has_standbys": gettext_lazy("%(device)s has a standby. Make that a device of its own first."),
    "device_in_use": gettext_lazy(
        "Licenses are activated on %(device)s. Release them or move them to another device first."
    ),
    "device_is_standby": gettext_lazy(
        "%(device)s is the standby of %(master)s: it takes what is activated there. Choose %(master)s instead."
    ),
    "device_name_taken": gettext_lazy("There is already a device %(name)s in this project. Use another name."),
    "device_not_found": gettext_lazy("This device does not exist, or it is no longer there."),
    "hardware_id_taken": gettext_lazy("%(hardware_id)s is already in this project: it is the device %(device)s."),
    "lost_limit_reached": gettext_lazy(
        "Lost devices of this project that were written off within a year: %(most)s. No more are possible. The next one"
        " can be written off from %(again)s on."
    ),
    "more_than_on_device": gettext_lazy("On %(device)s there are %(on_device)s of %(license)s, not %(wanted)s."),
    "moved_to_itself": gettext_lazy("The license is on this device already. Choose another one."),
    "no_hardware_id": gettext_lazy(
        "%(given)s is not a serial number or MAC address. Enter at least four letters and digits, as printed on the"
        " device."
    ),
    "no_standby": gettext_lazy("%(device)s is not a standby."),
    "none_is_written_off": gettext_lazy("Lost devices are not written off: the settings allow none in a year."),
    "not_on_device": gettext_lazy("%(license)s is not activated on %(device)s."),
    "quantity_exceeded": gettext_lazy(
        "Of %(license)s %(on_devices)s are on devices, and %(licensed)s are licensed. So %(free)s can be activated, not"
        " %(wanted)s."
    ),
    "release_not_covered": gettext_lazy(
        "%(product)s %(release)s is installed on %(device)s, released on %(released_on)s. %(license)s is not entitled"
        " to it. Extend SSA, or use a license that is."
    ),
    "standby_of_itself": gettext_lazy("A device cannot be its own standby. Choose another one."),
    "trial_limit_reached": gettext_lazy(
        "Trials begun in this project within a year: %(most)s. No more are possible. The next one can begin on"
        " %(again)s."
    ),
    "trial_needs_license": gettext_lazy(
        "No release of %(product)s can be installed on trial here: a license of this type is missing: %(types)s."
    ),
    "trial_of_known_product": gettext_lazy(
        "This project has or had licenses of %(product)s, so the product cannot be tried out here."
    ),
    "trial_used": gettext_lazy("%(product)s can be tried out once on a device. On this one it was already."),
    # ---- what devices ask
    "not_signed_in": gettext_lazy("This secret is not valid, or it was revoked."),
    "asked_too_often": gettext_lazy("There were too many requests. Try again in %(seconds)s seconds."),
    "product_not_known": gettext_lazy("There is no such product."),
    "body_unclear": gettext_lazy("The body must be a JSON object in UTF-8, of at most %(most)s bytes."),
    "name_unknown": gettext_lazy("%(name)s is unknown here. Known are: %(known)s."),
    "value_missing": gettext_lazy("%(name)s is missing."),
    "value_unclear": gettext_lazy("%(name)s is not as expected: %(expected)s."),
    "no_credential": gettext_lazy("The device has no secret that could be revoked."),
    "code_not_usable": gettext_lazy(
        "This code cannot be used: it is unknown, was used already, or is too old. Create another one."
    ),
    "counts_unclear": gettext_lazy(
        "What a device counts are at most %(most)s whole numbers from 0, each with a short name."
    ),
}
