"""Packs that tests install: the packaged one, a little changed."""

from izdes.core.law.release import packaged_pack
from izdes.core.law.release.packs import packaged_texts

_VERSION = f'version: "{packaged_pack().ref.version}"'
_THREE_DAYS = "bound: institution, unit: days, count: 3, roll: next"


def changed_texts(
    *, version: str = "2099.1", file: str = "clocks/clocks.yaml", old: str = "", new: str = ""
) -> dict[str, str]:
    """Return the packaged pack as another release, with one text replaced where one is given."""
    texts = packaged_texts()
    assert _VERSION in texts["pack.yaml"]
    texts["pack.yaml"] = texts["pack.yaml"].replace(_VERSION, f'version: "{version}"')
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    return texts


def two_days() -> dict[str, str]:
    """Return a release in which institutions answer in two days instead of three."""
    return changed_texts(old=_THREE_DAYS, new=_THREE_DAYS.replace("3", "2"))
