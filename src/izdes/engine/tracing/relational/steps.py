"""Steps: the relational plan as named queries, each with a sentence that says what it means.

A step is one SELECT over the results of earlier steps; running it makes a table of its name. The
text is plain SQL (joins, unions, groups, window sums), so that another engine can run the same
plan; the few words in which engines differ stand in one place, `dialect` beside this module.

>>> STEPS["links.fifo_links"].meaning[:24]
'First in, first out: uni'
"""

from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

_MARK = "-- step: "


@dataclass(frozen=True, slots=True)
class Step:
    """One named query.

    Attributes:
        name: The table that its result becomes.
        meaning: What the table states, in words.
        select: The query.
    """

    name: str
    meaning: str
    select: str


def _read() -> dict[str, Step]:
    """Return every step by ``topic.name``, in the order of the files' lines."""
    found = {}
    for topic in sorted((files(__package__) / "sql").iterdir(), key=lambda f: f.name):
        for block in topic.read_text(encoding="utf-8").split(_MARK)[1:]:
            name, *lines = block.splitlines()
            said = [line for line in lines if line.startswith("-- ")]
            found[f"{topic.name.removesuffix('.sql')}.{name}"] = Step(
                name=name,
                meaning=" ".join(line.removeprefix("-- ") for line in said),
                select="\n".join(line for line in lines if line not in said).strip(),
            )
    return found


STEPS = MappingProxyType(_read())
