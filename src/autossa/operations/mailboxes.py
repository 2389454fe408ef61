"""Which mailbox an e-mail address leads to, and at which domain: however it is written."""


def mailbox(email: str) -> str:
    """One for one mailbox: capitals, and what stands after a plus, lead to the same."""
    name = email.strip().casefold().rpartition("@")[0]
    return f"{name.partition('+')[0] or name}@{domain_of(email)}"


def domain_of(email: str) -> str:
    """The domain as the network has it: in small letters, umlauts as IDNA writes them, no dot at the end."""
    domain = email.strip().rpartition("@")[2].casefold().rstrip(".")
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:  # no domain that could be reached
        return domain
