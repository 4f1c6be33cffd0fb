"""Uploading: pictures from the camera, receipts, chats; several at once."""

from typing import Any

from django import forms

from izdes.web.window.pages.forms.asking import WindowForm

_TAKEN = "image/*,audio/*,video/*,.pdf,.txt,.csv,.doc,.docx,.xls,.xlsx"


class _ManyInput(forms.FileInput):
    """A picker of several files."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Any number of files."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - as the framework's own
        super().__init__(widget=_ManyInput(attrs={"accept": _TAKEN}), **given)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401
        """Return the files; what they are is looked at where they are stored."""
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(ManyFiles, self).clean(one, initial) for one in given]
        return [one for one in cleaned if one]


class FilesForm(WindowForm):
    """What the victim has."""

    evidence = ManyFiles(label="window_files", required=False)
