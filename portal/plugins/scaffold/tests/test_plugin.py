"""What the plugin does where it is on, and that nothing of it is left where it is off."""

from datetime import timedelta

import pytest
from django.utils import timezone
from portal.plugins.api import Community
from portal.plugins.testing import Role, change_settings, community_with, disable_plugin, staff_of

from new_plugin.models import SignUp, SignUpPage
from new_plugin.personal_data import KEPT, SignUpData

pytestmark = pytest.mark.django_db
PAGE = "/en/sunshine/new-plugin/"
FORM = "/en/sunshine/x/new_plugin/sign-up/"
ANSWERS = {"name": "Mei", "phone": "138 0000 0000", "note": ""}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_home_page_leads_to_the_form(client, language):
    community_with("new_plugin", slug="sunshine")
    home = client.get(f"/{language}/sunshine/").content.decode()
    page = client.get(f"/{language}/sunshine/new-plugin/").content.decode()
    form = f"/{language}/sunshine/x/new_plugin/sign-up/"
    assert f'href="/{language}/sunshine/new-plugin/"' in home
    assert f'href="{form}"' in page
    assert client.get(form).status_code == 200


def test_sign_up_is_stored_before_the_thanks(client):
    community = community_with("new_plugin", slug="sunshine")
    answer = client.post(FORM, ANSWERS)
    assert (answer.status_code, answer.url) == (302, "/en/sunshine/x/new_plugin/thanks/")
    assert list(SignUp.objects.values_list("community", "name", "phone")) == [(community.pk, "Mei", "13800000000")]
    assert client.get(answer.url).status_code == 200


def test_signing_up_twice_is_once(client):
    community_with("new_plugin", slug="sunshine")
    client.post(FORM, ANSWERS)
    assert client.post(FORM, ANSWERS | {"phone": "+86 13800000000"}).status_code == 302
    assert SignUp.objects.count() == 1


def test_wrong_answers_are_asked_again(client):
    community_with("new_plugin", slug="sunshine")
    answer = client.post(FORM, {"name": "Mei", "phone": "call me"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])
    assert SignUp.objects.count() == 0


def test_closed_form_takes_nothing(client):
    community = community_with("new_plugin", slug="sunshine")
    change_settings("new_plugin", community=community, settings={"is_open": False})
    assert 'name="phone"' not in client.get(FORM).content.decode()
    client.post(FORM, ANSWERS)
    assert SignUp.objects.count() == 0


def test_nothing_is_left_where_it_is_off(client):
    community = community_with("new_plugin", slug="sunshine")
    disable_plugin("new_plugin", community=community)
    assert [client.get(address).status_code for address in (PAGE, FORM)] == [404, 404]
    assert client.post(FORM, ANSWERS).status_code == 404
    assert "/x/new_plugin/" not in client.get("/en/sunshine/").content.decode()
    assert (SignUp.objects.count(), SignUpPage.objects.count()) == (0, 2)


def test_staff_sees_the_list_of_its_community(client):
    here = community_with("new_plugin")
    there = community_with("new_plugin")
    SignUp.objects.create(community=here, name="Mei", phone="13800000000")
    answers = []
    for user in (staff_of(here), staff_of(there), staff_of(here, Role.CONTRIBUTOR)):
        client.force_login(user)
        answers.append(client.get("/admin/new_plugin/signup/"))
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert ["Mei" in answer.content.decode() for answer in answers] == [True, False, False]


def test_persons_data_is_given_out_and_erased():
    community = community_with("new_plugin", slug="sunshine")
    SignUp.objects.create(community=community, name="Mei", phone="13800000000")
    person = {"communities": Community.objects.all(), "phone": "138-0000-0000"}
    assert [held["name"] for held in SignUpData().export(**person)] == ["Mei"]
    assert (SignUpData().erase(**person), SignUp.objects.count()) == (1, 0)


def test_old_sign_ups_are_forgotten():
    community = community_with("new_plugin", slug="sunshine")
    SignUp.objects.create(community=community, name="Mei", phone="13800000000")
    last = timezone.localdate() + KEPT
    assert [SignUpData().erase_due(today=day) for day in (last, last + timedelta(days=1))] == [0, 1]
