"""Complaints: ``complaints.jsonl``, one JSON object a line, into core values.

The contract is in the reference of file formats. One bad line is a fault that names the line, the
field and what to do, and the rest goes on. Reading proves nothing about what a complaint says.
"""

from izdes.adapters.complaints.reader import read_complaint_stream, read_complaints

__all__ = ["read_complaint_stream", "read_complaints"]
