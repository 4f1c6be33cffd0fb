"""Statistics: estimates that carry their interval, their sample size and their method."""
