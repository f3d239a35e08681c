"""A contributor's translation goes to moderation like a page, and reaches no reader before it is approved."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.pairs import record_translation
from portal.services.models import GuidePage
from tests.factories.guides import make_pair
from tests.factories.home import opened_community
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture
def contributor(client: Client, sunshine: Community) -> User:
    user = staff(sunshine, Role.CONTRIBUTOR, username="mei")
    client.force_login(user)
    return user


@pytest.fixture
def pair(sunshine: Community) -> tuple[GuidePage, GuidePage]:
    """A live guide of the community and its live translation."""
    source, target = make_pair("canteen", community=sunshine, valid_where="Here")
    record_translation(source=source, target=target)
    return source, target


def translation_of(page: Page) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key)


def translate(page: Page, field: str, words: str) -> None:
    """As the editor keeps it while somebody types."""
    segment = translation_of(page).source.stringsegment_set.get(context__path=field)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=Locale.objects.get(language_code="en"),
        defaults={"data": words},
    )


def hand_in(client: Client, page: Page) -> Any:
    return client.post(f"/admin/translations/{translation_of(page).pk}/hand-in/")


def offers_to_hand_in(client: Client, page: Page) -> bool:
    address = f"/admin/translations/{translation_of(page).pk}/hand-in/"
    return address in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def decide(client: Client, page: Page, action: str) -> None:
    state = page.current_workflow_state.current_task_state
    client.post(f"/admin/pages/workflow/action/{page.pk}/{action}/{state.pk}/", {"comment": "Shorter, please"})


def title_of(page: Page) -> str:
    return Page.objects.get(pk=page.pk).title


def test_contributor_does_not_publish_a_translation(
    client: Client, contributor: User, pair: Any, django_capture_on_commit_callbacks: Any
) -> None:
    _source, target = pair
    before = target.title
    translate(target, "title", "Canteen")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/admin/pages/{target.pk}/edit/", {"action": "publish"})
    assert (response.headers["Location"], title_of(target)) == ("/admin/", before)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEAD])
def test_nobody_puts_the_untranslated_page_in_place(client: Client, sunshine: Community, pair: Any, role: Role) -> None:
    source, target = pair
    client.force_login(staff(sunshine, role))
    client.post(f"/admin/localize/page/{target.pk}/convert_to_alias/")
    assert title_of(target) != source.title
    assert "convert_to_alias" not in client.get(f"/admin/pages/{target.pk}/edit/").content.decode()


def test_translation_handed_in_waits_for_approval(
    client: Client, contributor: User, pair: Any, django_capture_on_commit_callbacks: Any
) -> None:
    _source, target = pair
    before = target.title
    translate(target, "title", "Canteen")
    assert offers_to_hand_in(client, target)
    with django_capture_on_commit_callbacks(execute=True):
        response = hand_in(client, target)
    assert response.headers["Location"] == f"/admin/pages/{target.pk}/edit/"
    assert title_of(target) == before
    target = GuidePage.objects.get(pk=target.pk)
    assert target.get_latest_revision_as_object().title == "Canteen"
    assert target.current_workflow_state.requested_by == contributor
    assert not offers_to_hand_in(client, target)


def test_editor_approves_what_was_handed_in(
    client: Client, contributor: User, sunshine: Community, pair: Any, django_capture_on_commit_callbacks: Any
) -> None:
    _source, target = pair
    translate(target, "title", "Canteen")
    hand_in(client, target)
    translate(target, "title", "Typed later")
    client.force_login(staff(sunshine, Role.EDITOR))
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, GuidePage.objects.get(pk=target.pk), "approve")
    assert title_of(target) == "Canteen"


def test_translation_is_handed_in_again_after_changes(
    client: Client, contributor: User, sunshine: Community, pair: Any
) -> None:
    _source, target = pair
    translate(target, "title", "The canteen")
    hand_in(client, target)
    client.force_login(staff(sunshine, Role.EDITOR))
    decide(client, target, "reject")
    client.force_login(contributor)
    assert "Shorter, please" in client.get(f"/admin/pages/{target.pk}/edit/").content.decode()
    translate(target, "title", "Canteen")
    hand_in(client, target)
    state = WorkflowState.objects.get(object_id=str(target.pk))
    assert (state.status, state.current_task_state.revision.as_object().title) == ("in_progress", "Canteen")


def test_translation_is_not_handed_in_twice(client: Client, contributor: User, pair: Any) -> None:
    _source, target = pair
    hand_in(client, target)
    assert hand_in(client, target).headers["Location"] == "/admin/"
    assert WorkflowState.objects.count() == 1


def test_strangers_translation_is_not_handed_in(client: Client, pair: Any) -> None:
    client.force_login(staff(opened_community(), Role.LEAD))
    assert hand_in(client, pair[1]).headers["Location"] == "/admin/"
    assert WorkflowState.objects.count() == 0


def test_words_a_page_cannot_take_are_not_handed_in(client: Client, contributor: User, pair: Any) -> None:
    _source, target = pair
    translate(target, "valid_where", "x" * 300)
    assert hand_in(client, target).headers["Location"] == f"/admin/pages/{target.pk}/edit/"
    assert list(StringTranslation.objects.filter(has_error=True).values_list("context__path", flat=True)) == [
        "valid_where"
    ]
    assert WorkflowState.objects.count() == 0
