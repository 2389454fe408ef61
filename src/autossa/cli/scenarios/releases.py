"""The releases of a scenario file and their branches, read into a catalogue (rule 9)."""

from collections.abc import Container
from datetime import date

from autossa.cli.scenarios import fields
from autossa.cli.scenarios.yaml_tree import FileError, Mapping, Node
from autossa.domain.releases.catalogue import Catalogue, Release, ReleaseClass

_MUST = ("id", "product", "branch", "released_on")
_MAY = ("class", "features", "requires", "entitled_as_of", "withdrawn_on")


def read_catalogue(root: Mapping, types: Container[str]) -> Catalogue:
    """The catalogue of a file, empty where it lists no release. Raises FileError."""
    releases: dict[str, Release] = {}
    for item in fields.listing(root.items["releases"], "releases") if "releases" in root.items else ():
        release = _release(item, types)
        if release.version in releases:
            raise FileError(item.line, f"release {release.version} is listed twice")
        releases[release.version] = release
    ends = _branches(root.items["branches"]) if "branches" in root.items else {}
    keys = {release.key for release in releases.values()}
    return Catalogue(tuple(releases.values()), {key: ends[key[1]] for key in keys if key[1] in ends})


def _branches(node: Node) -> dict[str, date]:
    ends = {}
    for name, value in fields.mapping(node, "branches").items.items():
        entry = fields.mapping(value, f"branch {name}")
        fields.only_keys(entry, ("supported_until",), f"branch {name}")
        if "supported_until" in entry.items:
            ends[name] = fields.day(entry.items["supported_until"], "supported_until")
    return ends


def _release(node: Node, types: Container[str]) -> Release:
    entry = fields.mapping(node, "a release")
    fields.only_keys(entry, (*_MUST, *_MAY), "a release")
    given = {key: fields.required(entry, key, "a release") for key in _MUST}
    released_on = fields.day(given["released_on"], "released_on")
    may = {key: fields.day(entry.items[key], key) for key in ("entitled_as_of", "withdrawn_on") if key in entry.items}
    if may.get("entitled_as_of", released_on) > released_on:
        raise FileError(entry.items["entitled_as_of"].line, f"entitled_as_of must not be after {released_on}")
    return Release(
        version=fields.text(given["id"], "id"),
        product=fields.text(given["product"], "product"),
        branch=fields.text(given["branch"], "branch"),
        released_on=released_on,
        release_class=_class(entry),
        features=_listed(entry, "features", types),
        requires=_listed(entry, "requires", types),
        entitled_as_of=may.get("entitled_as_of"),
        withdrawn_on=may.get("withdrawn_on"),
    )


def _class(entry: Mapping) -> ReleaseClass:
    if "class" not in entry.items:
        return ReleaseClass.FEATURE
    return ReleaseClass(fields.choice(entry.items["class"], "class", ReleaseClass))


def _listed(entry: Mapping, key: str, types: Container[str]) -> frozenset[str]:
    found = set()
    for item in fields.listing(entry.items[key], key) if key in entry.items else ():
        name = fields.text(item, key)
        if name not in types:
            raise FileError(item.line, f"license type {name} is not among license_types")
        found.add(name)
    return frozenset(found)
