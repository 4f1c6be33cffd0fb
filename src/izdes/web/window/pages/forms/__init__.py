"""Forms of the window: each asks one thing, keeps what was typed, says in words what is wrong."""
