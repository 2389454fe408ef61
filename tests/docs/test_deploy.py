"""What is shipped to run it with: units, containers, proxy, alerts. Each name in them is one that exists."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from autossa.cli.main import app
from autossa.config import logs
from autossa.portal.runs import watching
from tests.docs.figures import DOCS, ROOT
from tests.docs.test_operating import ONLY_FOR_THE_DEMO, read_in_the_code

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
ALERTS = DOCS / "operating" / "alerts.md"
OWN_TO_COMPOSE = {"APP_PASSWORD", "OWNER_PASSWORD", "SUPERUSER_PASSWORD", "POSTGRES_PASSWORD"}
DATABASE = {"DATABASE_URL", "DATABASE_OWNER_URL"}
OWNER = "DATABASE_OWNER_URL"
_SUFFIXES = ("_total", "_bucket", "_count", "_sum")


def content(path: Path) -> str:
    return path.read_text("utf-8")


def settings_of(said: str) -> list[str]:
    """A unit's lines that are no comment."""
    return [line for line in said.splitlines() if line and not line.startswith(("#", "["))]


def compose() -> dict[str, Any]:
    found = yaml.safe_load(content(DEPLOY / "compose" / "compose.yaml"))
    assert isinstance(found, dict)
    return found


def commands_of_units() -> list[list[str]]:
    found = []
    for unit in UNITS:
        for line in settings_of(content(unit)):
            if line.startswith("ExecStart="):
                words = shlex.split(line.partition("=")[2])
                words = shlex.split(words[2]) if words[:2] == ["/bin/sh", "-c"] else words
                found.append(words[next(i for i, word in enumerate(words) if word.endswith("/autossa")) + 1 :])
    return found


def commands_of_compose() -> list[list[str]]:
    ours = [one for one in compose()["services"].values() if one.get("image") == "autossa"]
    return [one["command"] for one in ours]


# ---------------------------------------------------------------- commands and settings


@pytest.mark.parametrize("words", commands_of_units() + commands_of_compose(), ids=" ".join)
def test_each_command_and_option_exists(words: list[str]) -> None:
    group = typer.main.get_command(app)
    command = group.commands[words[0]]  # type: ignore[attr-defined]
    known = {name for parameter in command.params for name in getattr(parameter, "opts", ())}
    assert {word for word in words[1:] if word.startswith("--")} <= known
    assert len(commands_of_units()) == 4
    assert len(commands_of_compose()) == 3


@pytest.mark.parametrize("path", sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ids=lambda p: p.name)
def test_each_setting_exists(path: Path) -> None:
    named = set(re.findall(r"\b(?:AUTOSSA|DATABASE)_[A-Z_]+\b", content(path)))
    assert named <= read_in_the_code() | DATABASE
    assert not named & ONLY_FOR_THE_DEMO


def test_only_who_needs_it_gets_the_owner() -> None:
    units = {unit.name for unit in UNITS if "autossa-owner.env" in content(unit)}
    assert units == {"autossa-init.service", "autossa-backup.service"}
    assert OWNER not in "\n".join(settings_of(content(DEPLOY / "systemd" / "autossa.env.example")))
    services = compose()["services"]
    assert [name for name, one in services.items() if OWNER in one.get("environment", {})] == ["init"]


def test_what_compose_asks_for_is_in_its_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", content(DEPLOY / "compose" / "compose.yaml")))
    example = {line.partition("=")[0] for line in settings_of(content(DEPLOY / "compose" / "env.example"))}
    assert asked == example
    assert asked <= OWN_TO_COMPOSE | read_in_the_code()


# ---------------------------------------------------------------- units


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "Type=exec" in content(unit)], ids=lambda unit: unit.name)
def test_a_service_never_gives_up_and_leaves_nothing_behind(unit: Path) -> None:
    said = settings_of(content(unit))
    for line in ("StartLimitIntervalSec=0", "Restart=always", "StateDirectory=autossa", "KillMode=mixed"):
        assert line in said
    assert any(line.startswith("RestartSec=") for line in said)
    stop = next(int(line.partition("=")[2]) for line in said if line.startswith("TimeoutStopSec="))
    assert stop > 30  # longer than a request, or the present chunk, is waited for
    text_before_service = content(unit).partition("[Service]")[0]
    assert "StartLimitIntervalSec" in text_before_service  # in [Service] it would be ignored


