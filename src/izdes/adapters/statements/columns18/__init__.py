"""The table of eighteen columns, in the dialect of every bank."""
