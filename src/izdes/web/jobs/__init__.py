"""Jobs: what a command leaves to be done after it, in the same transaction."""
