"""A notice in the editor: three fields publish it, whom it is for is the own community's, words are translated."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticeBuilding, NoticeCompound, NoticePage
from tests.factories.communities import BuildingFactory, CompoundFactory
from tests.factories.home import opened_community
from tests.factories.notices import make_file, make_notice, notice_index
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine(client: Client) -> Community:
    """Its editor is logged in."""
    community = opened_community(slug="sunshine")
    client.force_login(staff(community))
    return community


def sent(**values: Any) -> dict[str, Any]:
    """What the browser sends for a notice with nothing filled in but `values`."""
    ticks = {name: values.pop(name) for name in list(values) if name.endswith("_choices")}
    body = rich_text(values.pop("body", ""))
    blank = {"title": "", "slug": "", "kind": "notice", "summary": "", "comments": inline_formset([])}
    streams = {name: streamfield(values.pop(name, [])) for name in ("pictures", "attachments")}
    return nested_form_data({**blank, **streams, "body": body, **values}) | ticks


def add(client: Client, community: Community, **values: Any) -> Any:
    address = f"/admin/pages/add/notices/noticepage/{notice_index(community).pk}/"
    return client.post(address, sent(**values))


PUBLISH = {"action-publish": "1"}


def test_three_fields_publish_a_notice(client: Client, sunshine: Community) -> None:
    answer = add(client, sunshine, title="停水通知", body="<p>明天停水。</p>", **PUBLISH)
    notice = NoticePage.objects.get()
    assert (answer.status_code, notice.live, notice.kind, notice.community) == (302, True, "notice", sunshine)
    assert Client().get(f"/zh-hans/sunshine/notices/{notice.slug}/").status_code == 200


def test_rest_of_the_form_is_folded(client: Client, sunshine: Community) -> None:
    form = client.get(f"/admin/pages/add/notices/noticepage/{notice_index(sunshine).pk}/")
    panels = form.context["edit_handler"].children[0].children
    assert ["collapsed" in panel.classes() for panel in panels] == [False] * 3 + [True] * 4


def test_what_was_announced_stays_an_announcement(client: Client, sunshine: Community) -> None:
    """As a plain notice it could be deleted."""
    values = {"title": "公示", "body": "<p>x</p>", "period_until": "2099-01-01"}
    add(client, sunshine, **values, kind="announcement", **PUBLISH)
    notice = NoticePage.objects.get()
    client.post(f"/admin/pages/{notice.pk}/edit/", sent(**values, slug=notice.slug, kind="notice", **PUBLISH))
    notice.refresh_from_db()
    assert (notice.kind, notice.latest_revision.as_object().kind) == ("announcement", "announcement")
    assert notice.revisions.count() == 2


def test_announcement_is_asked_for_its_last_day(client: Client, sunshine: Community) -> None:
    values = {"title": "公示", "body": "<p>x</p>", "kind": "announcement"}
    refused = add(client, sunshine, **values, **PUBLISH)
    assert "period_until" in refused.context["form"].errors
    assert add(client, sunshine, **values).status_code == 302
    draft = NoticePage.objects.get()
    add(client, sunshine, **values, period_until="2099-01-01", **PUBLISH)
    assert [notice.live for notice in NoticePage.objects.order_by("pk")] == [False, True]
    assert client.get(f"/admin/pages/{draft.pk}/view_draft/").status_code == 200


def test_pasted_text_is_cleaned(client: Client, sunshine: Community) -> None:
    add(
        client,
        sunshine,
        title="\u3000停水\u200b通知",
        body="<p>\u3000\u3000各位居民：</p><p></p><p>· 储水</p>",
        **PUBLISH,
    )
    notice = NoticePage.objects.get()
    assert (notice.title, notice.body) == ("停水通知", "<p>各位居民：</p><ul><li>储水</li></ul>")


def test_compounds_and_buildings_are_the_own_ones(client: Client, sunshine: Community) -> None:
    own, other = CompoundFactory(community=sunshine), CompoundFactory(community=opened_community(slug="heping"))
    house, foreign = BuildingFactory(compound=own, number="3"), BuildingFactory(compound=other)
    values = {"title": "停水", "body": "<p>x</p>", **PUBLISH}
    refused = add(client, sunshine, compound_choices=[other.pk], building_choices=[foreign.pk], **values)
    assert set(refused.context["form"].errors) == {"compound_choices", "building_choices"}
    add(client, sunshine, compound_choices=[own.pk], building_choices=[house.pk], **values)
    notice = NoticePage.objects.get()
    assert [row.compound for row in notice.compound_rows.all()] == [own]
    assert [row.building for row in notice.building_rows.all()] == [house]


def test_file_of_another_community_cannot_be_attached(client: Client, sunshine: Community, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    own, other = make_file(sunshine, "own"), make_file(opened_community(slug="heping"), "other")
    for file, count in ((other, 0), (own, 1)):
        values = {"title": "x", "body": "<p>x</p>", **PUBLISH}
        add(client, sunshine, attachments=[("document", file.pk)], **values)
        assert NoticePage.objects.count() == count


def test_unsaved_notice_can_be_looked_at(client: Client, sunshine: Community) -> None:
    address = f"/admin/pages/add/notices/noticepage/{notice_index(sunshine).pk}/preview/"
    assert client.post(address, sent(title="停水", body="<p>Soon</p>", slug="tingshui")).json()["is_valid"]
    assert "Soon" in client.get(f"{address}?mode=").content.decode()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.EDITOR])
def test_neighbours_notices_are_out_of_reach(client: Client, role: Role) -> None:
    here, there = opened_community(slug="sunshine"), opened_community(slug="heping")
    notice = make_notice(community=there, live=False, title="Secret plan")
    client.force_login(staff(here, role))
    for path in ("", "edit/", "view_draft/", "history/", "delete/", "unpublish/", "move/", "copy/"):
        answer = client.get(f"/admin/pages/{notice.pk}/{path}", follow=True)
        assert "Secret plan" not in answer.content.decode()
    add(client, there, title="Intruder", body="<p>x</p>", **PUBLISH)
    assert NoticePage.objects.count() == 1


def test_contributor_hands_a_notice_in(client: Client) -> None:
    community = opened_community(slug="sunshine")
    client.force_login(staff(community, Role.CONTRIBUTOR))
    add(client, community, title="停水", body="<p>x</p>", **PUBLISH)
    assert not NoticePage.objects.get().live


# Translation


def test_words_are_translated_and_the_rest_is_copied(
    sunshine: Community, settings, tmp_path, django_capture_on_commit_callbacks
) -> None:
    settings.MEDIA_ROOT = tmp_path
    garden = CompoundFactory(community=sunshine)
    english, file = Locale.objects.get(language_code="en"), make_file(sunshine)
    chinese = make_notice(
        community=sunshine,
        title="停水",
        body="<p>明天停水</p>",
        kind=NoticeKind.ANNOUNCEMENT,
        period_until=dt.date(2099, 1, 1),
        concerns="供水",
        objections_to="一号窗口",
        objections_phone="96116",
        attachments=[{"type": "document", "value": file.pk}],
        compound_rows=[NoticeCompound(compound=garden)],
        building_rows=[NoticeBuilding(building=BuildingFactory(compound=garden))],
    )
    translate_object(chinese, [english])
    translation = Translation.objects.get(source__object_id=chinese.translation_key, target_locale=english)
    segments = translation.source.stringsegment_set.select_related("string", "context")
    assert {segment.string.data for segment in segments} == {"停水", "明天停水", "供水", "一号窗口"}
    for segment in segments:
        place = {"translation_of": segment.string, "locale": english, "context": segment.context}
        StringTranslation.objects.update_or_create(**place, defaults={"data": f"en:{segment.string.data}"})
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    notice = NoticePage.objects.get(locale=english)
    assert (notice.live, notice.title, notice.slug, notice.concerns) == (True, "en:停水", "water", "en:供水")
    assert (notice.kind, notice.expire_at, notice.objections_phone) == (chinese.kind, chinese.expire_at, "96116")
    assert [child.value for child in notice.attachments] == [file]
    assert (notice.compound_rows.count(), notice.building_rows.count()) == (1, 1)
