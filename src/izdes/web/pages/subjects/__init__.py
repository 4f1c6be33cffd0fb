"""Pages of series: why complaints belong together, and what officers say of it."""
