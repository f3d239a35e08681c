"""Single rows edited in the admin announce themselves as imports do; rows deleted with their year leave it
to the year.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from portal.hours.actions import announce_after_commit, announce_terms_after_commit
from portal.hours.models import Holiday, HolidayYear, SchoolTerm


@receiver(post_save, sender=Holiday, dispatch_uid="hours.holiday_saved")
def holiday_saved(instance: Holiday, **_kwargs: Any) -> None:
    announce_after_commit(years={instance.notice_id}, dates={instance.date})


@receiver(post_delete, sender=Holiday, dispatch_uid="hours.holiday_deleted")
def holiday_deleted(instance: Holiday, origin: Any, **_kwargs: Any) -> None:
    if isinstance(origin, Holiday):
        announce_after_commit(years={instance.notice_id}, dates={instance.date})


@receiver(post_save, sender=HolidayYear, dispatch_uid="hours.holiday_year_saved")
def holiday_year_saved(instance: HolidayYear, **_kwargs: Any) -> None:
    announce_after_commit(years={instance.year}, dates=())


@receiver(pre_delete, sender=HolidayYear, dispatch_uid="hours.holiday_year_deleted")
def holiday_year_deleted(instance: HolidayYear, **_kwargs: Any) -> None:
    announce_after_commit(years={instance.year}, dates=list(instance.days.values_list("date", flat=True)))


@receiver((post_save, post_delete), sender=SchoolTerm, dispatch_uid="hours.term_changed")
def term_changed(instance: SchoolTerm, **_kwargs: Any) -> None:
    announce_terms_after_commit([instance.key])
