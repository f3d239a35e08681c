"""A page of plain text: what the city or a community says of itself that is no service, news or event."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from portal.also_known_as import AlsoKnownAs
from portal.blocks import TextBlocks
from portal.communities.addresses import is_of_the_portal
from portal.communities.current import community_of
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.home.choices import PageKind
from portal.home.json_ld import web_page_json_ld
from portal.meta import Crumb
from portal.pages import PortalPage, SearchValues
from portal.plain_text import text_of_stream


class InformationPage(AlsoKnownAs, PortalPage):
    """A statement, an introduction, how to get here. The city's are linked from the foot of every page, if it wants."""

    summary = models.TextField(_("summary"), max_length=300, help_text=_("One or two sentences: what it says."))
    body = StreamField(TextBlocks(), verbose_name=_("text"))

    search_kind = PageKind.INFORMATION.value
    parent_page_types: ClassVar[list[str]] = ["home.CityHomePage", "home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list] = [*PortalPage.content_panels, "summary", "body", "keywords"]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def clean(self) -> None:
        super().clean()
        if is_of_the_portal(self.slug):
            raise ValidationError({"slug": _("“%(slug)s” is an address of the site itself.") % {"slug": self.slug}})
        # Also of one that is being prepared and has no page yet.
        if Community.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("“%(slug)s” is the address of a community.") % {"slug": self.slug}})

    def get_description(self) -> str:
        return self.summary

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        community = community_of(request)
        return [Crumb(str(community or _("Home")), home_url(request, community))]

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return web_page_json_ld(self, self.get_canonical(request))

    def search_values(self) -> SearchValues:
        return SearchValues(summary=self.summary, body=text_of_stream(self.body))
