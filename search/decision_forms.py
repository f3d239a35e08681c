"""The form for a decision: the page is chosen among what a search finds, and the list it makes is shown before."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from search import text
from search.contract import get_provider
from search.deciding import Decisions, decisions_of
from search.models import SearchDecision, SearchDocument
from search.query import SearchQuery, normalised
from search.results import Result, results_for
from search.rule_forms import language_of, place_choices

_OFFERED = 10


class DecisionForm(WagtailAdminModelForm):
    """Pages to choose from are those that `look` finds, or else the question itself: those that may be in the way."""

    look = forms.CharField(
        label=_("look for the page"),
        required=False,
        max_length=text.MAX_QUERY_LENGTH,
        help_text=_("Words of its title, or its key. Left empty: what the question finds now. Then “Find pages”."),
    )
    key = forms.ChoiceField(label=_("page"), widget=forms.RadioSelect)
    community = forms.ChoiceField(label=_("holds for"), required=False)

    class Meta:
        model = SearchDecision
        fields = ["query", "look", "key", "verdict", "position", "community", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices, is_required = place_choices(self.for_user, self.instance.community)
        self.fields["community"].choices = choices
        self.fields["community"].required = is_required
        self.fields["key"].choices = self._pages()
        for name in ("look", "key", "community"):
            self.fields[name].label = capfirst(self.fields[name].label)

    def _pages(self) -> list[tuple[str, str]]:
        scope = scope_of(self._said("community"))
        query, look = self._said("query"), self._said("look")
        found = {self.instance.key: title_of(self.instance.key)} if self.instance.key else {}
        if words := look or query:
            asked = SearchQuery(raw=words, language=language_of(words), community=scope, size=_OFFERED)
            results = results_for(asked, decisions=Decisions()).results
            found |= {result.key: label_of(result) for result in results}
        if look and (title := title_of(look, scope.code if scope else "")):
            found.setdefault(look, title)
        return list(found.items())

    def _said(self, name: str) -> str:
        if self.is_bound:
            return str(self.data.get(self.add_prefix(name), ""))
        return str(self.initial.get(name) or getattr(self.instance, name, "") or "")


def scope_of(code: str) -> Any:
    return get_provider().community(code) if code else None


def label_of(result: Result) -> str:
    whose = f" · {result.community.name}" if result.community else ""
    return f"{result.title} · {result.kind_label}{whose}"


def title_of(key: str, community: str | None = None) -> str:
    """Empty where nothing of this key is public there."""
    rows = SearchDocument.objects.filter(key=key, is_present=True).order_by("language", "pk")
    if community is not None:
        rows = rows.filter(community__in={"", community})
    row = rows.only("title").first()
    return row.title if row else ("" if community is not None else key)


def lists_by(decision: SearchDecision) -> Mapping[str, tuple[Result, ...]]:
    """What the question finds now, and with this unsaved decision: `before` and `after`."""
    asked = SearchDecision.objects.filter(
        asked=normalised(decision.query), community__in={"", decision.community}
    ).exclude(pk=decision.pk)
    query = SearchQuery(
        raw=decision.query,
        language=language_of(decision.query),
        community=scope_of(decision.community),
        size=_OFFERED,
    )
    saved = SearchDecision.objects.filter(pk=decision.pk).first() if decision.pk else None
    now = [*asked, saved] if saved and saved.asked == normalised(decision.query) else list(asked)
    return {
        "before": results_for(query, decisions=decisions_of(now)).results,
        "after": results_for(query, decisions=decisions_of([*asked, decision])).results,
    }
