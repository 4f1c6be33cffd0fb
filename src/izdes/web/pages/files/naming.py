"""What a file is called by its kind: a spreadsheet and not a media type."""

from izdes.adapters.words import say
from izdes.web.language import language

_KINDS = (
    ("spreadsheet", ("spreadsheet", "ms-excel", "text/csv")),
    ("document", ("wordprocessing", "msword")),
    ("pdf", ("application/pdf",)),
    ("xml", ("xml",)),
    ("data", ("json",)),
    ("image", ("image/",)),
    ("audio", ("audio/",)),
    ("video", ("video/",)),
    ("archive", ("zip", "gzip", "ole-storage")),
    ("text", ("text/",)),
)


def media_words(media_type: str) -> str:
    """Return what a media type is called in the language of the page; itself where it is none.

    It tells what the bytes look like: nobody has opened them.
    """
    kinds = (kind for kind, marks in _KINDS if any(mark in media_type for mark in marks))
    kind = next(kinds, None)
    return media_type if kind is None else say(f"media_{kind}", language())
