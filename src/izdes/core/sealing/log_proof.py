r"""A proof in one file: an entry of a log, its place, the hashes beside its way, a signed head.

Whoever has the file and the key of the log can check it years later and alone.

Source: C2SP tlog-proof; the entry itself lies in its ``extra`` line.

>>> print(log_proof(b"e", index=4, hashes=[bytes(32)], note="izdes\n...\n"), end="")
c2sp.org/tlog-proof@v1
extra ZQ==
index 4
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
<BLANKLINE>
izdes
...
"""

import base64
from collections.abc import Iterable


def log_proof(entry: bytes, *, index: int, hashes: Iterable[bytes], note: str) -> str:
    """Return the text of a proof file.

    Args:
        index: Place of the entry, from 0.
        hashes: The proof of inclusion in the tree of the note.
        note: The signed head, as it was signed.
    """
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"extra {base64.b64encode(entry).decode()}",
        f"index {index}",
        *(base64.b64encode(beside).decode() for beside in hashes),
    ]
    return "\n".join(lines) + "\n\n" + note
