"""The repository as a whole: what it names, what it stands on, what its front page promises."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageMetadata, distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
GUIDES = ("README.md", "CONTRIBUTING.md", "SECURITY.md")

# Put together here, so that this file does not hold what it looks for.
DEVELOPERS_FOLDERS = ("work", "root", "farm")
PATH_OF_A_MACHINE = re.compile(rf"(?<![\w.])/(?:{'|'.join(DEVELOPERS_FOLDERS)})/")
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("registry", "yarnpkg"),
        ("deb", "debian", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
    )
)

PERMISSIVE = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "ISC License",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",  # used as it is, never changed
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
        "Apache Software License",
        "BSD License",
        "GNU Lesser General Public License v2 or later",
        "MIT License",
        "Mozilla Public License 2.0",
        "Python Software Foundation License",
    }
)
LOCKED = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==(?P<version>[\w.!+]+)"
    r"(?: ; [^#]+?)?(?: --hash=sha256:[0-9a-f]{64})+"
)


def project() -> dict[str, object]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(table, dict)
    return table


def declared() -> list[Requirement]:
    listed = project()["dependencies"]
    assert isinstance(listed, list)
    return [Requirement(line) for line in listed]


@cache
def text_files() -> dict[str, str]:
    """Return every text file that is, or is about to be, part of the repository."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nobody says which files belong to the repository")
    listed = subprocess.run(
        [git, "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    contents = {
        name: (ROOT / name).read_bytes()
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).is_file()
    }
    return {
        name: data.decode("utf-8", errors="replace")
        for name, data in contents.items()
        if b"\0" not in data
    }


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name, text in text_files().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_a_developers_machine() -> None:
    named = places(PATH_OF_A_MACHINE)

    assert named == []


@pytest.mark.parametrize("folder", DEVELOPERS_FOLDERS)
def test_a_path_of_a_machine_is_recognised(folder: str) -> None:
    absolute, inside_another = f'open("/{folder}/x")', f"src/{folder}/x"

    assert PATH_OF_A_MACHINE.search(absolute)
    assert not PATH_OF_A_MACHINE.search(inside_another)


def test_no_file_names_a_package_registry() -> None:
    named = places(re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE))

    assert named == []


def locked_lines() -> list[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def test_every_locked_package_has_one_version_and_hashes_and_no_address() -> None:
    lines = locked_lines()

    assert lines
    assert [line for line in lines if not LOCKED.fullmatch(line)] == []


def test_every_declared_dependency_is_locked_within_its_bounds() -> None:
    locked: dict[str, str] = {}
    for line in locked_lines():
        match = LOCKED.fullmatch(line)
        assert match, line
        locked[canonicalize_name(match["name"])] = match["version"]

    outside = [
        str(needed)
        for needed in declared()
        if not needed.specifier.contains(locked.get(canonicalize_name(needed.name), "0"))
    ]

    assert outside == []


def stood_on() -> Iterator[PackageMetadata]:
    """Give every distribution that the program needs to run here, however far down."""
    waiting, seen = declared(), set[str]()
    while waiting:
        needed = waiting.pop()
        name = canonicalize_name(needed.name)
        if name in seen or (needed.marker and not needed.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        found = distribution(name)
        waiting += [Requirement(line) for line in found.requires or ()]
        yield found.metadata


def said(package: PackageMetadata, field: str) -> list[str]:
    return package.get_all(field) or []


def licences(package: PackageMetadata) -> list[str]:
    """Return what a package says of its licence: the expression, else classifiers, else a word."""
    if expression := " ".join(said(package, "License-Expression")):
        # What stands behind WITH only allows more.
        alone = re.sub(r" WITH [\w.+-]+", "", expression)
        return [word for word in re.findall(r"[\w.+-]+", alone) if word not in {"OR", "AND"}]
    classified = [
        re.sub(r" \([^)]*\)$", "", line.rsplit(" :: ", 1)[1])
        for line in said(package, "Classifier")
        if line.startswith("License :: OSI Approved :: ")
    ]
    return classified or said(package, "License") or ["says nothing"]


def test_everything_the_program_stands_on_is_permissively_licensed() -> None:
    packages = list(stood_on())

    assert len(packages) > len(declared())
    assert {
        package["Name"]: licences(package)
        for package in packages
        if not PERMISSIVE.issuperset(licences(package))
    } == {}


def test_the_licence_is_the_whole_apache_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert all(f"\n   {number}. " in text for number in range(1, 10))
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_changelog_gives_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    newest = re.search(r"(?m)^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$", changelog)

    assert newest
    assert newest[1] == version("izdes")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_make_command_of_a_guide_exists(guide: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = (ROOT / guide).read_text(encoding="utf-8")

    targets = set(re.findall(r"(?m)^([a-z]+):", makefile))
    named = set(re.findall(r"(?m)(?:^\s*|`)make ([a-z]+)", text))

    assert named <= targets


def test_the_readme_names_its_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert {"demo", "test"} <= set(re.findall(r"(?m)^make ([a-z]+)", readme))


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_of_a_guide_leads_somewhere(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")

    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]

    assert [link for link in links if not (ROOT / link).exists()] == []
