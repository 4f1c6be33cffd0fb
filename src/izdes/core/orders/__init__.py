"""Orders: what is asked of one institution, who decided, how far it has come, what came back.

Read in this order: `subjects` (whom or what it is about), `order` (the paper itself), `decision`
(what a prosecutor decided about it), `papers` (the bytes that are signed, and back), `states` (its
way from draft to answer), `receipts` and `answers` (what the institution says), `checks` (what was
found when the signatures were checked), `sending` (the order as the sanction matrix of the law pack
sees it).

Nothing here signs or sends. That an order is well formed does not prove that it is lawful: that is
what the decision and its signature are for.
"""
