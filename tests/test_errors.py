import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import izdes
from izdes.adapters.words import entries
from izdes.core.errors import IzdesError


def every_error() -> list[type[IzdesError]]:
    for module in pkgutil.walk_packages(izdes.__path__, "izdes."):
        importlib.import_module(module.name)
    return sorted(set(_below(IzdesError)), key=lambda e: (e.__module__, e.__name__))


def _below(kind: type[IzdesError]) -> Iterator[type[IzdesError]]:
    for error in kind.__subclasses__():
        yield error
        yield from _below(error)


@pytest.mark.parametrize("error", every_error(), ids=lambda e: e.__name__)
def test_every_error_has_a_code_and_a_sentence(error: type[IzdesError]) -> None:
    assert error.code != IzdesError.code
    assert error.code in entries()
