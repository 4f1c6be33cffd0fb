"""The directory over HTTP: who signs for which body, and by which certificate."""

import base64
import json

from django.http import HttpRequest, HttpResponse, JsonResponse

from izdes.web.institutions.limiting import address_of, require_within
from izdes.web.institutions.problems import problems_told
from izdes.web.institutions.refusals import NoDirectory
from izdes.web.institutions.store import rows
from izdes.web.institutions.tokens import with_token

_LATEST = "SELECT content, digest, key, signature FROM institutions_directory_now()"


@problems_told
@with_token
def directory(request: HttpRequest) -> HttpResponse:
    """Give the latest directory with the office's signature over its content."""
    require_within("directory", address_of(request))
    found = rows(_LATEST)
    if not found:
        raise NoDirectory
    content, digest, key, signature = found[0]
    told = {
        "directory": json.loads(bytes(content)),
        "digest": digest,
        "key": key,
        "signature": base64.b64encode(bytes(signature)).decode(),
    }
    return JsonResponse(told)
