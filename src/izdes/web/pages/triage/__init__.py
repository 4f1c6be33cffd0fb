"""Triage: the queue of complaints, a call, the desk, what becomes of a complaint, its papers."""
