"""Which of many examples every `make test` tries, and which only `make trials`."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def whatever_the_seed(seeds: Iterable[int], check: Callable[[int], None]) -> None:
    """Check what each seed gives; what fails says of which it was."""
    for seed in seeds:
        try:
            check(seed)
        except Exception as error:
            error.add_note(f"the history of seed {seed}")
            raise


def a_few_of(examples: Iterable[Any], few: int) -> list[Any]:
    """All examples, to parametrize with: the first ones for every run, the others with the mark `trials`."""
    found = list(examples)
    assert 0 < few < len(found), "some for every run, some for the trials"
    return found[:few] + [
        pytest.param(*(example if isinstance(example, tuple) else (example,)), marks=pytest.mark.trials)
        for example in found[few:]
    ]
