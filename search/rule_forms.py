"""The form for a rule, and what the rule would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from search import text
from search.contract import get_provider
from search.models import SearchRule
from search.query import SearchQuery
from search.results import results_for
from search.rules import lexicon_of

_TRIED = 6
_SHOWN = 3


class RuleForm(WagtailAdminModelForm):
    """Editors choose among their communities; the city's administrators write the city's rules."""

    community = forms.ChoiceField(label=_("holds for"), required=False)
    questions = forms.CharField(
        label=_("try it with"),
        required=False,
        max_length=500,
        help_text=_("Questions as residents type them, with commas between. Left empty: the words above."),
    )

    class Meta:
        model = SearchRule
        fields = ["kind", "words", "targets", "community"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.community or str(self.initial.get("community") or "")
        choices, is_required = place_choices(self.for_user, kept)
        self.fields["community"].choices = choices
        self.fields["community"].required = is_required


def place_choices(user: Any, kept: str) -> tuple[list[tuple[str, Any]], bool]:
    """Where this editor may steer the search, and whether she must say where. `kept` is where it holds already."""
    places = get_provider().editor_places(user)
    if not places.is_city:
        return list(places.communities.items()), True
    choices: list[tuple[str, Any]] = [("", _("Whole city"))]
    if kept:
        choices += [(code, scope.name) for code, scope in get_provider().communities([kept]).items()] or [(kept, kept)]
    return choices, False


@dataclass(frozen=True, slots=True)
class Change:
    """The first titles a question finds without the rule and with it."""

    question: str
    before: Sequence[str]
    after: Sequence[str]

    @property
    def columns(self) -> tuple[Sequence[str], Sequence[str]]:
        return self.before, self.after


def changes_by(rule: SearchRule, questions: Sequence[str]) -> list[Change]:
    """What an unsaved rule would do to these questions, or to its own words, in its place and the site's languages."""
    scope = get_provider().community(rule.community) if rule.community else None
    others = list(SearchRule.objects.filter(community__in={"", rule.community}).exclude(pk=rule.pk))
    without, with_it = lexicon_of(others), lexicon_of([*others, rule])
    changes = []
    for question in (questions or [*rule.word_list, *rule.target_list])[:_TRIED]:
        query = SearchQuery(raw=question, language=language_of(question), community=scope, size=_SHOWN)
        titles = [[result.title for result in results_for(query, each).results] for each in (without, with_it)]
        changes.append(Change(question, *titles))
    return changes


def language_of(question: str) -> str:
    """Chinese where there is a Chinese character; rules are tried where their words are typed."""
    is_chinese = any(map(text.is_han, text.words(text.fold(question))))
    codes = [code for code, _name in settings.LANGUAGES if code.startswith("zh") == is_chinese]
    return codes[0] if codes else settings.LANGUAGE_CODE
