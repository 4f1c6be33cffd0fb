"""Keeping files: each is taken or refused by itself, and the others stay."""

from typing import Any

from django.http import HttpRequest

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.window import drafts
from izdes.web.window.drafts import Draft
from izdes.web.window.pages.forms.asking import WindowForm
from izdes.web.window.pages.limiting import address_of, is_within


class FilesForNow(IzdesError):
    """As many files came from this address within an hour as are taken."""

    code = "window_files_for_now"


def keep_files(
    request: HttpRequest, draft: Draft, form: WindowForm, field: str
) -> list[Any] | None:
    """Keep the files of a form; None where one was refused, which the form then says.

    What was taken before the refused one stays in the draft, and is seen in its list.
    """
    files = form.cleaned_data.get(field) or []
    kept, refused = [], []
    for file in files:
        name = file.name or ""
        try:
            require_within_bound(request)
            kept.append(drafts.add_file(draft.token, name=name, stream=file).key)
        except IzdesError as why:
            refused.append(f"{name}: {say(why.code, language(), **why.details)}")
    for words in refused:
        form.add_error(field, words)
    return None if refused else kept


def require_within_bound(request: HttpRequest) -> None:
    """Count one more file of an address.

    Raises:
        FilesForNow: There were as many within an hour as are taken.
    """
    if not is_within("files", address_of(request)):
        raise FilesForNow
