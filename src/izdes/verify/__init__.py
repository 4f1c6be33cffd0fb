"""The stranger's check: a certificate of a trace, checked without the program that made it.

This folder needs Python 3.11 and nothing else; it imports nothing of Izdes and may be copied and
run alone: ``python -m verify FOLDER``. The rule is computed here a second time from the text of
``docs/reference/tracing.md`` by other code, and must give the same pieces to the last minor unit.

Read it in this order: `order` and `windows` (what moves, when, and when that is known), `balances`
and `layout` (what an account had, and where the units of a transfer come from and go to), `pools`
(the four rules), `replay` (claims on their way), `sums` (the certificate by itself) and `again`
(the certificate against the replay).

It proves that the figures follow from the ledger under the rule that is named. It does not prove
that the statements in the ledger are true, nor that the rule is the right one.
"""
