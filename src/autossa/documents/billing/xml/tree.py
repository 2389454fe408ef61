"""Elements of XML from nested calls: what is empty is left out, and texts are plain."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from lxml import etree

from autossa.documents.billing.texts import plain_lines

Content: TypeAlias = "etree._Element | str | Iterable[etree._Element | None] | None"
Make: TypeAlias = Callable[..., "etree._Element | None"]


def maker(namespaces: Mapping[str, str], default: str = "") -> Make:
    """A function `make(name, *content, **attributes)`; None for an element that would have nothing in it.

    A name is "prefix:Name", or "Name" in the `default` namespace.
    """
    known: dict[Any, str] = dict(namespaces) | ({None: default} if default else {})

    def make(name: str, *content: Content, **attributes: str) -> "etree._Element | None":
        prefix, _, local = name.rpartition(":")
        element = etree.Element(f"{{{known[prefix or None]}}}{local}", nsmap=known, attrib=attributes)
        for part in content:
            _put(element, part)
        return element if element.text or len(element) else None

    return make


def written(root: "etree._Element") -> bytes:
    """The file, in UTF-8: the same bytes for the same elements."""
    etree.cleanup_namespaces(root)
    etree.indent(root, space=" ")
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _put(element: "etree._Element", part: Content) -> None:
    if part is None:
        return
    if isinstance(part, str):
        element.text = plain_lines(part)
    elif isinstance(part, etree._Element):
        element.append(part)
    else:
        element.extend(child for child in part if child is not None)
