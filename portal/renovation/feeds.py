"""Works notices as an Atom feed, of a community or of the whole city."""

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from portal.communities.choices import CommunityStatus
from portal.keeping import PAGES, kept
from portal.pages import absolute_url
from portal.renovation.addresses import feed_url, renovation_url
from portal.renovation.models import RenovationIndexPage
from portal.renovation.works_entries import WorksEntry, entries_of

LONGEST = 50


def works_feed(request: HttpRequest, index: RenovationIndexPage) -> HttpResponse:
    """The notices that changed last, those that are over included: readers catch up after a holiday."""
    community = index.community
    feed = Atom1Feed(
        title=f"{index.title} · {community}" if community else index.title,
        link=absolute_url(request, renovation_url(community, request)),
        feed_url=absolute_url(request, feed_url(community, request)),
        description=index.get_description(),
        language=get_language(),
    )
    for entry in latest_works(community.pk if community else None):
        address = absolute_url(request, f"/{get_language()}/{entry.community.slug}/{entry.path}")
        feed.add_item(
            title=f"{entry.title} · {entry.when}",
            link=address,
            description=" ".join(part for part in (entry.place, entry.text, entry.contact_text) if part),
            unique_id=f"tag:{request.get_host().split(':')[0]},2026:works-{entry.pk}",
            pubdate=entry.notice.published_at,
            updateddate=entry.notice.updated_at,
            author_name=str(entry.community),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{feed.content_type}")


@kept(PAGES)
def latest_works(community: int | None) -> list[WorksEntry]:
    which = {"project__community__status": CommunityStatus.OPEN}
    found = entries_of(**which, **({"project__community": community} if community else {}))
    return sorted(found, key=lambda entry: entry.notice.updated_at, reverse=True)[:LONGEST]
