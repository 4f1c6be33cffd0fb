"""Calls to the store of the window, under its own login: functions that ask for a digest."""

from functools import partial

from izdes.web.database import calling

ALIAS = "window"
called = partial(calling.called, login=ALIAS)
rows_of = partial(calling.rows_of, login=ALIAS)
