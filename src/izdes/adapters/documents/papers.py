"""Papers as PDF, laid out by typst from packaged templates.

A paper's data reach the template as one JSON string and are shown as text, never evaluated, so a
holder named ``#panic()`` prints as it stands. The same paper gives the same bytes on any machine:
the document's date is the paper's ``as_of``, and only fonts inside typst are used.

A printed paper is a draft until an officer signs it; the JSON beside it carries the same facts.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import typst

from izdes.adapters.documents.freezes import freeze_view
from izdes.adapters.documents.head import View
from izdes.adapters.documents.passports import passport_view
from izdes.adapters.documents.requests import request_view
from izdes.adapters.words import LANGUAGES, Lang
from izdes.core.errors import IzdesError

_TEMPLATES = Path(__file__).parent / "templates"
_VIEWS: Mapping[str, Callable[[Mapping[str, Any], Lang], View]] = {
    "freeze": freeze_view,
    "passport": passport_view,
    "request": request_view,
}
# A compiler keeps its parsed fonts and templates between papers, and belongs to one thread.
_own = threading.local()


class NoSuchPaper(IzdesError):
    """There is no paper of that kind or language."""

    code: ClassVar[str] = "no_such_paper"


class PaperNotSet(IzdesError):
    """Typst could not lay a paper out: a fault of ours."""

    code: ClassVar[str] = "paper_not_set"


def render(paper: Mapping[str, object]) -> bytes:
    """Return a paper as PDF.

    Args:
        paper: ``izdes.request/1``, ``izdes.freeze/1`` or ``izdes.passport/1``; ``language`` says in
            which language.

    Returns:
        The same bytes for the same paper.

    Raises:
        NoSuchPaper: Its kind or language is none of ours.
        PaperNotSet: Typst refused it.
    """
    kind, lang = str(paper["kind"]), paper["language"]
    known = next((code for code in LANGUAGES if code == lang), None)
    if known is None or kind not in _VIEWS:
        raise NoSuchPaper(kind=kind, language=str(lang))
    view = json.dumps(_VIEWS[kind](paper, known), ensure_ascii=False)
    try:
        pdf = _compiler(kind).compile(format="pdf", sys_inputs={"paper": view})
    except typst.TypstError as error:
        raise PaperNotSet(number=str(paper["number"]), reason=error.message) from error
    return bytes(pdf)


def render_many(
    papers: Sequence[Mapping[str, object]],
    *,
    jobs: int = 1,
    on_done: Callable[[int], None] | None = None,
) -> tuple[bytes, ...]:
    """Return many papers as PDF, in the order given, laid out side by side.

    Args:
        papers: The papers.
        jobs: How many at a time.
        on_done: Called in the caller's thread with the index of each finished paper, in order.
    """
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        finished: list[bytes] = []
        for index, pdf in enumerate(pool.map(render, papers)):
            finished.append(pdf)
            if on_done is not None:
                on_done(index)
    return tuple(finished)


def _compiler(kind: str) -> Any:  # noqa: ANN401 - typst publishes no usable type
    """Return this thread's compiler of one kind of paper."""
    made: dict[str, Any] = _own.__dict__.setdefault("compilers", {})
    if kind not in made:
        made[kind] = typst.Compiler(
            _TEMPLATES / f"{kind}.typ", root=_TEMPLATES, ignore_system_fonts=True
        )
    return made[kind]
