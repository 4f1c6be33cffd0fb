"""Forms: procedural papers as data, filled, shown and laid out.

A form is a YAML file in ``data``: fields, wording in Kazakh and Russian, who signs, who gets a
copy, on which norms it rests. One template lays all of them out. Read in this order: `form` (what
a form is), `filling` (what may stand in its fields), `content` (a paper as one object, and its
digest), `view` and `blocks` (that object as strings), `rendering` (the PDF), `mark` (the code to
check by).
"""
