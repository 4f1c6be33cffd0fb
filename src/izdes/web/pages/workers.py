"""Pages of those who work on cases: whoever holds no such post now is told that they are closed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from izdes.web.officers.reach import may_see_cases
from izdes.web.pages.frame import OfficerRequest

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer", bound=HttpResponseBase)
_View = Callable[Concatenate[OfficerRequest, _Given], _Answer]


def for_workers(view: _View[_Given, _Answer]) -> _View[_Given, _Answer]:
    """Let whoever works on cases see a page, and nobody else."""

    @login_required
    @wraps(view)
    def guarded(request: OfficerRequest, /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        if not may_see_cases(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
