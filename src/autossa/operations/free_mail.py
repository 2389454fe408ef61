"""Whether an address is one of a provider of private mail; the list is `free_mail.yaml`."""

from functools import lru_cache
from importlib.resources import files

import yaml

from autossa.domain.email_addresses import same_or_read


def is_free_mail(email: str) -> bool:
    """The address, or a domain above its own, is on the list."""
    labels = same_or_read(email).rpartition("@")[2].split(".")
    return any(".".join(labels[start:]) in _domains() for start in range(len(labels) - 1))


@lru_cache(maxsize=1)
def _domains() -> frozenset[str]:
    text = files("autossa.operations").joinpath("free_mail.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text))
