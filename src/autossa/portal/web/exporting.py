"""What every export from a page counts for."""

from autossa.operations import limits
from autossa.portal.web.requests import AccountRequest, action_context


def count_export(request: AccountRequest) -> None:
    """One more export by who asks. Raises TooManyExports."""
    limits.count_export(action_context(request), request.account.person)
