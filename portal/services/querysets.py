from django.apps import apps
from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from wagtail.query import PageQuerySet

from portal.names import fallback_order


class GuideQuerySet(PageQuerySet):
    def of_city(self) -> "GuideQuerySet":
        return self.filter(community=None)

    def in_best_language(self, language: str | None = None) -> "GuideQuerySet":
        """Each live guide once: in `language` (default: the active one), else in the next that has it live."""
        order = fallback_order(language)
        rank = Case(
            *(When(locale__language_code=code, then=Value(place)) for place, code in enumerate(order)),
            default=Value(len(order)),
            output_field=IntegerField(),
        )
        better = self.model._default_manager.live().filter(translation_key=OuterRef("translation_key"))
        better = better.order_by().annotate(language_rank=rank).filter(language_rank__lt=OuterRef("language_rank"))
        return self.live().annotate(language_rank=rank).exclude(Exists(better))

    def listed(self, language: str | None = None) -> "GuideQuerySet":
        """Once each and without the long texts, most read first."""
        guides = self.in_best_language(language).select_related("locale", "category", "community")
        return guides.defer_streamfields().defer("body").order_by("-popularity", "title", "pk")


class OverlayQuerySet(QuerySet):
    def with_city_version(self) -> "OverlayQuerySet":
        """Annotate `city_version`: when the city's text was last published, None where it is live no more.

        Of its languages the first in LANGUAGES counts: the others are translations, and a late one is no new text.
        """
        guides = apps.get_model("services", "GuidePage").objects.of_city().order_by()
        first_language, _label = settings.LANGUAGES[0]
        version = guides.in_best_language(first_language).filter(translation_key=OuterRef("guide_key"))
        return self.annotate(city_version=Subquery(version.values("last_published_at")[:1]))

    def behind_city_text(self) -> "OverlayQuerySet":
        """Shown ones that were last looked at before the city published its present text."""
        return self.with_city_version().filter(hidden=False, city_version__gt=F("city_version_seen"))
