"""A country that does not exist, and the truth about it.

Banks, victims, crews and mules are invented from a seed; everything else in the project is shown
and measured on them. Names and numbers cannot be anybody's: ИИН with a seventh digit that is never
issued, БИН with a month that does not exist, IBAN with bank codes that no bank has, BICs marked as
test, cards on a prefix of no scheme, phones in a block that is not given out.

What holds in this country proves nothing about the real one.
"""
