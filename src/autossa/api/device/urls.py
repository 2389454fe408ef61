"""Addresses for devices, below `handler.PREFIX`: each a whole one."""

from collections.abc import Mapping

from autossa.api.device import checks, files, sessions
from autossa.api.device.endpoint import View

ENDPOINTS: Mapping[str, View] = {
    "activate": sessions.activate,
    "credential": sessions.rotate,
    "check": checks.check,
    "releases": checks.releases,
    "report": sessions.report,
    "license-file": files.license_file,
    "license-file/confirm": files.confirm,
    "manifest": files.manifest,
    "artifacts": files.artifacts,
}
