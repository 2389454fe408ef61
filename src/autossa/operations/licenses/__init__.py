"""Use cases of licenses: added, requested, confirmed, activated, returned; activation keys (rule 6)."""

from autossa.operations.licenses.additions import (
    MAX_AT_ONCE,
    LicenseIdTaken,
    LicenseIdTwice,
    NotSold,
    NumberOfLicenses,
    UnknownOrigin,
    add,
    request,
    request_all,
)
from autossa.operations.licenses.in_use import activate, return_license, undo_return
from autossa.operations.licenses.requests import (
    NothingToConfirm,
    confirm,
    confirm_all,
    refuse_request,
    withdraw_request,
)

__all__ = [
    "MAX_AT_ONCE",
    "LicenseIdTaken",
    "LicenseIdTwice",
    "NotSold",
    "NothingToConfirm",
    "NumberOfLicenses",
    "UnknownOrigin",
    "activate",
    "add",
    "confirm",
    "confirm_all",
    "refuse_request",
    "request",
    "request_all",
    "return_license",
    "undo_return",
    "withdraw_request",
]
