"""A notice of a community: to all, or to those in some compounds or buildings."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import Panel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, PageManager, PagePermissionTester
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.also_known_as import AlsoKnownAs
from portal.blocks import PHONE_VALIDATOR
from portal.communities.models import Building, Community, Compound
from portal.communities.rules import Anyone
from portal.freshness import bound_freshness
from portal.meta import Crumb
from portal.notices.addresses import notice_url, notices_url
from portal.notices.choices import NoticeKind
from portal.notices.forms import NoticeForm
from portal.notices.json_ld import notice_json_ld
from portal.notices.models.announced import note_files
from portal.notices.page_policy import AnnouncementPermissions
from portal.notices.panels import NOTICE_PANELS
from portal.notices.pasting import clean_line, clean_rich_text
from portal.notices.shared import notice_values
from portal.notices.wording import facts_of, shortened, targets_text
from portal.pages import PortalPage, SearchValues, ShareValues
from portal.pictures import Picture, pictures_of
from portal.plain_text import text_of_html

#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = [
    "community",
    "kind",
    "takes_place_from",
    "takes_place_until",
    "period_from",
    "period_until",
    "objections_until",
    "objections_phone",
    "lists_persons",
]
FEATURES = ["h3", "bold", "ol", "ul", "link", "document-link"]


class NoticePage(AlsoKnownAs, PortalPage):
    """`community` is always the index's, see `save`. A public announcement expires with its last day."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="notices", verbose_name=_("community")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind, default=NoticeKind.NOTICE)
    summary = models.TextField(
        _("summary"), max_length=300, blank=True, help_text=_("Left empty: how the text begins.")
    )
    body = RichTextField(_("text"), features=FEATURES)
    pictures = StreamField([("picture", ImageBlock())], blank=True, verbose_name=_("pictures"))
    attachments = StreamField([("document", DocumentChooserBlock())], blank=True, verbose_name=_("files to download"))

    takes_place_from = models.DateTimeField(_("from"), null=True, blank=True)
    takes_place_until = models.DateTimeField(_("until"), null=True, blank=True)

    period_from = models.DateField(_("first day"), null=True, blank=True)
    period_until = models.DateField(_("last day"), null=True, blank=True)
    concerns = models.CharField(
        _("what it concerns"),
        max_length=200,
        blank=True,
        help_text=_("The decision, list or plan made public."),
    )
    objections_to = models.CharField(
        _("where to object"), max_length=200, blank=True, help_text=_("Room, letter box or person.")
    )
    objections_until = models.DateField(
        _("object until"), null=True, blank=True, help_text=_("Left empty: the last day of the announcement.")
    )
    objections_phone = models.CharField(
        _("phone for objections"), max_length=30, blank=True, validators=[PHONE_VALIDATOR]
    )
    lists_persons = models.BooleanField(
        _("it lists persons"),
        default=False,
        help_text=_("Names of tenants or people on benefits, say: neither this site’s search nor others find it then."),
    )

    objects = PageManager.from_queryset(PageQuerySet)()

    search_kind = NoticeKind.NOTICE.value
    parent_page_types: ClassVar[list[str]] = ["notices.NoticeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = NoticeForm
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, *NOTICE_PANELS]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in COPIED_FIELDS),
    ]

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                name="notices_period_in_order",
                condition=Q(period_from=None) | Q(period_until=None) | Q(period_until__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="notices_takes_place_in_order",
                condition=Q(takes_place_from=None)
                | Q(takes_place_until=None)
                | Q(takes_place_until__gte=F("takes_place_from")),
            ),
        ]

    # Whose it is, and how long it stands

    def save(self, *args: Any, **kwargs: Any) -> None:
        index = self.get_parent()
        if index:
            self.community_id = index.specific.community_id
        title: str = self.title  # type: ignore[has-type]  # a field of Page, which has no types
        self.title, self.body = clean_line(title), clean_rich_text(self.body)
        self._end_with_its_period()
        super().save(*args, **kwargs)
        self._note_files()

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        revision = super().save_revision(*args, **kwargs)
        self._note_files()
        return revision

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """What is published from a revision ends with its period, too."""
        page = super().with_content_json(content)
        page._end_with_its_period()
        return page

    def _end_with_its_period(self) -> None:
        if self.kind == NoticeKind.ANNOUNCEMENT and self.period_until:
            self.expire_at = end_of(self.period_until)

    def _note_files(self) -> None:
        if self.kind == NoticeKind.ANNOUNCEMENT:
            note_files(self)

    @property
    def was_announced(self) -> bool:
        """It was made public by law: a record from then on, which stays of its kind and is not deleted by editors."""
        return self.kind == NoticeKind.ANNOUNCEMENT and self.first_published_at is not None

    def permissions_for_user(self, user: Anyone) -> PagePermissionTester:
        return (AnnouncementPermissions if self.was_announced else PagePermissionTester)(user, self)

    @property
    def is_over(self) -> bool:
        return self.expire_at is not None and self.expire_at <= timezone.now()

    def can_move_to(self, parent: Page) -> bool:
        """Within its community, whose compounds it names."""
        return super().can_move_to(parent) and getattr(parent.specific, "community_id", None) == self.community_id

    def clean(self) -> None:
        super().clean()
        pairs = [("takes_place_from", "takes_place_until"), ("period_from", "period_until")]
        for first, last in [*pairs, ("period_from", "objections_until")]:
            begins, ends = getattr(self, first), getattr(self, last)
            if begins and ends and ends < begins:
                raise ValidationError({last: _("This is before it begins.")})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Gone with its last day, whether or not `run_due` has been by."""
        if self.is_over:
            raise Http404
        bound_freshness(request, self.expire_at)
        return super().route(request, path_components)

    # What it says of itself

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "kind": NoticeKind(self.kind),
            "facts": facts_of(self),
            "for_whom": self.for_whom,
            "gallery": self.gallery,
            "files": [child.value for child in self.attachments if child.value],
            "all_url": notices_url(self.its_community, request) if self.its_community else "",
        }

    @cached_property
    def its_community(self) -> Community | None:
        """Also of a page that is being written and was never saved."""
        if self.community_id:
            return self.community
        index = self.get_parent() if self.path else None
        return index.specific.community if index else None

    @cached_property
    def for_whom(self) -> str:
        """`Lake Garden, buildings 3 and 4`; empty for the whole community. Two queries."""
        compounds = [row.compound for row in self.compound_rows.select_related("compound")]
        buildings = [row.building for row in self.building_rows.select_related("building__compound")]
        return targets_text(compounds, buildings)

    @cached_property
    def gallery(self) -> list[Picture]:
        return pictures_of(self.pictures)

    @property
    def lead(self) -> str:
        return self.summary or shortened(text_of_html(self.body))

    def get_description(self) -> str:
        return self.lead

    def get_address(self, request: HttpRequest, language: str) -> str:
        if self.its_community is None:
            return super().get_address(request, language)
        return notice_url(self.slug, self.its_community, request, language=language)

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        return [Crumb(gettext("Notices"), notices_url(self.its_community, request))] if self.its_community else []

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return notice_json_ld(self, self.get_canonical(request))

    @property
    def is_indexable(self) -> bool:
        return not self.lists_persons

    @classmethod
    def unlisted_pages(cls) -> QuerySet[Page]:
        return cls.objects.filter(lists_persons=True)

    def share_values(self, request: HttpRequest, **route: Any) -> ShareValues:
        return notice_values(self)

    # What search reads of it

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        """Lists of persons are looked up on paper, or by who knows where they stand."""
        return cls.objects.filter(lists_persons=False)

    def search_values(self) -> SearchValues:
        words = [text_of_html(self.body), self.concerns, self.objections_to]
        return SearchValues(kind=self.kind, summary=self.lead, body="\n".join(word for word in words if word))


def end_of(day: dt.date) -> dt.datetime:
    """The midnight after it, in the city's time."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))


# Ticks are rows, because wagtail-localize copies child relations to the other languages and leaves many-to-many
# fields behind.


class NoticeCompound(models.Model):
    page = ParentalKey(NoticePage, on_delete=models.CASCADE, related_name="compound_rows")
    compound = models.ForeignKey(Compound, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("compound__code",)
        constraints = [models.UniqueConstraint(fields=["page", "compound"], name="notices_compound_once")]

    def __str__(self) -> str:
        return str(self.compound)


class NoticeBuilding(models.Model):
    page = ParentalKey(NoticePage, on_delete=models.CASCADE, related_name="building_rows")
    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("building__compound__code", "building__number")
        constraints = [models.UniqueConstraint(fields=["page", "building"], name="notices_building_once")]

    def __str__(self) -> str:
        return str(self.building)
