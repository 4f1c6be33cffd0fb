"""What the law room answers, as sentences: why a paper waits, and how a qualification was reached.

A reason or a step carries codes and figures; here each becomes a word or a sum of the language.
"""

from datetime import date

from izdes.adapters.words import Lang, amount, entries, say
from izdes.core.law.pack import norms
from izdes.core.law.reasoning import Step
from izdes.core.law.release import LawPack
from izdes.core.law.sending import Lack

_WORDED = {
    "field": "measure_field",
    "level": "law_level",
    "role": "law_role",
    "scale": "qualify_scale",
}
_SUM = "_minor"


def say_lack(lack: Lack, lang: Lang) -> str:
    """Return why a paper may not be sent yet."""
    return say(lack.code, lang, **dict(_told(pair, lang) for pair in lack.details))


def say_step(step: Step, lang: Lang, law: LawPack | None = None) -> str:
    """Return one step of a qualification; norms are cited by the law it was made under."""
    return say(step.code, lang, **dict(_told(pair, lang, law) for pair in step.details))


def _told(pair: tuple[str, str], lang: Lang, law: LawPack | None = None) -> tuple[str, str]:
    """Return a detail under the name that sentences use, its value in words."""
    name, value = pair
    if name.endswith(_SUM):
        return name.removesuffix(_SUM), amount(int(value), "KZT")
    if name == "norm":
        found = norms(law).get(value, ())
        return name, found[-1].cited.in_language(lang) if found else value
    if name == "day":
        return name, date.fromisoformat(value).strftime("%d.%m.%Y")
    code = f"{_WORDED.get(name, '')}.{value}"
    # A role of an office that the law does not name is shown as it is called there.
    return name, say(code, lang) if code in entries() else value
