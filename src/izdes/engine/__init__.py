"""The same answers at national scale: columnar twins of the core's tracing and linking."""
