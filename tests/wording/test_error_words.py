"""Every exception of a use case has words of its own on the pages, by its code."""

import importlib
import pkgutil
from collections.abc import Iterator

from autossa import operations
from autossa.operations.errors import OperationError, Refused
from autossa.wording.refusals import _ERRORS


def kinds(of: type[OperationError] = OperationError) -> Iterator[type[OperationError]]:
    """Every exception that is raised itself: those that others are derived from are none of a use case."""
    for kind in of.__subclasses__():
        if kind.__subclasses__():
            yield from kinds(kind)
        elif kind.__module__.startswith(operations.__name__):
            yield kind


def codes() -> set[str]:
    for module in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        importlib.import_module(module.name)
    return {kind.code for kind in kinds() if kind is not Refused}  # it carries a refusal, which has words of its own


def test_every_exception_of_a_use_case_has_words() -> None:
    found = codes()
    assert len(found) > 90, "the exceptions are not found any more"
    assert found - _ERRORS.keys() == set()


def test_a_code_is_the_name_word_by_word() -> None:
    assert {"not_a_member", "license_id_taken", "invalid_vat_id"} <= codes()
