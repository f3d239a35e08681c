"""Set what the city says of a plugin."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.communities.models import District, Street
from portal.plugins.actions import set_policy
from portal.plugins.choices import Level, Policy
from portal.plugins.planning import PolicyPlan, plan_policy
from portal.plugins.registry import installed
from portal.plugins.rules import name_of
from portal.plugins.scope import NoSuchPlace, Scope
from portal.plugins.starting import communities_to_tell, tell_plugin

NOTHING_DONE = 2
TAKE_BACK = "none"


class Command(BaseCommand):
    help = (
        "Say whether communities may have a plugin: available, required or withheld; for all, or for one district or "
        "street office, where `none` takes the exception back. Exit code 2: nothing was done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY", help="the plugin's key; `manage.py plugins` lists them")
        parser.add_argument("policy", metavar="POLICY", choices=[*Policy.values, TAKE_BACK], help="or `none`")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--district", metavar="CODE")
        where.add_argument("--street", metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args: Any, key: str, policy: str, dry_run: bool, **options: Any) -> None:
        if key not in installed():
            raise CommandError(_("No plugin named “%(key)s” is installed.") % {"key": key}, returncode=NOTHING_DONE)
        district, street = place_of(options)
        chosen = None if policy == TAKE_BACK else Policy(policy)
        plan = plan_policy(key, chosen, district=district, street=street)
        if not dry_run:
            try:
                set_policy(key, chosen, district=district, street=street)
            except ValidationError as error:
                raise CommandError("; ".join(error.messages), returncode=NOTHING_DONE) from None
            self.tell(key)
        self.say(plan, dry_run=dry_run)

    def tell(self, key: str) -> None:
        """What the background worker does as well; here one can watch it."""
        if installed()[key].level == Level.CITY:
            return tell_plugin(key, None)
        with tqdm(list(communities_to_tell(key).with_street()), unit="", disable=None, file=self.stderr) as bar:
            for community in bar:
                tell_plugin(key, community)

    def say(self, plan: PolicyPlan, *, dry_run: bool) -> None:
        if dry_run:
            for communities, what in ((plan.goes_on, _("would go on")), (plan.goes_off, _("would go off"))):
                for community in communities:
                    self.stdout.write(f"{community.slug}: {what}")
        for lack in plan.lacks:
            values = {"plugin": name_of(lack.plugin), "needed": name_of(lack.needed), "count": lack.communities}
            text = _("“%(plugin)s” is on without “%(needed)s”, which it needs, in %(count)d communities.")
            self.stderr.write(self.style.WARNING(text % values))
        values = {"on": len(plan.goes_on), "off": len(plan.goes_off)}
        message = _("Would go on: %(on)d, off: %(off)d.") if dry_run else _("On: %(on)d, off: %(off)d.")
        self.stdout.write(self.style.SUCCESS(message % values))


def place_of(options: dict[str, Any]) -> tuple[District | None, Street | None]:
    codes = {name: [options[name]] if options[name] else [] for name in ("district", "street")}
    try:
        scope = Scope.of_codes(districts=codes["district"], streets=codes["street"])
    except NoSuchPlace as error:
        raise CommandError(_("There is no such place: %s") % error, returncode=NOTHING_DONE) from None
    return next(iter(scope.districts), None), next(iter(scope.streets), None)
