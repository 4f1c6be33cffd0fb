"""A crowd: the complaints of a whole country over two years, with the truth of who did what.

What linking must survive is here by stated shares: numbers that everybody names, accounts that
several crews rent, phones given to somebody else, slips of the hand, copied scripts, victims who
are mules. Each stands in the truth beside the complaints. Beside it, the hub simulator: columns of
mentions alone, on which the engine is judged.

Nobody in it exists, and its shares are mostly assumed: how well a method does here says how it
does on these shares, not on a country's own complaints.
"""
