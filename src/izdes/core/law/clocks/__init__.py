"""Clocks: what the law gives how long for, counted step by step, so that a court can follow.

Rules are dated data (``data/clocks.yaml``); the counting is described in
``docs/reference/clocks.md``.
"""
