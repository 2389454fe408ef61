"""The bench of reads sends what programs send: each project once, scattered, the tokens in turn."""

from autossa.workbench.checks_bench.reading import _requests


def test_each_project_is_read_once_with_the_tokens_in_turn() -> None:
    projects, tokens = [f"prj_{number}" for number in range(10)], ["a", "b", "c"]
    sent = [request.decode() for request in _requests(projects, tokens)]
    assert sorted(line.split()[1] for line in sent) == sorted(f"/api/v1/projects/{one}" for one in projects)
    assert [line.split("Bearer ")[1].strip() for line in sent[:4]] == ["a", "b", "c", "a"]
    assert all(line.endswith("\r\n\r\n") for line in sent)
