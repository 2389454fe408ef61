"""The pages as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Templates, static files, and what the pages listen to."""

    name = "autossa.portal"
    label = "portal"

    def ready(self) -> None:
        """Listen to log-in: new passwords and factors end sessions."""
        from autossa.portal.accounts import sessions  # noqa: F401
