"""The body of a paper, block by block, as strings ready to be laid out.

A block of a form is a mapping with one of these names: ``para`` (wording), ``title``, ``facts``
(names of fields), ``text`` (a field's own words), ``rows`` (a field's table), ``points`` (numbered
wordings, each with the ``norm`` that it cites), ``decree`` (the word that opens the operative
part), ``norms``, ``warned`` (a warning that somebody signs). ``when`` names a field without which
the block is left out, or ``field=value``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from izdes.adapters.documents.forms.figures import filled, paragraphs, shown
from izdes.adapters.documents.forms.form import Column, Field, Form, PaperLang
from izdes.adapters.words import say

Block = dict[str, Any]
_NARROW = frozenset({"money", "moment", "date", "number"})


def blocks_of(
    form: Form,
    values: Mapping[str, Any],
    named: Mapping[str, str],
    norms: Sequence[Mapping[str, Any]],
    lang: PaperLang,
) -> Iterator[Block]:
    """Yield the blocks of a form as they stand on this paper."""
    for block in form.body:
        if not _stands(block.get("when", ""), values):
            continue
        if "norms" in block:
            yield from _norms(norms, lang)
        elif "facts" in block:
            yield _facts(form, block["facts"], named, values, lang)
        elif "text" in block:
            yield {"kind": "text", "parts": paragraphs(values.get(block["text"]))}
        elif "rows" in block:
            yield _rows(form.by_name[block["rows"]], values, lang)
        else:
            yield _worded(block, named, values, norms, lang)


def _worded(
    block: Mapping[str, Any],
    named: Mapping[str, str],
    values: Mapping[str, Any],
    norms: Sequence[Mapping[str, Any]],
    lang: PaperLang,
) -> Block:
    """Return a block that the form itself words."""
    if "points" in block:
        items = [one for one in block["points"] if _stands(one.get("when", ""), values)]
        said = [_citing(filled(one[lang], named), one, norms, lang) for one in items]
        return {"kind": "points", "items": said}
    if "warned" in block:
        text = filled(block["warned"][lang], named)
        return {"kind": "warned", "text": text, "name": named.get(block["by"], "") or None}
    if "decree" in block:
        return {"kind": "decree", "text": block["decree"][lang]}
    kind = "title" if "title" in block else "para"
    return {"kind": kind, "text": filled(block[kind][lang], named)}


def _citing(
    text: str, point: Mapping[str, Any], norms: Sequence[Mapping[str, Any]], lang: PaperLang
) -> str:
    """Return a point with the citation of the norm that it names, where that was read."""
    cited = [one["cited"][lang] for one in norms if one["id"] == point.get("norm")]
    return f"{text.removesuffix('.')} ({cited[0]})." if cited else text


def _stands(when: str, values: Mapping[str, Any]) -> bool:
    """Say whether a block stands on this paper."""
    if not when:
        return True
    name, _, wanted = when.partition("=")
    value = values.get(name, "")
    return str(value) == wanted if wanted else bool(value)


def _facts(
    form: Form,
    names: Sequence[str],
    named: Mapping[str, str],
    values: Mapping[str, Any],
    lang: PaperLang,
) -> Block:
    """Return labels and values; what is empty and not required is left out."""
    rows = [
        (one.names[lang], named.get(one.name, "") or None)
        for one in (form.by_name[name] for name in names)
        if one.is_required or values.get(one.name, "") not in ("", None)
    ]
    return {"kind": "facts", "rows": rows}


def _rows(field: Field, values: Mapping[str, Any], lang: PaperLang) -> Block:
    """Return a table; without rows it says that there are none."""
    rows = values.get(field.name) or []
    narrow = [_is_narrow(one, rows) for one in field.columns]
    # One column takes what the others leave.
    widest = next((n for n, one in enumerate(field.columns) if one.kind == "line"), 0)
    narrow[widest] = narrow[widest] and not all(narrow)
    return {
        "kind": "rows",
        "title": field.names[lang],
        "head": [one.names[lang] for one in field.columns],
        "ends": [one.kind in {"money", "number"} for one in field.columns],
        "narrow": narrow,
        "rows": [[_cell(one, row, lang) for one in field.columns] for row in rows],
        "none": say("paper_form_none", lang),
    }


def _is_narrow(column: Column, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether a column is as wide as what stands in it, and no wider."""
    longest = max((len(str(row.get(column.name, ""))) for row in rows), default=0)
    return column.kind in _NARROW or longest <= 12  # noqa: PLR2004 - letters that fit beside others


def _cell(column: Column, row: Mapping[str, Any], lang: PaperLang) -> str:
    """Return what stands in one cell."""
    return shown(column.kind, row.get(column.name, ""), lang)


def _norms(norms: Sequence[Mapping[str, Any]], lang: PaperLang) -> Iterator[Block]:
    """Yield the norms on which the paper rests; none, where none of them was read."""
    if norms:
        cited = [{"cited": one["cited"][lang], "text": one["text"][lang]} for one in norms]
        yield {"kind": "norms", "title": say("paper_norms_title", lang), "norms": cited}
