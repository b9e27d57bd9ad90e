"""The templates for build servers: they parse, and their steps, run here, do what they say."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from tests.house.tree import ROOT

LINK = '<a href="https://t.me/lavka_fiction">Написать</a>'


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a repository with one place to find, and a ``vestnik`` on the path of its own."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "index.html").write_text(LINK, encoding="utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    vestnik = programs / "vestnik"
    vestnik.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vestnik "$@"\n')
    vestnik.chmod(0o755)
    return root


def run(
    script: str, project: Path, shell: str = "bash", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a step as the build server does: stopping at the first error, with these variables alone."""
    env = {
        "PATH": f"{project.parent / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(project.parent),
        **variables,
    }
    return subprocess.run(
        [shell, "-e", "-c", script], cwd=project, env=env, capture_output=True, text=True, check=False
    )


def github(project: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str], str]:
    """Run the audit step of the action; return it with its outputs and its summary."""
    action = read("deploy/github/action.yml")
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "audit")
    defaults = {name: str(row["default"]) for name, row in action["inputs"].items()}
    given = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
    variables = {
        name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step["env"].items()
    }
    temp = project.parent
    out, summary = temp / "output", temp / "summary"
    out.touch()
    summary.touch()
    done = run(
        step["run"],
        project,
        RUNNER_TEMP=str(temp),
        GITHUB_OUTPUT=str(out),
        GITHUB_STEP_SUMMARY=str(summary),
        **variables,
    )
    outputs = dict(line.split("=", 1) for line in out.read_text().splitlines())
    return done, outputs, summary.read_text(encoding="utf-8")


def test_the_action_fails_on_findings_and_leaves_its_reports(project: Path) -> None:
    done, outputs, summary = github(project)
    assert done.returncode == 1, done.stderr
    assert set(outputs) == set(read("deploy/github/action.yml")["outputs"])
    run_of = json.loads(Path(outputs["sarif"]).read_text(encoding="utf-8"))["runs"][0]
    uris = [row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for row in run_of["results"]]
    assert uris == ["index.html"]
    assert Path(outputs["html"]).read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "https://t.me/lavka_fiction" in summary


def test_the_action_passes_when_told_what_may_stay(project: Path) -> None:
    assert github(project, fail_on="never")[0].returncode == 0
    words = "--save-baseline\nknown.json\n--reason\nпосле переезда, не раньше"
    assert github(project, options=words)[0].returncode == 1
    assert github(project, baseline="known.json")[0].returncode == 0


def test_an_input_never_becomes_a_part_of_the_script(project: Path) -> None:
    for evil in ('"; touch owned; "', "$(touch owned)"):
        github(project, target=evil, fail_on=evil, options=evil, baseline=evil)
    assert not (project / "owned").exists()
    for step in read("deploy/github/action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"]


def test_every_step_of_the_action_is_a_script_that_bash_reads() -> None:
    for step in read("deploy/github/action.yml")["runs"]["steps"]:
        assert step["shell"] == "bash"
        subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


def test_the_example_workflow_uses_outputs_the_action_has() -> None:
    text = (ROOT / "deploy/github/example-workflow.yml").read_text(encoding="utf-8")
    action = read("deploy/github/action.yml")
    jobs = read("deploy/github/example-workflow.yml")["jobs"]
    step = next(step for step in jobs["audit"]["steps"] if step.get("id") == "vestnik")
    assert set(step["with"]) <= set(action["inputs"])
    for name in ("sarif", "html", "json"):
        assert f"steps.vestnik.outputs.{name}" in text
        assert name in action["outputs"]


def test_the_gitlab_job_leaves_what_it_promises(project: Path) -> None:
    job = read("deploy/gitlab/vestnik-audit.yml")["vestnik-audit"]
    variables = {name: str(value) for name, value in job["variables"].items()}
    done = run("\n".join([*job["before_script"], *job["script"]]), project, "sh", **variables)
    assert done.returncode == 1, done.stderr
    suite = ET.parse(project / job["artifacts"]["reports"]["junit"]).getroot()  # noqa: S314 — ours
    assert suite.get("failures") == "1"
    for name in job["artifacts"]["paths"]:
        assert (project / name).exists()
    assert job["artifacts"]["when"] == "always"


def test_the_gitlab_job_without_a_package_says_what_to_set(project: Path) -> None:
    job = read("deploy/gitlab/vestnik-audit.yml")["vestnik-audit"]
    (project.parent / "bin" / "vestnik").unlink()
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", job["before_script"][0]],
        env={"PATH": "/usr/bin:/bin", "VESTNIK_PACKAGE": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "VESTNIK_PACKAGE" in done.stderr


def test_the_hook_reads_the_files_of_a_commit(project: Path) -> None:
    [hook] = read(".pre-commit-hooks.yaml")
    (project / "sub").mkdir()
    (project / "sub" / "clean.html").write_text("<p>Почта</p>", encoding="utf-8")
    clean = run(f"{hook['entry']} sub/clean.html", project)
    assert (clean.returncode, clean.stdout) == (0, "")
    found = run(f"{hook['entry']} sub/clean.html index.html", project)
    assert found.returncode == 1
    assert "t.me/lavka_fiction" in found.stdout
    assert {"id", "name", "entry", "language"} <= set(hook)
