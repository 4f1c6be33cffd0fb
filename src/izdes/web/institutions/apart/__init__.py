"""The site of institutions where it runs apart from the office, on a database of its own.

That holds what may be delivered and what was sent, and nothing else of any case. It is filled by
packages of the office and emptied into packages for it; nobody there calls anybody.
"""
