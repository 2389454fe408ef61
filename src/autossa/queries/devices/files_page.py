"""The page of a project's license files."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.queries.devices.license_files import FileRow, device_names, list_files
from autossa.queries.devices.overdue import Overdue, overdue_in


@dataclass(frozen=True, slots=True)
class FilesPage:
    """The files, the devices that are asked for a confirmation, and for whom one can be issued."""

    files: tuple[FileRow, ...]
    overdue: tuple[Overdue, ...]
    devices: tuple[tuple[str, str], ...]


def files_page(project: UUID, day: date) -> FilesPage:
    """What the page shows on a day."""
    return FilesPage(list_files(project), overdue_in(project, day), device_names(project))
