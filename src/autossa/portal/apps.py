"""The pages as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Templates, static files, and what the pages listen to."""

    name = "autossa.portal"
    label = "portal"

    def ready(self) -> None:
        """Listen to log-in: new passwords and factors end sessions, and of recovery codes hashes alone are kept; all
        that an auditor asks for is logged.
        """
        from autossa.portal.accounts import sessions, watching  # noqa: F401
        from autossa.portal.accounts.factors import codes  # noqa: F401
