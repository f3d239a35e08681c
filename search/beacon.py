"""Where a reader's browser says what was looked at, once the page is there: `navigator.sendBeacon`.

Pages may come from a cache, and their requests write nothing; this is a request of its own. It reads no cookie and sets
none, answers all the same whatever it is sent, and writes at most sums (`search.counting`). Who has no JavaScript is
not counted.
"""

import re

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search.asking import CODE
from search.conf import languages
from search.counting import Asked, count_question, count_view, is_new
from search.privacy import countable

#: A question of a hundred Chinese characters takes 900 bytes.
MAX_BODY = 1500
_ENTRY = re.compile(r"[A-Za-z0-9:_-]{1,100}")
_NUMBER = re.compile(r"[0-9]{1,4}")


@csrf_exempt  # it does nothing in anybody's name, and the pages that call it hold no token
@require_POST
def seen(request: HttpRequest, *, visitor: str) -> HttpResponse:
    """`visitor` tells networks apart. 204 for everything, also for nonsense: nobody is there to read more."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) <= MAX_BODY:
        _take(QueryDict(request.body), visitor)
    return HttpResponse(status=204)


def _take(sent: QueryDict, visitor: str) -> None:
    kind = sent.get("kind", "")
    if kind == "view":
        _view(sent.get("id", ""), visitor)
    elif kind in ("search", "click"):
        community, language, words = sent.get("community", ""), sent.get("lang", ""), countable(sent.get("q", ""))
        if words and language in languages() and (not community or CODE.fullmatch(community)):
            _question(kind, Asked(community, language, words), sent.get("number", ""), visitor)


def _view(entry_id: str, visitor: str) -> None:
    if _ENTRY.fullmatch(entry_id) and is_new("view", entry_id, visitor):
        count_view(entry_id)


def _question(kind: str, asked: Asked, number: str, visitor: str) -> None:
    """`number`: how many were found, or the place of the one that was chosen."""
    if not _NUMBER.fullmatch(number) or not is_new(kind, f"{asked.community}\n{asked.words}", visitor):
        return
    if kind == "search":
        count_question(asked, visits=1, empty=int(int(number) == 0))
    elif int(number) > 0:
        count_question(asked, clicks=1, places=int(number))
