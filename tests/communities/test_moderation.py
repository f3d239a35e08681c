"""Contributors hand in, editors of the same community approve, in both languages."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from wagtail.models import Page, TaskState, Workflow, WorkflowPage

from portal.communities.choices import Role
from portal.communities.models import Community, ModerationTask
from portal.communities.moderation import refresh_moderation
from portal.home.models import CityHomePage
from tests.factories.home import opened_community
from tests.factories.people import UserFactory, city_administrator, staff

pytestmark = pytest.mark.django_db


def handed_in(community: Community, by: User, language: str = "zh-hans") -> tuple[Page, TaskState]:
    """A page of the contributor, in moderation."""
    home = community.home_pages.get(locale__language_code=language)
    page = Page(title="Draft", slug="draft", live=False, locale=home.locale, owner=by)
    home.add_child(instance=page)
    page.save_revision(user=by)
    return page, page.get_workflow().start(page, by).current_task_state


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_workflow_stands_over_all_languages(language: str) -> None:
    home = opened_community().home_pages.get(locale__language_code=language)
    assert [task.specific_class for task in home.get_workflow().tasks] == [ModerationTask]


def test_refreshing_moderation_again_changes_nothing() -> None:
    opened_community()
    before = Workflow.objects.count()
    refresh_moderation()
    assert (Workflow.objects.count(), WorkflowPage.objects.count()) == (before, 1)


def test_names_of_the_workflow_are_in_every_language() -> None:
    opened_community()
    workflow = Workflow.objects.get(workflow_tasks__task__in=ModerationTask.objects.all())
    assert (workflow.name, workflow.tasks.get().name) == ("审核 / Moderation", "编辑人员 / Editors")


@pytest.mark.parametrize(("language", "label"), [("zh-hans", "提交审核"), ("en", "Submit for moderation")])
def test_button_that_hands_in_speaks_the_editors_language(client: Client, language: str, label: str) -> None:
    community = opened_community()
    client.force_login(staff(community, Role.EDITOR))
    home = community.home_pages.get(locale__language_code="zh-hans")
    page = client.get(f"/admin/pages/{home.pk}/edit/", headers={"Accept-Language": language}).content.decode()
    assert re.search(r'name="action-submit"\s+value="([^"]*)"', page)[1] == label


def test_moderators_are_the_communitys_own() -> None:
    own, other = opened_community(), opened_community()
    contributor = staff(own, Role.CONTRIBUTOR)
    _page, state = handed_in(own, contributor)
    people = [staff(own, Role.EDITOR), staff(own, Role.LEAD), city_administrator(), UserFactory(is_superuser=True)]
    assert [list(TaskState.objects.reviewable_by(user)) for user in people] == [[state]] * 4
    others = [contributor, staff(other, Role.LEAD), UserFactory()]
    assert [list(TaskState.objects.reviewable_by(user)) for user in others] == [[]] * 3


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_editor_approves_and_the_page_goes_live(client: Client, language: str) -> None:
    community = opened_community()
    page, state = handed_in(community, staff(community, Role.CONTRIBUTOR), language)
    client.force_login(staff(community, Role.EDITOR))
    assert b"Draft" in client.get("/admin/").content
    client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/")
    page.refresh_from_db()
    assert page.live is True


def test_nobody_else_approves(client: Client) -> None:
    community = opened_community()
    contributor = staff(community, Role.CONTRIBUTOR)
    page, state = handed_in(community, contributor)
    for user in (contributor, staff(opened_community(), Role.LEAD)):
        client.force_login(user)
        client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/")
        page.refresh_from_db()
        assert page.live is False


def test_contributor_hands_in_by_the_form_and_cannot_publish(client: Client) -> None:
    community = opened_community()
    home = community.home_pages.get(locale__language_code="zh-hans")
    client.force_login(staff(community, Role.CONTRIBUTOR))
    values = {"title": "Ours", "slug": home.slug, "welcome": "New words", "comments-TOTAL_FORMS": 0}
    values |= {"comments-INITIAL_FORMS": 0}
    client.post(f"/admin/pages/{home.pk}/edit/", values | {"action-publish": "on"})
    home.refresh_from_db()
    assert home.welcome == ""
    client.post(f"/admin/pages/{home.pk}/edit/", values | {"action-submit": "on"})
    assert home.current_workflow_state.requested_by.community_roles.get().role == Role.CONTRIBUTOR
    assert client.get(f"/admin/pages/{home.pk}/edit/").context["locked_for_user"] is True


def test_mail_goes_to_the_communitys_editors(django_capture_on_commit_callbacks: Any) -> None:
    community, other = opened_community(), opened_community()
    contributor = staff(community, Role.CONTRIBUTOR)
    staff(community, Role.EDITOR, username="editor")
    staff(community, Role.LEAD, username="lead")
    staff(other, Role.LEAD)
    city_administrator()
    UserFactory(is_superuser=True)
    with django_capture_on_commit_callbacks(execute=True):
        handed_in(community, contributor)
    assert sorted(message.to[0] for message in mail.outbox) == ["editor@example.org", "lead@example.org"]


def test_city_pages_are_moderated_by_the_city() -> None:
    community = opened_community()
    city = CityHomePage.objects.first()
    city.save_revision()
    state = city.get_workflow().start(city, None).current_task_state
    assert list(TaskState.objects.reviewable_by(city_administrator())) == [state]
    assert list(TaskState.objects.reviewable_by(staff(community, Role.LEAD))) == []
