import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import izdes.adapters.statements
import izdes.core.money
from izdes.adapters.words import entries

_CODE_FIRST = {"Fault", "Unusable", "Unreadable", "Finding", "add", "explain"}
_CODE_LATER = {"_fault", "_noted", "unread"}
_ROOMS = [Path(p) for m in (izdes.adapters.statements, izdes.core.money) for p in m.__path__]
MODULES = [path for room in _ROOMS for path in sorted(room.rglob("*.py"))]


def codes_in(source: str) -> Iterator[str]:
    """Yield the codes with which a module makes faults."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        given = node.args[:1] if name in _CODE_FIRST else node.args if name in _CODE_LATER else []
        texts = [a.value for a in given if isinstance(a, ast.Constant)]
        yield from (str(text) for text in texts[:1])


@pytest.mark.parametrize("path", MODULES, ids=lambda p: f"{p.parent.stem}.{p.stem}")
def test_every_fault_of_a_module_has_its_sentence(path: Path) -> None:
    prefix = "manifest_" if path.stem == "manifest" else ""

    codes = {f"{prefix}{code}" for code in codes_in(path.read_text("utf-8"))}

    assert codes <= entries().keys()


def test_the_codes_are_found_at_all() -> None:
    assert sum(len(list(codes_in(path.read_text("utf-8")))) for path in MODULES) > 40
