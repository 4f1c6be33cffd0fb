"""`izdes config`: every variable of an installation, what it means, and what it is set to here."""

from izdes.cli.frame import JsonOption, LangOption, print_json, refusals

# Only inside: other commands need none of it.
# ruff: noqa: PLC0415

_SECRET_KIND = "secret"  # noqa: S105 - a word of the table
_NEEDED = "needed"


def config(*, lang: LangOption, json: JsonOption = False) -> None:
    """Print the variables of this installation; of secrets only whether they are set."""
    with refusals(lang.value, as_json=json):
        from izdes.web.config import configuration, plain

        given = plain(configuration())
    rows = reference()
    if json:
        print_json([{**row, "value": given[row["variable"]]} for row in rows])
        return
    for row in rows:
        print(f"{row['variable']}={given[row['variable']]}")
        print(f"    {row['about']} {_noted(row)}".rstrip())


def reference() -> list[dict[str, str]]:
    """Return what the page of reference says: a row for every variable."""
    from dataclasses import MISSING

    from izdes.web.config import described, variable

    return [
        {
            "variable": variable(f.name),
            "about": f.metadata["about"],
            "default": _NEEDED if f.default is MISSING else str(f.default),
            "kind": _SECRET_KIND if f.metadata["secret"] else "plain",
        }
        for f in described()
    ]


def as_table() -> str:
    """Return the table of the page of reference."""
    lines = ["| variable | meaning | default |", "|---|---|---|"]
    for row in reference():
        default = f"`{row['default']}`" if row["default"] not in {"", _NEEDED} else row["default"]
        name = f"`{row['variable']}`" + (", secret" if row["kind"] == _SECRET_KIND else "")
        lines.append(f"| {name} | {row['about']} | {default or 'empty'} |")
    return "\n".join(lines) + "\n"


def _noted(row: dict[str, str]) -> str:
    """Return what else there is to say of a variable."""
    if row["kind"] == _SECRET_KIND:
        return f"(secret; may lie in a file named by {row['variable']}_FILE)"
    return f"(default: {row['default']})" if row["default"] not in {"", _NEEDED} else ""
