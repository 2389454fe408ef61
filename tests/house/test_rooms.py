"""The tree: layer, area, file. No circle, no arrow upwards, the same area names in every layer, small folders."""

import sys

import pytest

from tests.house.sources import PACKAGE, Measure, circles, folders_of, imports, rooms, sources, templates

FILES_A_FOLDER = 15
CORE = 45  # the domain's core is one rulebook, read top to bottom
AREAS = {
    "projects",
    "licenses",
    "credits",
    "contracts",
    "billing",
    "orders",
    "organisations",
    "accounts",
    "vendor",
    "runs",
    "releases",
    "devices",
}

# From the top; what stands in one row is blind to each other.
LAYERS = (
    {"config"},
    {"portal", "api", "cli", "jobs"},
    {"workbench"},
    {"operations"},
    {"notify", "documents"},
    {"wording"},
    {"queries"},
    {"store", "gateways"},
    {"domain"},
)

# Folders that are no area: what a layer's areas share, or what the layer is about.
SHARED = {
    "portal": {"web", "ui"},
    "queries": set(),
    "operations": set(),
    "wording": {"glossary", "refusals", "locale"},
    "notify": {"letters", "mail"},
    "cli": {"scenarios", "service", "reference"},
}


def crowded() -> list[Measure]:
    """Every folder of sources and of templates, the fullest first."""
    return sorted((*folders_of(sources()), *folders_of(templates())), reverse=True)


def upward() -> list[str]:
    """Imports that run up, or across within a row."""
    row = {layer: number for number, layers in enumerate(LAYERS) for layer in layers}
    found = []
    for module, others in imports().items():
        for other in others:
            here, there = (name.split(".")[1] if "." in name else "" for name in (module, other))
            if here in row and there in row and here != there and row[there] <= row[here]:
                found.append(f"{module} -> {other}")
    return sorted(found)


def all_circles() -> list[list[str]]:
    """Between layers, between areas, between files."""
    return [circle for depth in (1, 2, 3, 4) for circle in circles(rooms(depth))]


def test_the_tree_is_measured_and_held(capsys: pytest.CaptureFixture[str]) -> None:
    folders, circle, up = crowded(), all_circles(), upward()
    arrows = sum(
        len({other for other in others if other.startswith("autossa.portal.")})
        for room, others in rooms(2).items()
        if room.startswith("autossa.portal.")
    )
    with capsys.disabled():
        print(
            f"\ntree: fullest folder {folders[0].count} ({folders[0].where}), circles {len(circle)},"
            f" upward imports {len(up)}, arrows between rooms of the portal {arrows}",
            file=sys.stderr,
            flush=True,
        )
    assert not circle, circle
    assert not up, up
    allowed = {"src/autossa/domain": CORE}
    over = [m for m in folders if m.count > allowed.get(m.where, FILES_A_FOLDER)]
    assert not over, "\n".join(f"{m.where}: {m.count} files" for m in over)


@pytest.mark.parametrize("layer", sorted(SHARED))
def test_areas_have_the_same_names_in_every_layer(layer: str) -> None:
    folder = PACKAGE / layer
    names = {path.name for path in folder.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert names <= AREAS | SHARED[layer], names - AREAS - SHARED[layer]


def test_each_layer_says_what_it_owns_and_what_not() -> None:
    layers = [path for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))]
    lacking = []
    for layer in layers:
        readme = layer / "README.md"
        text = readme.read_text("utf-8") if readme.is_file() else ""
        if "Owns:" not in text or "Does not own:" not in text:
            lacking.append(layer.name)
    assert not lacking, lacking


def test_circles_are_found() -> None:
    arrows = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"a"}), "d": frozenset({"a"})}
    assert circles(arrows) == [["a", "b", "c"]]
