"""Naming: what the law pack and the office call things, in the language of the page."""

from izdes.adapters.words import entries, say
from izdes.core.law.plans import Task as PlanTask
from izdes.core.law.release import LawPack
from izdes.web.investigation.models import Task
from izdes.web.language import language


def state_words(state: str) -> str:
    """Return how a case stands; what no word is known for stands as it is."""
    return worded("case_state", state)


def worded(prefix: str, name: str) -> str:
    """Return the words of a name under a prefix, or the name where there are none."""
    code = f"{prefix}_{name}"
    return say(code, language()) if code in entries() else name


def scheme_name(scheme: str, law: LawPack) -> str:
    """Return how a method is called."""
    return _named(scheme, law, table="schemes.yaml", key="scheme")


def route_name(route: str, law: LawPack) -> str:
    """Return how a route of money is called."""
    return _named(route, law, table="routes.yaml", key="route")


def schemes_named(law: LawPack) -> list[tuple[str, str]]:
    """Return every method of a law with its name."""
    rows = law.tables["schemes.yaml"]
    return [(row["scheme"], str(row["name"][language()])) for row in rows]


def routes_named(law: LawPack) -> list[tuple[str, str]]:
    """Return every route of a law with its name."""
    rows = law.tables["routes.yaml"]
    return [(row["route"], str(row["name"][language()])) for row in rows]


def task_title(task: Task, known: dict[str, PlanTask]) -> str:
    """Return what a task is called: as the law pack calls it, or as its officer did."""
    planned = known.get(task.code)
    return planned.title.in_language(language()) if planned else task.title or task.code


def _named(name: str, law: LawPack, *, table: str, key: str) -> str:
    """Return the name of an entry of a table, or the entry where it is unknown."""
    for row in law.tables[table]:
        if row[key] == name:
            return str(row["name"][language()])
    return name
