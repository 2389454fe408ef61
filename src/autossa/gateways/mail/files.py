"""Mails as files, for development and the demo: nothing leaves the machine."""

import os
from pathlib import Path

from django.conf import settings

from autossa.gateways.mail.protocol import Mail, MailUnavailable, message

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class FileGateway:
    """Writes each mail to `<reference>.eml` in a folder that only this account can read; a resend replaces it."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Write the file, whole or not at all. Raises MailUnavailable when the folder cannot be written."""
        content = message(mail, self._sender).message().as_bytes()
        target = self._folder / f"{mail.reference}.eml"
        part = target.with_suffix(".part")
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self._folder.chmod(PRIVATE_FOLDER)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            part.replace(target)
        except OSError as error:
            raise MailUnavailable(f"the folder of the mails cannot be written: {error.strerror}") from None

    def close(self) -> None:
        """Nothing is held open."""


def from_settings() -> FileGateway:
    """The gateway as the settings say."""
    return FileGateway(Path(settings.MAIL_FOLDER), settings.DEFAULT_FROM_EMAIL)