def test_the_portal_is_reloaded_without_a_lost_request() -> None:
    assert "ExecReload=/bin/kill -HUP $MAINPID" in content(DEPLOY / "systemd" / "autossa.service")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for unit in [*UNITS, *(DEPLOY / "systemd").glob("*.timer")]:
        (tmp_path / unit.name).write_text(content(unit).replace("/opt/autossa/bin/autossa", "/bin/true"), "utf-8")
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    names = [name.replace("@.service", "@1.service") for name in names]
    shutil.copy(tmp_path / "autossa-work@.service", tmp_path / "autossa-work@1.service")
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert ours == [], done.stderr


# ---------------------------------------------------------------- containers and proxy


def test_containers() -> None:
    services = compose()["services"]
    assert set(services) == {"database", "init", "web", "work", "proxy"}
    assert services["work"]["deploy"]["replicas"] == 2
    assert services["web"]["command"][-2:] == ["--workers", "2"]
    assert services["init"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["web"]["depends_on"] == {"init": {"condition": "service_completed_successfully"}}
    assert all(one.get("image") for one in services.values())
    named = {mount.partition(":")[0] for one in services.values() for mount in one.get("volumes", ())}
    assert {name for name in named if not name.startswith(".")} == set(compose()["volumes"])
    for name in named:
        if name.startswith(".") and "certificates" not in name:
            assert (DEPLOY / "compose" / name).resolve().is_file()


def test_the_proxy_hides_in_its_log_what_ours_hides() -> None:
    conf = content(DEPLOY / "nginx.conf")
    assert conf.count("{") == conf.count("}")
    hidden = re.search(r"\(\?:([a-z/|]+)\)/\)\[\^/\]", conf)
    assert hidden is not None
    ours = logs._LINKS.replace(logs._SLASH + "+", "/").removeprefix("(?:").removesuffix(")")
    ours = ours.replace("(?:confirm|reset/key)", "confirm|reset/key")
    assert set(hidden[1].split("|")) == set(ours.split("|"))
    for header in ("Host $http_host", "X-Forwarded-Proto https", "X-Forwarded-For $remote_addr"):
        assert f"proxy_set_header {header};" in conf
    for block in re.findall(r"location [^{]*\{([^}]*)\}", conf):
        assert "proxy_set_header" not in block  # one there would take away all of the server's


def test_the_guide_shows_the_proxy_that_is_shipped() -> None:
    assert content(DEPLOY / "nginx.conf") in content(DOCS / "operating.md")


def test_commands_by_hand_have_what_the_services_have() -> None:
    script = DEPLOY / "autossa"
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    unit = content(DEPLOY / "systemd" / "autossa-init.service")
    for line in settings_of(unit):
        name, _, given = line.partition("=")
        if name in ("User", "Group", "UMask", "StateDirectory", "EnvironmentFile"):
            assert f"--property={line}" in content(script)
        if name in ("Environment", "ExecStart"):
            assert given.removesuffix(" init") in content(script)


# ---------------------------------------------------------------- alerts


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(content(DEPLOY / "prometheus" / "rules.yaml"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def metrics_that_exist() -> set[str]:
    own = {"autossa_requests", "autossa_request_seconds", "autossa_database_up", "autossa_schema_current"}
    source = content(Path(watching.__file__))
    assert all(f'"{name}"' in source for name in own)
    return own | set(watching.GAUGES) | {"autossa_renewals_booked", "autossa_info"}


def metrics_of(expression: str) -> set[str]:
    named = set(re.findall(r"\bautossa_[a-z_]+\b", expression))
    known = metrics_that_exist()
    bare = {next((name.removesuffix(end) for end in _SUFFIXES if name.endswith(end)), name) for name in named}
    return {name for name in bare if name not in known}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: str(rule["alert"]))
def test_each_rule_names_figures_that_exist(rule: dict[str, Any]) -> None:
    assert metrics_of(rule["expr"]) == set()
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]
    assert rule["expr"].count("(") == rule["expr"].count(")")


def test_a_figure_that_is_missing_is_found() -> None:
    assert metrics_of("rate(autossa_made_up_total[5m]) > 1") == {"autossa_made_up"}


def test_each_alert_says_what_to_do() -> None:
    sections = dict(re.findall(r"^## (\w+)\n\n\*(page|ticket)\.\*", content(ALERTS), re.MULTILINE))
    assert sections == {rule["alert"]: rule["labels"]["severity"] for rule in rules()}
