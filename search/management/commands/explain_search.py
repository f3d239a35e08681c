"""Why a question is answered as it is."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.conf import languages
from search.contract import get_provider
from search.deadline import patiently
from search.deciding import decisions_for
from search.explaining import explanations_for, lines_of
from search.query import MAX_SIZE, Plan, SearchQuery, plans_for
from search.results import Result, results_for
from search.rules import lexicon_for


class Command(BaseCommand):
    help = "Show what is looked for, in which wordings, and why each result stands where it stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--lang", default=settings.LANGUAGE_CODE, choices=languages())
        parser.add_argument("--community", default="", help="slug or code of the reader's community")
        parser.add_argument("--size", type=int, default=10, choices=range(1, MAX_SIZE + 1), metavar=f"1-{MAX_SIZE}")

    def handle(self, *args: Any, query: str, lang: str, community: str, size: int, **options: Any) -> None:
        scope = get_provider().community(community) if community else None
        if community and scope is None:
            raise CommandError(f"There is no open community {community!r}.")
        for language, plan in plans_for(query, lexicon_for(scope)).items():
            self._plan(language, plan)
        asked = SearchQuery(raw=query, language=lang, community=scope, size=size)
        with patiently():
            found = results_for(asked)
            explanations = explanations_for(asked, found)
        self.stdout.write(f"\n{found.total} found ({found.engine})")
        for place, (result, explanation) in enumerate(zip(found.results, explanations, strict=True), 1):
            self._result(place, result, lines_of(explanation))
        for key, whose in decisions_for(asked).hidden.items():
            self.stdout.write(f"  -  hidden by {whose}: {key}")

    def _plan(self, language: str, plan: Plan) -> None:
        self.stdout.write(f"In {language}:")
        for variant in plan.variants:
            self.stdout.write(f"  words     {variant.words}  x {variant.weight:.2f}")
        for way in plan.readings if language.startswith("zh") else ():
            self.stdout.write(f"  sound     {' '.join(way)}")
        if plan.initials and language.startswith("zh"):
            self.stdout.write(f"  initials  {plan.initials}")
        if plan.homophone:
            self.stdout.write(f"  sounds like {' '.join(plan.homophone)}")

    def _result(self, place: int, result: Result, explained: Sequence[str]) -> None:
        owner = result.community.slug if result.community else "city"
        self.stdout.write(
            f"{place:3}  {result.score:8.3f}  {result.stage.value:14} {result.key} ({owner}): {result.title}"
        )
        for line in (*explained, *result.why):
            self.stdout.write(f"       {line}")
