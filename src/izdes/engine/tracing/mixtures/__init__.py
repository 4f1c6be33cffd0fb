"""Rules that mix, as one scan in the order of time."""
