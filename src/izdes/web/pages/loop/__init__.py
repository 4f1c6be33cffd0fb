"""Pages of the loop: where the money is now, what is not asked and why, and the limits."""
