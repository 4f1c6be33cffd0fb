"""Cut-off: until what local time a banking day takes what is brought to it.

What comes later, or on a day off, comes on the next banking day, and a term of banking days ends
at the cut-off of its last one. The hours are those of the institutions (``data/cut_offs.csv``);
where an institution's own are not known the default holds, which nobody confirmed.

Source: Civil Code, 27.12.1994 № 268-XIII, on terms for acts done in an organisation.

>>> default_cut_off().until, default_cut_off().verified
(datetime.time(18, 0), False)
"""

from collections.abc import Mapping

from izdes.core.law.release import LawPack, once_a_pack
from izdes.core.law.tables import cut_offs as table
from izdes.core.law.tables.cut_offs import COLUMNS, CutOff, read_cut_offs

__all__ = ["COLUMNS", "CutOff", "cut_off_of", "default_cut_off", "read_cut_offs"]


def cut_off_of(institution_id: str, law: LawPack | None = None) -> CutOff:
    """Return the cut-off of an institution, or the default where its own is not known."""
    known = _by_institution(law)
    return known.get(institution_id, known[""])


def default_cut_off(law: LawPack | None = None) -> CutOff:
    """Return the cut-off of institutions whose own is not known."""
    return cut_off_of("", law)


@once_a_pack
def _by_institution(law: LawPack) -> Mapping[str, CutOff]:
    """Return the cut-offs of a law: institution -> cut-off."""
    found = (table.cut_off_of(row) for row in law.tables["clocks/cut_offs.csv"])
    return {cut_off.institution_id: cut_off for cut_off in found}
