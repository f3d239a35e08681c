"""How well a file of judged questions is answered, with the engine and without."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.conf import engine_settings
from search.deadline import EngineAway, patiently
from search.judging import Judgment, NotAJudgment, Rows, Scores, answered, judgments_in, scores, scores_by_tag
from search.results import keys_for

_ENGINES = ("elasticsearch", "basic")


class Command(BaseCommand):
    help = "Measure the search on a YAML file of judged questions (see docs/operators/search.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--engine", choices=_ENGINES, help="only this one; left out: each there is")
        parser.add_argument("--community", default="sunshine", help="slug, for questions that name none")
        parser.add_argument("--worse-than", type=float, default=0.0, metavar="NDCG", help="list questions below this")

    def handle(self, *args: Any, file: Path, engine: str | None, community: str, **options: Any) -> None:
        try:
            judgments = judgments_in(yaml.safe_load(file.read_text("utf-8-sig")), community=community)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, NotAJudgment) as error:
            raise CommandError(f"{file}: {error}") from error
        engines = [engine] if engine else _ENGINES if engine_settings() else ["basic"]
        for each in engines:
            self._report(each, judgments, options["worse_than"])

    def _report(self, engine: str, judgments: list[Judgment], worse_than: float) -> None:
        asked = tqdm(judgments, desc=engine, unit="question", disable=None)
        try:
            with patiently():
                rows = answered(asked, partial(keys_for, engine=engine))
        except EngineAway as error:
            raise CommandError(f"The search engine is away: {error}") from error
        self.stdout.write(
            f"\n{engine:14} {'questions':>9} {'nDCG@10':>8} {'MRR':>6} {'S@3':>6} {'zero':>6} {'noise':>5}"
        )
        self._line("all", scores(rows))
        for tag, found in sorted(scores_by_tag(rows).items()):
            self._line(tag, found)
        self._worst(rows, worse_than)

    def _line(self, name: str, found: Scores) -> None:
        means = f"{found.ndcg:8.3f} {found.mrr:6.3f} {found.success:6.3f} {found.zero:6.3f}"
        self.stdout.write(f"{name:14} {found.questions:9} {means} {found.noise:5}")

    def _worst(self, rows: Rows, worse_than: float) -> None:
        for judgment, keys in rows:
            own = scores([(judgment, keys)])
            if judgment.grades and own.ndcg < worse_than:
                self.stdout.write(f"{own.ndcg:.2f} {judgment.words!r} ({judgment.language}): {', '.join(keys[:5])}")
