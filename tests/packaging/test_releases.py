"""What a release is made of fits together."""

import json
import re
import subprocess
import sys
import tomllib
from os import environ
from pathlib import Path

import pytest
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
RELEASE = (ROOT / ".github/workflows/release.yml").read_text()
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]


def test_every_package_has_the_same_version():
    done = subprocess.run([ROOT / "tests/versions"], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, VERSION), done.stderr


def test_a_tag_of_another_version_is_refused():
    done = subprocess.run([ROOT / "tests/versions", "v99.0.0"], capture_output=True, text=True)
    assert done.returncode != 0 and f"the tag is v99.0.0, and the version {VERSION}" in done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_no_lint(workflow):
    subprocess.run([environ["FRAUDGEN_ACTIONLINT"], workflow], cwd=ROOT, check=True)
    subprocess.run([Path(sys.executable).parent / "zizmor", "--offline", "--quiet", workflow], check=True)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(workflow):
    used = re.findall(r"uses: (\S+)(.*)", workflow.read_text())
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) and re.match(r" # v[\d.]+$", comment), action


def test_binstall_finds_the_archives_of_the_workflow():
    binstall = tomllib.loads((ROOT / "native/Cargo.toml").read_text())["package"]["metadata"]["binstall"]
    targets = re.findall(r"target: ([\w-]+), on", RELEASE.split("\n  wheel:")[0])
    assert len(targets) == 7
    archive = (ROOT / ".ci/archive").read_text()
    assert "name=fraudgen-$(tests/versions)-$target" in archive
    for target in targets:
        suffix = "." + binstall["overrides"].get(target, binstall)["pkg-fmt"].replace("tgz", "tar.gz")
        assert suffix == (".zip" if "windows" in target else ".tar.gz") and f"archive=$name{suffix}" in archive
    assert binstall["pkg-url"].endswith("/v{ version }/fraudgen-{ version }-{ target }{ archive-suffix }")
    assert binstall["bin-dir"] == "fraudgen-{ version }-{ target }/{ bin }{ binary-ext }"


@pytest.mark.parametrize("crate", ["fraudgen-core", "fraudgen"])
def test_a_crate_has_what_it_needs_and_nothing_else(crate):
    command = ["cargo", "package", "-p", crate, "--list", "--allow-dirty", "--offline", "--quiet"]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {"README.md", "Cargo.toml", "src/lib.rs"} <= set(files)
    foreign = [path for path in files if not re.match(r"(src|benches|examples)/|[^/]+$", path) or "peers" in path]
    assert not foreign


def test_the_npm_package_is_public_and_typed():
    package = json.loads((ROOT / "web/npm/package.json").read_text())
    assert package["types"] in package["files"] and not package.get("private")
