"""Use cases of licenses: added, requested, confirmed, activated, returned; activation keys (rule 6)."""

from autossa.operations.licenses.additions import LicenseIdTaken, NotSold, UnknownOrigin, add, request
from autossa.operations.licenses.in_use import activate, return_license
from autossa.operations.licenses.requests import confirm, refuse_request, withdraw_request

__all__ = [
    "LicenseIdTaken",
    "NotSold",
    "UnknownOrigin",
    "activate",
    "add",
    "confirm",
    "refuse_request",
    "request",
    "return_license",
    "withdraw_request",
]
