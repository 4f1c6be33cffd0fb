"""Law packs outside the program: a folder of files, and the note by which a release is signed.

What the files mean is the matter of `izdes.core.law.release`.
"""

from izdes.adapters.lawpack.folder import (
    NOTE,
    PackFolder,
    read_folder,
    read_texts,
    write_pack,
)
from izdes.adapters.lawpack.notes import (
    NoteWrong,
    Signer,
    Standing,
    read_key,
    sign_note,
    standing_of,
)
from izdes.adapters.lawpack.open_clocks import read_open_clocks

__all__ = [
    "NOTE",
    "NoteWrong",
    "PackFolder",
    "Signer",
    "Standing",
    "read_folder",
    "read_key",
    "read_open_clocks",
    "read_texts",
    "sign_note",
    "standing_of",
    "write_pack",
]
