"""The pictures of the help, made small from those that the browser tests took (docs/screens).

`python -m tests.docs.help_pictures` writes them anew. A picture that no browser test has taken is left out; the pages
do without it.
"""

from pathlib import Path

from PIL import Image

from tests.docs.figures import DOCS, ROOT

SCREENS = DOCS / "screens"
FOLDER = ROOT / "src/autossa/portal/static/portal/help"
WIDTH, TALLEST, COLOURS = 960, 640, 32
MOST_BYTES = 60_000

# The picture's name in the help, and what browser tests may have called it; {0} is the language.
NAMES: dict[str, tuple[str, ...]] = {
    "home": ("home-partner-{0}", "home-{0}-light-desk"),
    "project": ("project-{0}-light-desk", "project-{0}"),
    "licenses": ("licenses-{0}-light-desk", "licenses-{0}"),
    "options": ("wizard-options-{0}-light-desk", "options-{0}-light-desk", "options-{0}", "conclude-{0}"),
    "lapsed": ("lapsed-{0}",),
    "why": ("why-{0}",),
    "reviews": ("reviews-{0}-light-desk", "reviews-{0}"),
    "review": ("review-{0}-light-desk", "review-{0}"),
    "runs": ("runs-{0}-light-desk", "runs-{0}"),
    "catalogue": ("catalogue-{0}-light-desk", "catalogue-{0}"),
}


def source(name: str, language: str) -> Path | None:
    """The screen that a picture is made from, if there is one."""
    found = (SCREENS / f"{pattern.format(language)}.png" for pattern in NAMES[name])
    return next((path for path in found if path.exists()), None)


def small(path: Path) -> Image.Image:
    """The top of a screen, narrower and with few colours."""
    screen = Image.open(path).convert("RGB")
    height = round(screen.height * WIDTH / screen.width)
    top = screen.resize((WIDTH, height), Image.Resampling.LANCZOS).crop((0, 0, WIDTH, min(height, TALLEST)))
    return top.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Write every picture that there is a screen for."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        for language in ("en", "de"):
            found = source(name, language)
            if found is not None:
                small(found).save(FOLDER / f"{name}-{language}.png", optimize=True)


if __name__ == "__main__":
    main()
