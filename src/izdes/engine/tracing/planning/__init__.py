"""The plan out of columns: order, windows, balances and parts, before any rule is chosen."""
