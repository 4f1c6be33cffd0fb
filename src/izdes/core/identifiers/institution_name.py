"""Names of institutions: one key for every way in which a bank or a firm is printed.

Quotes, legal form, case, spacing and alphabet are not the name: «Каспи Банк» АҚ is Kaspi Bank JSC.

One key does not prove one firm: names repeat, and branches and new owners keep old ones.

>>> institution_key("АО «Банк  ЦентрКредит»") == institution_key('"Bank CenterCredit" JSC')
False
>>> institution_key("АО «Каспи Банк»") == institution_key('"Kaspi Bank" АҚ')
True
"""

import re
import unicodedata
from functools import lru_cache

from izdes.core.identifiers.name import key

_REMEMBERED = 1 << 14
_LEGAL_FORMS = re.compile(
    r"\b(?:акционерное общество|акционерлік қоғамы|товарищество с ограниченной ответственностью"
    r"|жауапкершілігі шектеулі серіктестігі|дочерний банк|еншілес банкі?|joint stock company"
    r"|индивидуальный предприниматель|жеке кәсіпкер"
    r"|ао|оао|зао|пао|ақ|ақеб|тоо|жшс|рму|ргу|нао|кеақ|дб|до|еб|еұ|ип|жк|jsc|llp|sb|so)\b"
)


@lru_cache(_REMEMBERED)
def institution_key(name: str) -> str:
    """Return a name's words in the letters of keys, without its legal form; never of nothing."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = re.sub(r"[^\w]+", " ", plain)
    bare = " ".join(_LEGAL_FORMS.sub(" ", words).split()) or " ".join(words.split())
    return " ".join(key(word) for word in bare.split())
