"""The matrix as the table of its page: ``python -m tests.web.visibility.page`` prints it."""

from itertools import groupby

from tests.web.visibility.matrix import VERBS, matrix

_HEAD = "| table | who | reads | adds | changes | removes |\n|---|---|---|---|---|---|\n"


def table() -> str:
    """Return the matrix as a table in Markdown; profiles with the same rights share a line."""
    lines = [line for name in sorted(matrix()["tables"]) for line in _lines(name)]
    return _HEAD + "\n".join(lines) + "\n"


def reasons() -> str:
    """Return the tables without policies, each with its reason, as a list in Markdown."""
    return "".join(
        f"- `{name}`: {reason}\n" for name, reason in sorted(matrix()["without_policies"].items())
    )


def _lines(name: str) -> list[str]:
    """Return the lines of one table."""
    rights = {
        profile: tuple(verbs.get(verb, "–") for verb in VERBS)
        for profile, verbs in matrix()["tables"][name].items()
    }
    in_order = sorted(rights, key=lambda profile: (rights[profile], profile))
    return [
        f"| `{name}` | {', '.join(who)} | {' | '.join(given)} |"
        for given, who in groupby(in_order, key=lambda profile: rights[profile])
    ]


if __name__ == "__main__":
    print(table())  # noqa: T201 - this is what it is for
    print(reasons())  # noqa: T201
