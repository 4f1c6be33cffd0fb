"""Tables: the files of a law pack that are tables of text, read row by row.

Each module says what a row may hold and makes the value of a row without faults. They know nothing
of packs: a pack is read with their help.
"""
