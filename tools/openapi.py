"""The document of the API (OpenAPI 3.1), committed, so that a change of it is seen before anybody's program notices.

`make openapi` (`python -m tools.openapi`) writes it; with `--check` it only says whether it is out of date. With
`--against FILE` it names what would break programs that were written for another version of it.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "src/autossa/portal/static/portal/openapi.json"
FIX = "run: make openapi"
Document = dict[str, Any]


def generated() -> str:
    """The document as it is to be committed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
    import django

    django.setup()
    from autossa.api.v1.api import api

    return (
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    )


def breaking(before: Document, after: Document) -> list[str]:
    """What programs for `before` meet in `after` that they cannot know: one line each."""
    return [*_operations(before, after), *_shapes(before, after)]


def _operations(before: Document, after: Document) -> Iterator[str]:
    for path, operations in before["paths"].items():
        for method, old in operations.items():
            new = after["paths"].get(path, {}).get(method)
            where = f"{method.upper()} {path}"
            if new is None:
                yield f"{where} is gone"
                continue
            if new["operationId"] != old["operationId"]:
                yield f"{where} has another operationId"
            yield from _parameters(where, old.get("parameters", []), new.get("parameters", []))
            if "requestBody" in new and new["requestBody"].get("required") and "requestBody" not in old:
                yield f"{where} needs a body"
            yield from (f"{where} no longer answers {s}" for s in old["responses"] if s not in new["responses"])


def _parameters(where: str, before: list[Document], after: list[Document]) -> Iterator[str]:
    old, new = ({(one["in"], one["name"]): one for one in found} for found in (before, after))
    yield from (f"{where} no longer takes {name}" for place, name in old if (place, name) not in new)
    for (place, name), one in new.items():
        was = old.get((place, name), {})
        if one.get("required") and not was.get("required"):
            yield f"{where} needs {name}"


def _shapes(before: Document, after: Document) -> Iterator[str]:
    """Fields that are gone, that have another type, or that must be sent now."""
    old, new = (found.get("components", {}).get("schemas", {}) for found in (before, after))
    for name, was in old.items():
        shape = new.get(name)
        if shape is None:
            continue  # what uses it is looked at by itself
        fields = shape.get("properties", {})
        for field, kind in was.get("properties", {}).items():
            if field not in fields:
                yield f"{name}.{field} is gone"
            elif _kind(kind) != _kind(fields[field]):
                yield f"{name}.{field} has another type"
        if name.endswith("In"):
            added = set(shape.get("required", [])) - set(was.get("required", []))
            yield from (f"{name}.{field} must be sent now" for field in sorted(added))


def _kind(shape: Document) -> Any:
    """The type, without the words about it."""
    return {key: shape[key] for key in ("type", "$ref", "anyOf", "items", "format") if key in shape}


def main(arguments: list[str]) -> int:
    """0 where all is well."""
    text = generated()
    if "--against" in arguments:
        found = breaking(
            json.loads(Path(arguments[arguments.index("--against") + 1]).read_text("utf-8")), json.loads(text)
        )
        print("\n".join(found))
        return bool(found)
    if "--check" in arguments:
        is_current = FILE.is_file() and FILE.read_text("utf-8") == text
        print("" if is_current else f"{FILE.relative_to(ROOT)} is out of date; {FIX}")
        return not is_current
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
