"""Service guides from JSON Lines, CSV, XLSX, somebody's list by a mapping file, or a folder of HSDS."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.services.importing.guides import Plan, carry_out, plan_import
from portal.services.importing.lists import Lists
from portal.services.importing.records import CITY, GuideRecord
from portal.services.importing.sources import KINDS, Options, Source, read_records
from portal.services.importing.writing import Outcome
from portal.tables import FileProblem, Problems


class Command(BaseCommand):
    help = (
        "Import service guides: all of a file or, if anything in it is wrong, nothing. Known keys are updated, what is "
        "the same as at the last import stays as editors made it. Columns, mapping files and HSDS: "
        "docs/operators/import-guides.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="JSON Lines, CSV or XLSX; with --format hsds a folder of CSV files")
        add("--format", choices=KINDS, default="", help="what the file is, if its ending does not say")
        add("--encoding", default="", help="of CSV and JSON Lines that are not UTF-8, such as gb18030")
        add("--mapping", type=Path, metavar="FILE", help="YAML or TOML: which columns of the file are which fields")
        add("--community", default="", metavar="NAME", help="slug or code: whose guides these are, if a row does not "
            "say; rows of others are left out")  # fmt: skip
        add("--category", default="", metavar="CODE", help="for rows that have none")
        add("--language", default="en", metavar="CODE", help="with --format hsds: the language of its texts")
        add("--key-prefix", default="", metavar="TEXT", help="with --format hsds: put before the services' ids")
        add("--no-new-labels", action="store_true", help="unknown categories, audiences and life events are problems")
        add("--again", action="store_true", help="write guides that have not changed in the file too: what editors "
            "changed gives way to the file")  # fmt: skip
        add("--dry-run", action="store_true", help="check everything, say what would happen, change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        problems = Problems()
        lists = Lists(today=timezone.localdate())
        self._check_names(options, lists)
        try:
            source = read_records(file, self._options(options), problems)
        except FileProblem as error:
            raise CommandError(str(error)) from None
        plan = self._plan(source, lists, problems, options)
        self._refuse_problems(problems)
        self._say(source.notes, plan)
        if dry_run:
            self._say_plan(plan)
        else:
            self._carry_out(plan)

    def _check_names(self, options: dict[str, Any], lists: Lists) -> None:
        community, language = options["community"], options["language"]
        if community not in ("", CITY, *lists.communities):
            raise CommandError(_("There is no open community “%(name)s”.") % {"name": community})
        if language not in dict(settings.LANGUAGES):
            raise CommandError(_("“%(name)s” is not one of the site's languages.") % {"name": language})
        if not lists.indexes(CITY):
            raise CommandError(_("There is no city yet: manage.py create_city makes it."))

    def _options(self, options: dict[str, Any]) -> Options:
        return Options(**{name: options[name] for name in Options.__dataclass_fields__})

    def _plan(self, source: Source, lists: Lists, problems: Problems, options: dict[str, Any]) -> Plan:
        with self._bar(source.records, _("Checking")) as bar:
            return plan_import(
                records=source.records,
                lists=lists,
                problems=problems,
                community=options["community"],
                may_add_labels=not options["no_new_labels"],
                again=options["again"],
                progress=bar.update,
            )

    def _refuse_problems(self, problems: Problems) -> None:
        if problems:
            for problem in problems:
                self.stderr.write(str(problem))
            count = len(problems.found)
            raise CommandError(_("%(count)d problems, nothing was changed.") % {"count": count})

    def _carry_out(self, plan: Plan) -> None:
        try:
            with self._bar(plan.records, _("Importing")) as bar:
                done = carry_out(plan=plan, progress=bar.update)
        except IntegrityError:
            again = _("Somebody else is importing the same guides at this moment. Run this again when they are done.")
            raise CommandError(again) from None
        except ValidationError as error:
            reason = "; ".join(error.messages)
            raise CommandError(
                _("The site changed meanwhile (%(reason)s). Run this again.") % {"reason": reason}
            ) from None
        except OperationalError as error:
            names = {"reason": " ".join(str(error).split())[:200]}
            raise CommandError(_("The database did not take it (%(reason)s). Run this again.") % names) from None
        text = _("%(created)d guides created, %(updated)d updated, %(unchanged)d as they were.")
        self.stdout.write(self.style.SUCCESS(text % {outcome.value: done[outcome] for outcome in Outcome}))

    def _say(self, notes: list[str], plan: Plan) -> None:
        for note in notes:
            self.stderr.write(note)
        if plan.left_out:
            self.stdout.write(_("%(count)d rows of others were left out.") % {"count": plan.left_out})
        for model, values in plan.labels.new.items():
            if values:
                names = {"what": str(model._meta.verbose_name_plural), "codes": ", ".join(values)}
                self.stdout.write(
                    _("New %(what)s, named by their codes until somebody names them in the admin: %(codes)s.") % names
                )

    def _say_plan(self, plan: Plan) -> None:
        words = {Outcome.CREATED: _("new"), Outcome.UPDATED: _("changed")}
        for record in plan.records:
            if word := words.get(plan.outcomes[record.key]):
                self.stdout.write(f"{word}\t{record.key}\t{_title(record)}")
        text = _("Would create %(created)d guides, update %(updated)d and leave %(unchanged)d as they are.")
        self.stdout.write(text % {outcome.value: plan.counts[outcome] for outcome in Outcome})
        self.stdout.write(_("Dry run: nothing was changed."))

    @contextmanager
    def _bar(self, records: list[GuideRecord], label: str) -> Iterator[tqdm]:
        with tqdm(total=len(records), desc=label, unit="", disable=None, file=self.stderr) as bar:
            yield bar


def _title(record: GuideRecord) -> str:
    return next(iter(record.texts.values())).title
