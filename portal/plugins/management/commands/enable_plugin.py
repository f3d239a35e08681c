"""Switch a plugin on (or off) in many communities."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.communities.models import Community
from portal.plugins.actions import disable_plugin, enable_plugin
from portal.plugins.bulk import switch_each
from portal.plugins.choices import Level
from portal.plugins.planning import SwitchPlan, plan_switch
from portal.plugins.registry import installed
from portal.plugins.scope import NoSuchPlace, Scope

REFUSED, NOTHING_DONE = 1, 2


class Command(BaseCommand):
    help = (
        "Switch a plugin on in communities, each in a transaction of its own: stopped half-way, run it again. "
        "Exit code 1: it was refused somewhere; 2: nothing was done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY", help="the plugin's key; `manage.py plugins` lists them")
        parser.add_argument("--community", nargs="+", default=[], metavar="SLUG", help="addresses or official codes")
        parser.add_argument("--district", nargs="+", default=[], metavar="CODE")
        parser.add_argument("--street", nargs="+", default=[], metavar="CODE")
        parser.add_argument("--all", action="store_true", help="the whole city; the only one for plugins of its level")
        parser.add_argument("--off", action="store_true", help="switch it off instead")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, key: str, off: bool, dry_run: bool, **options: Any) -> None:
        plugin, scope = installed().get(key), scope_of(options)
        if plugin is None:
            raise CommandError(_("No plugin named “%(key)s” is installed.") % {"key": key}, returncode=NOTHING_DONE)
        if plugin.level == Level.CITY:
            return self.switch_in_city(key, scope, on=not off, dry_run=dry_run)
        plan = plan_switch(key, scope.find(), on=not off)
        lines = [f"{community.slug}: {refusal}" for community, refusal in plan.refused]
        if dry_run:
            self.say(plan, on=not off)
            changed = len(plan.changes)
        else:
            changed = self.carry_out(key, plan.changes, lines, on=not off)
        for line in lines:
            self.stderr.write(line)
        values = {"changed": changed, "unchanged": plan.unchanged, "refused": len(lines)}
        if dry_run:
            message = _("%(changed)d would change, %(unchanged)d are as wanted already, %(refused)d would be refused.")
        else:
            message = _("%(changed)d changed, %(unchanged)d were as wanted already, %(refused)d were refused.")
        if lines:
            raise CommandError(message % values, returncode=REFUSED)
        self.stdout.write(self.style.SUCCESS(message % values))

    def say(self, plan: SwitchPlan, *, on: bool) -> None:
        for community in plan.changes:
            self.stdout.write(f"{community.slug}: {_('would go on') if on else _('would go off')}")

    def carry_out(self, key: str, communities: tuple[Community, ...], lines: list[str], *, on: bool) -> int:
        """How many were switched; for each of the others there is a line more."""
        changed = 0
        with tqdm(communities, unit="", disable=None, file=self.stderr) as bar:
            for switched in switch_each(key, bar, on=on, by=None):
                if switched.refusal or switched.has_failed:
                    why = switched.refusal or _("The database refused; the log says why.")
                    lines.append(f"{switched.community.slug}: {why}")
                else:
                    changed += 1
        return changed

    def switch_in_city(self, key: str, scope: Scope, *, on: bool, dry_run: bool) -> None:
        if not scope.is_whole_city:
            raise CommandError(_("This plugin works for the whole city: give --all."), returncode=NOTHING_DONE)
        if dry_run:
            self.stdout.write(_("would go on") if on else _("would go off"))
            return
        try:
            (enable_plugin if on else disable_plugin)(key)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages), returncode=REFUSED) from None


def scope_of(options: dict[str, Any]) -> Scope:
    """Exactly one way of saying where."""
    if bool(options["community"] or options["district"] or options["street"]) == options["all"]:
        raise CommandError(_("Give --community, --district, --street or --all."), returncode=NOTHING_DONE)
    try:
        return Scope.of_codes(
            communities=options["community"], districts=options["district"], streets=options["street"]
        )
    except NoSuchPlace as error:
        raise CommandError(_("There is no such place: %s") % error, returncode=NOTHING_DONE) from None
