"""Call: one line of an operator's record of a subscriber's calls, messages and sessions.

An operator promises date, time and duration; numbers, handset and cell are there where its answer
prints them, and empty where it does not. A record proves that a number was used on a network, not
who held the handset.

Source: Criminal Procedure Code of Kazakhstan, on information about connections between
subscribers; the columns are those that operators' answers have in common.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

CallDirection = Literal["outgoing", "incoming", "forwarded", ""]
CallType = Literal["voice", "sms", "data", "other"]
CallPrecision = Literal["second", "minute", "day"]
CALL_DIRECTIONS: tuple[CallDirection, ...] = get_args(CallDirection)
CALL_TYPES: tuple[CallType, ...] = get_args(CallType)


@dataclass(frozen=True, slots=True)
class Call:
    """One connection.

    Attributes:
        call_id: First 16 hex of the file's SHA-256 / sheet / row: the way back to the cell.
        a_number: Who began it, E.164 where it is a telephone number, else as printed.
        b_number: Who was reached, likewise; empty for a data session.
        started_at: Aware, in UTC.
        duration_seconds: None where the record prints none.
        lac: Location area as printed; ``cell`` the cell's number; ``cell_address`` its place.
        azimuth: Degrees from north that the antenna faces, as printed.
    """

    call_id: str
    a_number: str
    b_number: str
    started_at: datetime
    time_precision: CallPrecision = "second"
    duration_seconds: int | None = None
    direction: CallDirection = ""
    call_type: CallType = "voice"
    imei: str = ""
    imsi: str = ""
    lac: str = ""
    cell: str = ""
    cell_address: str = ""
    azimuth: str = ""

    def __repr__(self) -> str:
        """Mask the people: reprs end up in logs and tracebacks."""
        return f"Call({self.call_id})"
