"""Messages: what crosses between the office and an institution, each one JSON file of one form.

Read in this order: `package` (an order as it arrives), `letters` (answers, receipts, signals as
they come back), `beside` (the files of an answer), `signed` (a signature over it), `drop` (folders
and zips, for those without an API), `strict` (how JSON of strangers is read), `schemas` (the same
forms as JSON Schema), `checking` (an answer against its order), `making` (a right answer out of a
ledger).

Another form of the same exchange (ISO 20022, say) gets modules of its own here, and turns into the
same values. Nothing here sends, or believes a signature.
"""
