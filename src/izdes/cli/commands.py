"""Commands, each loaded when it is asked for: most stand on much that the others do not need."""

from collections.abc import ItemsView, Mapping, ValuesView
from importlib import import_module
from typing import Any

import typer
from typer.main import get_group

# The library's own class, which it does not publish under a name.
Command = Any


class Loaded(dict[str, Command]):
    """Commands by name; the module of one is loaded when somebody takes it.

    Args:
        modules: By name of a command: the module in which it stands under that name.
    """

    def __init__(self, modules: Mapping[str, str]) -> None:
        super().__init__(dict.fromkeys(modules))
        self._modules = modules

    def __getitem__(self, name: str) -> Command:
        """Return a command."""
        found = super().__getitem__(name)
        if found is None:
            found = self[name] = _command(name, self._modules[name])
        return found

    def get(self, name: str, default: Command = None) -> Command:
        """Return a command, or a default where there is none of that name."""
        try:
            return self[name]
        except KeyError:
            return default

    def items(self) -> Any:  # noqa: ANN401 - as a dictionary's, over commands that are loaded
        """Return all commands with their names."""
        return ItemsView(self)

    def values(self) -> Any:  # noqa: ANN401 - as above
        """Return all commands."""
        return ValuesView(self)


def _command(name: str, module: str) -> Command:
    """Load a command: a function, or a group of commands."""
    found = getattr(import_module(module), name)
    if isinstance(found, typer.Typer):
        command: Command = get_group(found)
        command.name = name
        return command
    alone = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
    alone.command(name)(found)
    return get_group(alone).commands[name]
