"""Keys: one mapping of a profile's text, read key by key.

Everything wrong is collected, each with its line and the path of its key, so that whoever writes a
profile sees all of it at once. A key that nobody asked for is a fault: it is misspelt, or its
writer believes in something that will not happen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from izdes.adapters.statements.profiles.tree import line_of
from izdes.core.errors import Fault

_SHOWN = 60
# What is ours is told in full, what stands in the profile only as far as it is needed to find it.
_OURS = ("known", "allowed")
_YES, _NO = ("yes", "true", "да", "иә"), ("no", "false", "нет", "жоқ")


@dataclass(slots=True)
class Complaints:
    """The faults of one profile's text."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, code: str, path: str, node: yaml.Node | None = None, **details: str) -> None:
        """Add what is wrong at a key."""
        given = {"path": path, **details}
        told = tuple(
            (name, value if name in _OURS else value[:_SHOWN])
            for name, value in given.items()
            if value
        )
        line = line_of(node) if node is not None else 0
        self.faults.append(Fault(code, self.file, row=line, column=path, details=told))


class Keys:
    """The keys of one mapping, asked for one by one."""

    def __init__(self, node: yaml.Node | None, complaints: Complaints, path: str = "") -> None:
        self.node = node
        self.path = path
        self._complaints = complaints
        self._values: dict[str, yaml.Node] = {}
        self._asked: list[str] = []
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            complaints.add("profile_wants_keys", path, node)
            return
        for name, value in node.value:
            key = name.value if isinstance(name, yaml.ScalarNode) else ""
            if key in self._values:
                complaints.add("profile_key_repeated", self.path_of(key), name)
            self._values[key] = value

    def path_of(self, key: str) -> str:
        """Return the path of a key, as in ``columns.amount``."""
        return f"{self.path}.{key}" if self.path else key

    def complain(self, code: str, key: str, **details: str) -> None:
        """Add what is wrong at one of the keys."""
        self._complaints.add(code, self.path_of(key), self._values.get(key, self.node), **details)

    def has(self, key: str) -> bool:
        """Say whether the key is there."""
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """Return every key that is there; all of them are thereby asked for."""
        self._asked += self._values
        return tuple(self._values)

    def section(self, key: str) -> "Keys":
        """Return the mapping under a key, empty where there is none."""
        return Keys(self._taken(key), self._complaints, self.path_of(key))

    def text(self, key: str) -> str:
        """Return the text under a key, empty where there is none."""
        node = self._taken(key)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.complain("profile_wants_text", key)
            return ""
        return str(node.value).strip()

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """Return one of the allowed texts, empty where the key is absent or says another."""
        given = self.text(key)
        if given and given not in allowed:
            self.wrong(key, given, ", ".join(allowed))
            return ""
        return given

    def flag(self, key: str, *, otherwise: bool) -> bool:
        """Return whether a key says yes."""
        given = self.text(key).lower()
        if given and given not in (*_YES, *_NO):
            self.wrong(key, given, "yes, no")
        return given in _YES if given else otherwise

    def number(self, key: str, *, most: int) -> int | None:
        """Return a whole number from 0, None where the key is absent or says something else."""
        given = self.text(key)
        if not given:
            return None
        if given.isascii() and given.isdigit() and len(given) <= len(str(most)):
            number = int(given)
            if number <= most:
                return number
        self.wrong(key, given, f"0-{most}")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts under a key: a list of them, or one."""
        return tuple(text for group in self.groups(key) for text in group)

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Return the groups of texts under a key: a list of texts and of lists of texts."""
        node = self._taken(key)
        if node is None:
            return ()
        return tuple(self._group(key, each) for each in _items(node))

    def wrong(self, key: str, value: str, allowed: str) -> None:
        """Add that a key says what it may not say."""
        self.complain("profile_value_wrong", key, value=value, allowed=allowed)

    def close(self) -> None:
        """Add every key that nobody asked for."""
        known = ", ".join(sorted({name for name in self._asked if name}))
        for key, node in self._values.items():
            if key not in self._asked:
                self._complaints.add("profile_key_unknown", self.path_of(key), node, known=known)

    def node_of(self, key: str) -> yaml.Node | None:
        """Return what stands under a key, for whoever reads it himself."""
        return self._taken(key)

    def _taken(self, key: str) -> yaml.Node | None:
        """Return the node of a key, which is thereby asked for."""
        self._asked.append(key)
        return self._values.get(key)

    def _group(self, key: str, node: yaml.Node) -> tuple[str, ...]:
        """Return a text, or a list of texts."""
        items = list(_items(node))
        if not all(isinstance(item, yaml.ScalarNode) for item in items):
            self.complain("profile_wants_text", key)
            return ()
        return tuple(str(item.value).strip() for item in items)


def _items(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the entries of a list, or the one thing that is none."""
    yield from node.value if isinstance(node, yaml.SequenceNode) else [node]


def words_of(keys: Keys, meanings: Mapping[str, str]) -> dict[str, str]:
    """Return word -> meaning, from a mapping of meaning -> words.

    Args:
        keys: The mapping.
        meanings: Key -> what it stands for.
    """
    found: dict[str, str] = {}
    for key, meaning in meanings.items():
        for word in keys.texts(key):
            if found.setdefault(word, meaning) != meaning:
                keys.complain("profile_word_twice", key, value=word)
    keys.close()
    return found
