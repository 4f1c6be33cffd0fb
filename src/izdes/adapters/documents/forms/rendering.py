"""Laying a form out: the same content gives the same bytes on any machine.

The document's date is the paper's, only fonts inside typst are used, and the paper reaches the
template as one JSON string that is shown and never evaluated.
"""

import json
import threading
from pathlib import Path
from typing import Any

import typst

from izdes.adapters.documents.forms.content import Content
from izdes.adapters.documents.forms.view import view_of
from izdes.adapters.documents.papers import PaperNotSet

_TEMPLATES = Path(__file__).parents[1] / "templates"
_PPI = 110.0
# A compiler keeps its parsed fonts between papers, and belongs to one thread.
_own = threading.local()


def pdf_of(content: Content) -> bytes:
    """Return a paper as PDF, unsigned.

    Raises:
        UnknownForm: Its form is none of ours.
        PaperNotSet: Typst refused it: a fault of ours.
    """
    made: bytes = _compiled(content, format="pdf")
    return made


def pages_of(content: Content) -> list[bytes]:
    """Return the pages of a paper as PNG, to be looked at before it is made.

    Raises:
        UnknownForm: Its form is none of ours.
        PaperNotSet: Typst refused it.
    """
    made = _compiled(content, format="png", ppi=_PPI)
    return list(made) if isinstance(made, list) else [made]


def _compiled(content: Content, **asked: object) -> Any:  # noqa: ANN401 - bytes, or a list of them
    """Return what typst makes of a paper."""
    view = json.dumps(view_of(content), ensure_ascii=False)
    try:
        return _compiler().compile(sys_inputs={"paper": view}, **asked)
    except typst.TypstError as error:
        raise PaperNotSet(number=str(content["number"]), reason=error.message) from error


def _compiler() -> Any:  # noqa: ANN401 - typst publishes no usable type
    """Return this thread's compiler."""
    made = getattr(_own, "compiler", None)
    if made is None:
        made = _own.compiler = typst.Compiler(
            _TEMPLATES / "form.typ", root=_TEMPLATES, ignore_system_fonts=True
        )
    return made
