"""Alerts, of the city unless a community is given, from an hour ago until tomorrow."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.home.models import Alert
from portal.names import Names


class AlertFactory(DjangoModelFactory):
    class Meta:
        model = Alert

    titles = Names({"en": "Typhoon tonight"})
    starts_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
