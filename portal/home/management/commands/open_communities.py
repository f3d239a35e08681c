"""Open communities: home pages in every language, and what each app keeps below them."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import Q
from django.utils.translation import gettext as _
from tqdm import tqdm
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.home.actions import CityMissing, open_community


class Command(BaseCommand):
    help = (
        "Open communities, each in a transaction of its own: stopped half-way, run it again. Communities that are "
        "open get only what is missing, such as pages of apps that came later; archived ones are left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help="official codes or addresses (slugs)")
        parser.add_argument("--all", action="store_true", help="all communities that are not archived")

    def handle(self, *args: Any, codes: Sequence[str], **options: Any) -> None:
        communities = self.chosen(codes, everything=options["all"])
        opened = completed = 0
        failed: list[str] = []
        # New pages refer to nothing but their community: an index of who uses what is not worth a sixth of the time.
        with disable_reference_index_auto_update(), tqdm(communities, unit="", disable=None, file=self.stderr) as bar:
            for community in bar:
                try:
                    result = open_community(community=community)
                except CityMissing:
                    raise CommandError(_("There is no city yet: run create_city first.")) from None
                except (DatabaseError, ValidationError) as error:
                    failed.append(f"{community.code} {community}: {one_line(error)}")
                    continue
                opened += result.status
                completed += bool(result) and not result.status
        for line in failed:
            self.stderr.write(line)
        values = {"opened": opened, "completed": completed, "rest": len(communities) - opened - completed - len(failed)}
        message = _("%(opened)d communities opened, %(completed)d given what they lacked, %(rest)d had everything.")
        self.stdout.write(self.style.SUCCESS(message % values))
        if failed:
            raise CommandError(_("%(count)d communities could not be opened.") % {"count": len(failed)})

    def chosen(self, codes: Sequence[str], *, everything: bool) -> list[Community]:
        if bool(codes) == everything:
            raise CommandError(_("Give either codes or --all."))
        communities = Community.objects.exclude(status=CommunityStatus.ARCHIVED).select_related("street")
        if everything:
            return list(communities)
        known = list(communities.filter(Q(code__in=codes) | Q(slug__in=codes)))
        unknown = sorted(set(codes) - {community.code for community in known} - {c.slug for c in known})
        if unknown:
            raise CommandError(_("No community, or an archived one: %(codes)s") % {"codes": ", ".join(unknown)})
        return known


def one_line(error: Exception) -> str:
    text = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return " ".join(text.split())
