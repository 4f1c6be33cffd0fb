"""Scoring: which figures of an institution can be contested, and what may become of such a note."""

from typing import Literal

Figure = Literal["time", "overdue", "refused", "wrong", "hits"]
Ruling = Literal["taken_out", "lost_time", "refused"]
