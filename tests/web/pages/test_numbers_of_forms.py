"""Numbers that a browser sends back: a key of four digits has no blank for its thousands."""

import re
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.template.loader import render_to_string

_TEMPLATES = Path(__file__).parents[3] / "src" / "izdes" / "web" / "templates"
_KEY = re.compile(r'="[^"]*\{\{ ?[a-z_.]*(?:\bpk|view\.key|seen|older) ?\}\}')


class _Form(forms.Form):
    unit = forms.TypedChoiceField(choices=[(1234, "One"), (12, "Other")], coerce=int)
    hours = forms.IntegerField(initial=8760)


def _bare() -> Iterator[str]:
    """Yield the places of templates where a key stands in an attribute as people read numbers."""
    for place in sorted(_TEMPLATES.rglob("*.html")):
        for number, line in enumerate(place.read_text(encoding="utf-8").splitlines(), 1):
            if _KEY.search(line):
                yield f"{place.relative_to(_TEMPLATES)}:{number}"


def test_no_template_sends_a_key_with_a_blank_for_its_thousands() -> None:
    assert list(_bare()) == []


def test_fields_of_forms_send_whole_numbers_as_they_are() -> None:
    form = _Form(initial={"unit": 1234})

    chosen = render_to_string(
        "_field.html", {"field": form["unit"], "kind": "select", "label": "access_unit"}
    )
    typed = render_to_string("_field.html", {"field": form["hours"], "label": "loop_field_again"})

    assert '<option value="1234" selected>' in chosen
    assert 'value="8760"' in typed
