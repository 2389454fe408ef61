"""Where an upload is kept on its way: on disk, in a file that no folder names.

It is gone as soon as the request is over, and also when the process dies; nothing is to be swept. How much may come is
counted before, by the server's door (`config.serving`) and the middleware.
"""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Spooled(FileUploadHandler):
    """Writes what arrives into an unnamed file."""

    chunk_size = 256 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file begins."""
        super().new_file(*args, **kwargs)
        folder = Path(settings.UPLOAD_FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next piece."""
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """All of it is there."""
        self._file.seek(0)
        return UploadedFile(
            self._file, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        """The visitor has gone."""
        if hasattr(self, "_file"):
            self._file.close()
