"""Checking: an answer against the order it answers, before it is sent and when it arrives.

Read in this order: `about` (is it an answer to this order, subject by subject), `held` (money that
is held against the caps), `statements` (movements: do they add up, whose are they, which period),
`check` (all of it). What is wrong is a fault with file, sheet, row and column; what is ``refused``
must be put right, what is ``noted`` is only told.

An answer without faults agrees with the order and with itself. That it is true, it does not prove.
"""
