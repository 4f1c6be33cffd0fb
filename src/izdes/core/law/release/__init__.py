"""Release: a law pack as a whole, whose version and digest every decision stores.

A pack is a set of files (`pack.yaml` says which version). It is read from what the package brings
or from what an adapter took out of a folder; either way each file is read strictly, each entry is
held against its shape, and what is wrong is named with file, entry and field. Two packs with one
digest say the same, whatever their comments, quotes and line ends.

That a pack is well-formed does not prove that the law says what it says.

>>> packaged_pack().ref.version
'2026.11'
"""

from izdes.core.law.release.asking import once_a_pack
from izdes.core.law.release.packs import LawPack, PackRef, packaged_pack, read_pack

__all__ = ["LawPack", "PackRef", "once_a_pack", "packaged_pack", "read_pack"]
