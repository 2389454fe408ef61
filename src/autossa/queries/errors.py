"""What a query raises when nothing is called as was asked."""


class Unknown(LookupError):
    """Nothing is called so; the message says what was looked for."""
