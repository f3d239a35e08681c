"""The demo city: made at the first run; later runs add what is missing and move the dates of untouched pages."""

from argparse import ArgumentParser
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.demo.seeding.activities import seed_activities
from portal.demo.seeding.alerts import seed_alerts
from portal.demo.seeding.city import seed_city
from portal.demo.seeding.classes import seed_classes
from portal.demo.seeding.communities import seed_communities
from portal.demo.seeding.days import seed_days
from portal.demo.seeding.elevators import seed_elevators
from portal.demo.seeding.guides import seed_guides, seed_overlays
from portal.demo.seeding.logins import seed_logins
from portal.demo.seeding.notices import seed_notices
from portal.demo.seeding.renovation import seed_renovation
from portal.demo.seeding.search_rules import seed_search_rules
from portal.demo.seeding.statements import seed_statements
from portal.demo.seeding.volunteer_work import seed_volunteer_work
from portal.demo.seeding.volunteers import seed_volunteers


class Command(BaseCommand):
    help = "Fill the database with the demo city. Safe to run again: what was edited stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="the day dates are relative to (YYYY-MM-DD)"
        )

    def handle(self, *args: Any, today: date | None, **options: Any) -> None:
        today = today or timezone.localdate()
        address = urlsplit(settings.PORTAL_BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        seed_city(hostname=address.hostname or "localhost", port=port)
        seed_days()
        seed_communities(today=today)
        seed_activities(today=today)
        seed_volunteers(today=today)
        seed_notices(today=today)
        seed_classes(today=today)
        seed_alerts()
        seed_guides(today=today)
        seed_overlays()
        seed_renovation(today=today)
        seed_elevators(today=today)
        seed_search_rules()
        seed_statements(today=today)
        seed_logins()
        seed_volunteer_work(today=today)
        self.stdout.write(self.style.SUCCESS("The demo city is ready."))
