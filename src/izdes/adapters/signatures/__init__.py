"""Signatures: CAdES and JWS over the canonical bytes of orders and decisions, made and checked.

Read in this order: `interface` (what signs, what verifies), `keys` (keys in files), `cades` and
`jws` (the two forms), `pades` and `pades_checking` (inside a PDF), `trust` (what is believed),
`certificates` and `stamps` (checks), `verifying` (all of it as one report), `authority` (a local
authority for demonstration and tests).

What a signature says is read first and believed last. No network is ever reached. The algorithms of
the Kazakh standard (ГОСТ) are recognised and never checked here: such a signature is reported as
not checked, and that is not enough for a sanction.
"""
