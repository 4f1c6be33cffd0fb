"""The exchange as an institution sees it: a client of the site, and a sandbox that uses it.

Read in this order: `client` (calls, with tokens and back-off), `network` (over HTTPS), `directory`
(who signs for whom), `confirming` (a package against a number, a body and a digest); then `sandbox`
(an institution of nobody) with `books`, `conduct`, `spoiling` and `keeping`.
"""
