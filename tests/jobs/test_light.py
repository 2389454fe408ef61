"""What every process loads as it starts: nothing that only a few of them use now and then."""

import subprocess
import sys

_LOADED = """
import sys
import django
django.setup()
import autossa.operations.runs.renewals
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_a_worker_of_the_run_loads_nothing_that_makes_documents() -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "autossa.config.settings", "DATABASE_URL": "postgres://x@127.0.0.1:1/x"}
    done = subprocess.run([sys.executable, "-c", _LOADED], env=environment, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "autossa" in loaded
    assert loaded & {"typst", "pikepdf", "lxml"} == set()
