"""MT940 and MT942 files about one invented account, written as banks write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.adapters.statements.answers import OTHER, OWN, only, read

from izdes.adapters.words.figures import LOCAL
from izdes.core.money.statement import StatementRow

FIRST, LAST = "260501", "260531"
BLOCKS = "{1:F01DALAKZKAXXXX0000000000}{2:O9401200260601DALAKZKAXXXX00000000002606011200N}{4:"
IN, OUT, LATE = (
    ":61:2605030503C500,NTRFNONREF//B1",
    ":61:2605030503D200,5NTRFR2//B2",
    ":61:260531D0,01NCHGNONREF",
)
FROM, TO = (f":86:/ORDP//NAME/Сейтқали Ә./BIN/000101800016/IBAN/{OTHER}/REMI/Қарыз", f":86:{OTHER}")


@dataclass(frozen=True)
class File:
    """One MT940; every field is a line or lines as they will stand."""

    blocks: str = ""
    account: str = f":25:{OWN}"
    number: str = ":28C:5/1"
    opening: str = f":60F:C{FIRST}KZT10,"
    entries: Sequence[str] = field(default=(IN, FROM, OUT, TO, LATE))
    closing: str = f":62F:C{LAST}KZT309,49"
    after: Sequence[str] = ()
    end: str = "-"

    @property
    def lines(self) -> list[str]:
        above = (self.blocks, ":20:ST1", self.account, self.number, self.opening)
        every = [*above, *self.entries, self.closing, *self.after, self.end]
        return [part for line in every if line for part in line.split("\n")]

    def data(self, *more: "File", end: str = "\r\n", encoding: str = "utf-8") -> bytes:
        lines = [line for file in (self, *more) for line in file.lines]
        return end.join([*lines, ""]).encode(encoding)


@dataclass(frozen=True)
class Interim:
    """One MT942."""

    number: str = ":28C:5/1"
    floors: Sequence[str] = (":34F:KZT0,",)
    made: str = ":13D:2605311200+0500"
    entries: Sequence[str] = field(default=(IN, FROM, OUT, TO, LATE))
    sums: Sequence[str] = (":90D:2KZT200,51", ":90C:1KZT500,")
    end: str = "-"

    def data(self) -> bytes:
        head = (":20:ST1", f":25:{OWN}", self.number, *self.floors, self.made)
        lines = [line for line in (*head, *self.entries, *self.sums, self.end) if line]
        return "\n".join([*lines, ""]).encode()


def paged(*numbers: int, last: int) -> list[File]:
    """Return parts of one statement: two entries each, the closing on the last."""
    found = []
    for number in numbers:
        before, after = 10 + 500 * (number - 1), 10 + 500 * number
        opening = ":60F:C" if number == 1 else ":60M:C"
        closing = ":62F:C" if number == last else ":62M:C"
        found.append(
            File(
                number=f":28C:5/{number}",
                opening=f"{opening}{FIRST}KZT{before},",
                entries=(IN, FROM),
                closing=f"{closing}{LAST}KZT{after},",
            )
        )
    return found


def row_of(*lines: str) -> StatementRow:
    """Return what one entry of a file without balances is made of."""
    (row,) = only(read(Interim(entries=lines, sums=()).data())).rows
    return row


def local(day: int, month: int = 5, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=LOCAL)
