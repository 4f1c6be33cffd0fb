"""Scores what was found against the truth of the invented country.

What is counted, and nothing more: whether claims were matched to the right transfers, whether
endings are exact to the tiyn, whether complaints were put together as the crews did. A good score
here says that the arithmetic is right; it says nothing about real statements or real crews.
"""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar, TextIO

from izdes.core.errors import IzdesError

Row = dict[str, str]
Endings = Mapping[str, Counter[tuple[str, str]]]
_CLOCKS_DIFFER = timedelta(seconds=1)
# A time printed to the day stands for any instant of it.
_MAY_MEAN = {"second": timedelta(), "minute": timedelta(minutes=1), "day": timedelta(days=1)}
_NOT_ONE_ACCOUNT = ("card:", "phone:", "acct:", "@unknown:")


class TwinFileMissing(IzdesError):
    """A file that the score needs is not there."""

    code: ClassVar[str] = "twin_file_missing"


class TwinColumnMissing(IzdesError):
    """A table lacks a column that the score needs."""

    code: ClassVar[str] = "twin_column_missing"


@dataclass(frozen=True, slots=True)
class Score:
    """How much of the truth was found; every figure is a count, shares are in thousandths.

    Attributes:
        claims_visible: Claims whose transfer stands on some statement.
        paths_stated: Claims whose whole true path lies in statements that print an opening.
        paths_matched: Of these, those that were matched to the right transfer.
        paths_exact: Of these, those whose endings are right, each account to the tiyn.
        visible_exact: Of all claims, those whose endings are what the statements show.
        conserved: Claims whose endings sum up to the claim.
        pairs_right: Pairs of complaints put together by us and by a crew.
        rows_true: Rows that the banks wrote; ``rows_read`` of them stand in the ledger.
        rows_right: Of these, those with the true amount, account and direction.
        joined_true: Transfers of which two statements hold a row each.
        joined_found: Pairs of rows that were made one transfer.
        joined_right: Of these, those that are.
    """

    complaints: int
    claims: int
    claims_visible: int
    claims_matched_right: int
    claims_matched_wrong: int
    paths_stated: int
    paths_matched: int
    paths_exact: int
    visible_exact: int
    conserved: int
    pairs_true: int
    pairs_found: int
    pairs_right: int
    links: int
    links_right: int
    rows_true: int
    rows_read: int
    rows_right: int
    joined_true: int
    joined_found: int
    joined_right: int

    @property
    def joined_precision_permille(self) -> int:
        """Of the pairs of rows that were made one transfer, how many are one."""
        return _permille(self.joined_right, self.joined_found)

    @property
    def joined_recall_permille(self) -> int:
        """Of the transfers that two statements show, how many were recognised."""
        return _permille(self.joined_right, self.joined_true)

    @property
    def pairs_precision_permille(self) -> int:
        """Of the pairs found, how many are right; a thousand where none was found."""
        return _permille(self.pairs_right, self.pairs_found)

    @property
    def pairs_recall_permille(self) -> int:
        """Of the true pairs, how many were found."""
        return _permille(self.pairs_right, self.pairs_true)

    def as_json(self) -> dict[str, int]:
        """Return the figures by name; the words for a name are ``score_<name>``."""
        return {
            **asdict(self),
            "pairs_precision_permille": self.pairs_precision_permille,
            "pairs_recall_permille": self.pairs_recall_permille,
            "joined_precision_permille": self.joined_precision_permille,
            "joined_recall_permille": self.joined_recall_permille,
        }


def score_case(case: Path, found: Path) -> Score:
    """Compare the output of a followed case with the case's truth.

    Args:
        case: A folder written by the twin, ``truth`` included.
        found: The folder that following it produced.

    Raises:
        TwinFileMissing: A table is not there.
        TwinColumnMissing: A table lacks a column.
    """
    truth = case / "truth"
    claims = _table(truth / "claims.csv", "claim_id transfer_id is_visible is_path_stated")
    ours = _table(found / "claims.csv", "claim_id transfer_id amount_minor state")
    matched = _matched(truth, found, claims, ours)
    endings = _endings(found / "trace" / "fifo" / "endings.csv.gz")
    full, visible = _endings(truth / "endings.csv"), _endings(truth / "endings_visible.csv")
    stated = [c["claim_id"] for c in claims if c["is_path_stated"] == "1"]
    series = _table(truth / "series.csv", "complaint_id series_id")
    return Score(
        complaints=len(series),
        claims=len(claims),
        claims_visible=sum(c["is_visible"] == "1" for c in claims),
        claims_matched_right=sum(matched.values()),
        claims_matched_wrong=len(matched) - sum(matched.values()),
        paths_stated=len(stated),
        paths_matched=sum(matched.get(c, False) for c in stated),
        paths_exact=sum(matched.get(c, False) and endings.get(c) == full.get(c) for c in stated),
        visible_exact=sum(endings.get(c["claim_id"]) == visible.get(c["claim_id"]) for c in claims),
        conserved=sum(
            endings.get(c["claim_id"], Counter()).total() == int(c["amount_minor"])
            for c in ours
            if c["amount_minor"]
        ),
        **_linking(series, found / "links"),
        **_rows(truth, found / "ledger" / "transfers.csv"),
    )


