"""The search report: what residents ask, what they do not find, and a way from each row to what mends it."""

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from search.asking import community_for
from search.contract import EditorPlaces, get_provider
from search.report import PERIODS, WITHHELD_BELOW, AskedRow, Show, asked_rows

#: What a spreadsheet would take for a formula, also after blanks that it drops.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CITY = "city"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A row with the name of its place and the addresses of what may help."""

    row: AskedRow
    place: str
    synonym_url: str
    pin_url: str
    keyword_url: str


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """`?days=30&show=empty&place=CODE`; a community's editors see their communities, administrators all places."""

    template_name = "search/admin/report.html"
    page_title = gettext_lazy("Search report")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.places:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def places(self) -> EditorPlaces:
        return get_provider().editor_places(self.request.user)

    @cached_property
    def days(self) -> int:
        given = self.request.GET.get("days", "")
        return int(given) if given in map(str, PERIODS) else 30

    @cached_property
    def show(self) -> Show:
        given = self.request.GET.get("show", "")
        return Show(given) if given in list(Show) else Show.ALL

    @cached_property
    def place(self) -> str:
        """A code, CITY, or empty for all there are for this person. An administrator may type a slug."""
        given = self.request.GET.get("place", "").strip()
        if not self.places.is_city:
            return given if given in self.places.communities else ""
        scope = community_for(given) if given not in ("", CITY) else None
        return scope.code if scope else given if given == CITY else ""

    @cached_property
    def rows(self) -> Sequence[AskedRow]:
        return asked_rows(self._codes(), days=self.days, show=self.show)

    def _codes(self) -> Collection[str] | None:
        if self.place:
            return ["" if self.place == CITY else self.place]
        return None if self.places.is_city else list(self.places.communities)

    def lines(self) -> list[ReportLine]:
        codes = sorted({row.community for row in self.rows} - {""})
        scopes = get_provider().communities(codes) if codes else {}
        names = {code: scope.name for code, scope in scopes.items()} | dict(self.places.communities)
        return [self._line(row, str(names.get(row.community, row.community)) or _("Whole city")) for row in self.rows]

    def _line(self, row: AskedRow, place: str) -> ReportLine:
        here = {"community": row.community}
        synonym = urlencode({"kind": "one-way", "words": row.asked, **here})
        return ReportLine(
            row,
            place,
            f"{reverse('search_rules:add')}?{synonym}",
            f"{reverse('search_decisions:add')}?{urlencode({'query': row.asked, **here})}",
            get_provider().keyword_url(row.asked),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = {"days": self.days, "show": self.show.value, "place": self.place}
        return super().get_context_data(**kwargs) | {
            "lines": self.lines(),
            "chosen": chosen,
            "periods": PERIODS,
            "shows": [
                (Show.ALL.value, _("All questions")),
                (Show.EMPTY.value, _("Nothing found")),
                (Show.UNCHOSEN.value, _("Nothing chosen")),
            ],
            "places": self.places,
            "least": WITHHELD_BELOW,
            "csv_url": f"{reverse('search_report:csv')}?{urlencode(chosen)}",
        }


class ReportFileView(ReportView):
    """The same as CSV, with the mark by which spreadsheets know UTF-8."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(map(str, _heads()))
        for line in self.lines():
            row = line.row
            cells = [row.asked, line.place, row.visits, row.empty, row.clicks, row.place or ""]
            writer.writerow(safe_cell(cell) for cell in cells)
        headers = {"Content-Disposition": f'attachment; filename="search-{self.show.value}-{self.days}.csv"'}
        content = b"\xef\xbb\xbf" + out.getvalue().encode()
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _heads() -> list[str]:
    return [_("Question"), _("Asked in"), _("Asked"), _("Nothing found"), _("Chosen"), _("Place of what was chosen")]


def safe_cell(value: object) -> str:
    """With an apostrophe before what a spreadsheet would work out."""
    written = str(value)
    return f"'{written}" if written.startswith(_FORMULA) or written.lstrip(" \u3000").startswith(_FORMULA) else written


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(get_provider().editor_places(request.user))


class ReportViewSet(ViewSet):
    name = "search_report"
    url_prefix = "search_report"
    icon = "history"
    menu_label = gettext_lazy("Search report")
    menu_item_class = ReportMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(ReportView), name="index"),
            path("csv/", self.construct_view(ReportFileView), name="csv"),
        ]
