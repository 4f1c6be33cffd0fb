"""What the victim has: pictures, receipts, chats; sent in one by one or many at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from izdes.web.window import drafts
from izdes.web.window.drafts import Draft
from izdes.web.window.pages.asking import around, is_change, onward
from izdes.web.window.pages.drafting import with_draft
from izdes.web.window.pages.forms.uploading import FilesForm
from izdes.web.window.pages.keeping import keep_files
from izdes.web.window.pages.languages import asked_language, remember_language, speak
from izdes.web.window.pages.limiting import limited


@require_http_methods(["GET", "POST"])
@with_draft
@limited("file", on="POST")
def files(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take files; without any, go on."""
    if request.method == "GET":
        return _shown(request, draft, FilesForm())
    form = FilesForm(request.POST, files=request.FILES)
    kept = keep_files(request, draft, form, "evidence") if form.is_valid() else None
    draft = drafts.open_draft(draft.token) or draft
    if chosen := asked_language(request):
        # A browser gives a file once: it is kept before the page speaks another language.
        speak(request, chosen)
        return remember_language(_shown(request, draft, FilesForm()), chosen)
    if kept is None:
        return _shown(request, draft, form, status=422)
    if "onward" in request.POST:
        return onward(request, draft, "files")
    return redirect(reverse("window_files") + ("?then=check" if is_change(request) else ""))


@require_POST
@with_draft
def drop(request: HttpRequest, draft: Draft, key: str) -> HttpResponse:
    """Take a file out."""
    drafts.drop_file(draft.token, key)
    return redirect(reverse("window_files") + ("?then=check" if is_change(request) else ""))


def _shown(
    request: HttpRequest, draft: Draft, form: FilesForm, *, status: int = 200
) -> HttpResponse:
    """Show what was handed in, and the picker."""
    context = {**around(request, draft, "files"), "form": form, "files": draft.files}
    return render(request, "window/files.html", context, status=status)
