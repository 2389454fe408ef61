"""A gateway for tests: it remembers what was sent, and fails when told to."""

from dataclasses import dataclass, field

from autossa.gateways.mail.protocol import Mail


@dataclass
class MemoryGateway:
    """`sent` holds the mails; the next sends raise what `failures` holds, first to last."""

    sent: list[Mail] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    closed: int = 0

    def send(self, mail: Mail) -> None:
        """Remember the mail, or fail."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(mail)

    def close(self) -> None:
        """Count it."""
        self.closed += 1
