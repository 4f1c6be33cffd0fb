"""Formats of dates and figures, as offices of Kazakhstan write them, in the three languages."""
