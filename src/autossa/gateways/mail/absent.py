"""No mail server at all: a portal in production that has none set sends nothing, and every mail waits."""

from autossa.gateways.mail.protocol import Mail, MailUnavailable


class AbsentGateway:
    """Takes no mail."""

    def send(self, mail: Mail) -> None:
        """Raises MailUnavailable, always."""
        raise MailUnavailable("no e-mail server is set up (AUTOSSA_SMTP_URL)")

    def close(self) -> None:
        """Nothing is held open."""


def from_settings() -> AbsentGateway:
    """The gateway where the settings name no server."""
    return AbsentGateway()