def _permille(part: int, whole: int) -> int:
    """Return a share in thousandths, rounded down; a thousand of nothing."""
    return part * 1000 // whole if whole else 1000


def _table(path: Path, columns: str) -> list[Row]:
    """Read a CSV file, plain or gzip, that must have these columns."""
    try:
        with _opened(path) as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except FileNotFoundError:
        raise TwinFileMissing(file=path.name) from None
    for column in columns.split():
        if column not in (reader.fieldnames or ()):
            raise TwinColumnMissing(file=path.name, column=column)
    return rows


def _opened(path: Path) -> TextIO:
    """Open a text file, unpacking gzip."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _matched(
    truth: Path, found: Path, claims: Sequence[Row], ours: Sequence[Row]
) -> dict[str, bool]:
    """Return, for every claim that was matched to a row of a statement, whether it is the right."""
    moved = {r["transfer_id"]: r for r in _table(truth / "transfers.csv", "debited_at credited_at")}
    about = {c["claim_id"]: moved[c["transfer_id"]] for c in claims}
    columns = "transfer_id booked_at amount_minor payer_account payee_account row_ids"
    ledger = {r["transfer_id"]: r for r in _table(found / "ledger" / "transfers.csv", columns)}
    return {
        claim["claim_id"]: _is_same(about[claim["claim_id"]], ledger.get(claim["transfer_id"]))
        for claim in ours
        if claim["state"] == "matched" and claim["claim_id"] in about
    }


def _is_same(true: Row, row: Row | None) -> bool:
    """Say whether a row of the found ledger is the true transfer."""
    if row is None or true["amount_minor"] != row["amount_minor"]:
        return False
    at = datetime.fromisoformat(row["booked_at"])
    first, last = (datetime.fromisoformat(true[c]) for c in ("debited_at", "credited_at"))
    early = _MAY_MEAN[row.get("time_precision") or "second"] + _CLOCKS_DIFFER
    is_in_time = first - early <= at <= last + early
    sides = ("payer_account", "payee_account")
    return is_in_time and all(_comparable(row[s]) in {"?", true[s]} for s in sides)


def _comparable(account: str) -> str:
    """Return an account's key, or ``?`` for one that names no one account for certain."""
    return "?" if not account or account.startswith(_NOT_ONE_ACCOUNT) else account


def _endings(path: Path) -> Endings:
    """Return claim -> (account, ending) -> units."""
    found: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in _table(path, "claim_id account ending amount_minor"):
        place = (_comparable(row["account"]), row["ending"])
        found[row["claim_id"]][place] += int(row["amount_minor"])
    return found


def _rows(truth: Path, ledger: Path) -> dict[str, int]:
    """Return the figures about rows read and rows joined."""
    wrote = {r["row_id"]: r for r in _table(truth / "rows.csv", "row_id transfer_id direction")}
    moved = {
        r["transfer_id"]: r for r in _table(truth / "transfers.csv", "debited_at amount_minor")
    }
    columns = "transfer_id booked_at amount_minor payer_account payee_account row_ids"
    found = _table(ledger, columns)
    true = Counter(row["transfer_id"] for row in wrote.values())
    read = right = joined = joined_right = 0
    for row in found:
        ids = [i for i in row["row_ids"].split() if i in wrote]
        about = [wrote[i] for i in ids]
        read += len(ids)
        right += sum(_is_row_right(row, said, moved[said["transfer_id"]]) for said in about)
        sides = {said["direction"]: said["transfer_id"] for said in about}
        joined += len(sides) > 1
        joined_right += len(sides) > 1 and len(set(sides.values())) == 1
    return {
        "rows_true": len(wrote),
        "rows_read": read,
        "rows_right": right,
        "joined_true": sum(count > 1 for count in true.values()),
        "joined_found": joined,
        "joined_right": joined_right,
    }


def _is_row_right(row: Row, said: Row, true: Row) -> bool:
    """Say whether a found transfer has a row's true amount, account and side."""
    side = "payee_account" if said["direction"] == "credit" else "payer_account"
    return row["amount_minor"] == true["amount_minor"] and row[side] == said["account"]


def _linking(series: Sequence[Row], links: Path) -> dict[str, int]:
    """Return the figures about complaints put together."""
    truth = {row["complaint_id"]: row["series_id"] for row in series}
    ours = _table(links / "series.csv", "complaint_id series_id")
    found = {row["complaint_id"]: row["series_id"] for row in ours}
    rows = _table(links / "links.csv", "complaint_a complaint_b")
    both = [(truth[c], found.get(c, c)) for c in sorted(truth)]
    return {
        "pairs_true": _pairs(truth.values()),
        "pairs_found": _pairs(found.values()),
        "pairs_right": _pairs(both),
        "links": len(rows),
        "links_right": sum(
            r["complaint_b"] in truth and truth.get(r["complaint_a"]) == truth[r["complaint_b"]]
            for r in rows
        ),
    }


def _pairs(groups: Iterable[object]) -> int:
    """Return how many pairs stand in one group."""
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())
