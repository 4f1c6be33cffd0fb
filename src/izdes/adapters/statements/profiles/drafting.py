r"""Drafting: decisions become the text of a profile, each key under the reason for it.

What was not decided stands as a comment with its candidates: whoever knows the form takes away the
sign before the right one.

>>> print(quoted('ТОО "А"'), listed(["in", "out"]))
"ТОО \"А\"" ["in", "out"]
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from izdes.adapters.statements.profiles.deciding import Choice, Columns, Decisions, Open
from izdes.adapters.statements.wording import folded
from izdes.adapters.words import Lang, say
from izdes.core.money.statement import Finding

_SECTIONS = (
    "columns",
    "constants",
    "time",
    "amounts",
    "directions",
    "types",
    "status",
    "account",
    "far",
)
_LONGEST_NAME = 40
_LONGEST_COMMENT = 300
_TITLED = ("moment", "date", "clock", "amount", "debit", "credit", "balance", "currency")
_MOST_TITLES = 12
_FEWEST_TITLES = 2


def quoted(text: str) -> str:
    """Return a text in quotes as YAML reads it; signs that YAML does not know are left out."""
    escaped = _printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list in YAML."""
    return f"[{', '.join(map(quoted, texts))}]"


def _printable(text: str) -> str:
    """Return a text without the signs that nobody sees."""
    return "".join(sign for sign in text if sign.isprintable())


def draft(columns: Columns, decisions: Decisions, *, kind: str, name: str, lang: Lang) -> str:
    """Return the text of a profile.

    Args:
        kind: ``statement`` or ``calls``.
        name: The file that it was drafted from.
        lang: Of the comments.
    """
    lines = [
        *_comment(Finding("propose_top"), lang),
        "profile: 1",
        f"name: {slug(name)}",
        f"kind: {kind}",
        *_comment(Finding("propose_unverified"), lang),
        "verified: no",
        "match:",
        *_comment(_header(columns), lang, indent="  "),
        f"  titles: {listed(_titles(columns, decisions))}",
    ]
    for section in _SECTIONS:
        lines += _section(section, columns, decisions, lang)
    if order := decisions.choices.get("order"):
        lines += [*_comment(order.reason, lang), f"order: {order.value}"]
    for note in decisions.notes:
        lines += _comment(note, lang)
    unused = [columns.title(n) for n in columns.cells if decisions.is_free(n)]
    if unused:
        told = Finding("propose_unused", (("titles", "; ".join(unused)),))
        lines += _comment(told, lang)
    return "\n".join([*lines, ""])


def slug(name: str) -> str:
    """Return a name for a profile out of a file's name.

    >>> slug("Export 2026-05.csv"), slug("Движения 12.xlsx")
    ('export-2026-05', 'table-12')
    """
    stem = name.rpartition(".")[0] or name
    words = re.findall(r"[a-z0-9]+", stem.lower())
    found = "-".join(words)[:_LONGEST_NAME].strip("-")
    return found if any(map(str.isalpha, found)) else f"table-{found}".rstrip("-")[:_LONGEST_NAME]


def _header(columns: Columns) -> Finding:
    """Return where the titles were found."""
    count = sum(map(bool, columns.seen.titles))
    row = columns.seen.header + 1
    return Finding("propose_header", (("row", str(row)), ("count", str(count))))


def _titles(columns: Columns, decisions: Decisions) -> list[str]:
    """Return the titles by which the table is recognised: of what was decided, else of all."""
    chosen = decisions.columns()
    order = sorted(chosen, key=lambda meaning: (meaning not in _TITLED, chosen[meaning]))
    found = [columns.seen.titles[chosen[meaning]] for meaning in order]
    found = list(dict.fromkeys(title for title in found if _is_usable(title)))[:_MOST_TITLES]
    if len(found) >= _FEWEST_TITLES:
        return found
    every = [title for title in columns.seen.titles if _is_usable(title)]
    return list(dict.fromkeys([*found, *every]))[:_MOST_TITLES]


def _is_usable(title: str) -> bool:
    """Say whether a title can be written in a profile as it stands in the table."""
    return bool(folded(title)) and title.isprintable()


def _section(name: str, columns: Columns, decisions: Decisions, lang: Lang) -> list[str]:
    """Return one section, as a comment where nothing in it was decided."""
    prefix = f"{name}."
    chosen = [c for path, c in decisions.choices.items() if path.startswith(prefix)]
    undecided = [o for path, o in decisions.open.items() if path.startswith(prefix)]
    if not (chosen or undecided):
        return []
    lines = [f"{name}:" if chosen else f"# {name}:"]
    for choice in chosen:
        lines += _comment(choice.reason, lang, indent="  ")
        lines.append(f"  {choice.path.removeprefix(prefix)}: {_value(choice, columns)}")
    for each in undecided:
        lines += _comment(each.reason, lang, indent="  ")
        lines += _candidates(each, prefix)
    return lines


def _value(choice: Choice, columns: Columns) -> str:
    """Return what stands behind a key; a column by its title, else by its place."""
    if isinstance(choice.value, str):
        return choice.value
    title = columns.seen.titles[choice.value]
    same = [n for n, other in enumerate(columns.seen.titles) if folded(other) == folded(title)]
    if not _is_usable(title):
        return f"{{place: {choice.value + 1}}}"
    if len(same) > 1:
        return f"{{title: {quoted(title)}, nth: {same.index(choice.value) + 1}}}"
    return quoted(title)


def _candidates(each: Open, prefix: str) -> Iterator[str]:
    """Yield what an open key may be, each in a line of its own."""
    key = each.path.removeprefix(prefix)
    is_plain = not each.path.startswith("columns.")
    for candidate in each.candidates or ("?",):
        value = candidate if is_plain else quoted(candidate)
        yield f"  # {key}: {_printable(value)}"


def _comment(finding: Finding, lang: Lang, indent: str = "") -> list[str]:
    """Return a reason as a comment of one line."""
    told = say(finding.code, lang, **dict(finding.details))
    return [f"{indent}# {_printable(told)[:_LONGEST_COMMENT]}"]


def reasons(decisions: Decisions) -> Sequence[Finding]:
    """Return why everything was decided, in order."""
    return [*(choice.reason for choice in decisions.choices.values()), *decisions.notes]
