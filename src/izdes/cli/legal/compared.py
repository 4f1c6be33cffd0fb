"""The difference of two packs, and what is wrong with one, as lines and as JSON."""

from collections import Counter
from collections.abc import Iterator

from izdes.adapters.words import Lang, say
from izdes.cli.frame import fault_text
from izdes.core.law.changes import Change, Moved
from izdes.core.law.checking import Checked
from izdes.core.law.clocks.zone import printed


def checked_json(checked: Checked) -> dict[str, object]:
    """Return what a check found, for machines."""
    return {
        "faults": [fault.as_json() for fault in checked.faults],
        "unverified": [
            {"file": entry.file, "entry": entry.entry, "source": entry.source}
            for entry in checked.unverified
        ],
        "unverified_counts": dict(Counter(entry.file for entry in checked.unverified)),
    }


def checked_lines(checked: Checked, lang: Lang) -> Iterator[str]:
    """Yield what a check found, for people."""
    yield from (fault_text(fault, lang) for fault in checked.faults)
    code = "law_faults" if checked.faults else "law_sound"
    yield say(code, lang, count=len(checked.faults))
    yield say("law_unverified", lang, count=len(checked.unverified))
    for file, count in sorted(Counter(entry.file for entry in checked.unverified).items()):
        names = dict.fromkeys(e.entry for e in checked.unverified if e.file == file)
        yield f"  {file}: {count} ({', '.join(names)})"


def changes_json(found: tuple[Change, ...], clocks: tuple[Moved, ...]) -> dict[str, object]:
    """Return the difference of two packs, for machines."""
    return {
        "changes": [
            {
                "file": change.file,
                "entry": change.entry,
                "field": change.field,
                "what": change.what,
                "before": change.before,
                "after": change.after,
            }
            for change in found
        ],
        "moved": [
            {
                "ref": moved.clock.ref,
                "clock": moved.clock.rule_id,
                "started_at": moved.clock.started_at.isoformat(),
                "before": moved.before.isoformat() if moved.before else None,
                "after": moved.after.isoformat() if moved.after else None,
            }
            for moved in clocks
        ],
    }


def changes_lines(found: tuple[Change, ...], lang: Lang) -> Iterator[str]:
    """Yield the difference of two packs, for people."""
    if not found:
        yield say("law_same", lang)
    for change in found:
        place = f"{change.file} {change.entry} {change.field}".strip()
        yield say(f"law_{change.what}", lang, place=place, before=change.before, after=change.after)


def moved_lines(clocks: tuple[Moved, ...], lang: Lang) -> Iterator[str]:
    """Yield the open clocks that move, for people; times are local."""
    if not clocks:
        yield say("law_none_moved", lang)
    for moved in clocks:
        before, after = (
            printed(end) if end else say("law_no_end", lang) for end in (moved.before, moved.after)
        )
        given = {"ref": moved.clock.ref, "clock": moved.clock.rule_id}
        yield say("law_moved", lang, **given, before=before, after=after)
