"""A local authority for demonstration and tests: nobody outside it should believe it.

Every subject says DEMO. Its keys lie in plain files, so whoever has the folder can sign as anybody
in it. It gives out what a real authority gives out: certificates, lists of revoked ones, answers
about single ones, timestamps. `issuing`, `revoking`, `stamping`; `folder` writes it all.
"""
