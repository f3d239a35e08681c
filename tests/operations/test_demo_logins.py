"""Production and the passwords everyone knows."""

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from portal.operations.demo_logins import CITY, DEMO_LOGINS, NotADemoPasswordValidator, refuse_demo_logins

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("login", DEMO_LOGINS, ids=lambda login: login.username)
def test_demo_login_is_refused(login, django_user_model):
    django_user_model.objects.create_user(login.username, password=login.password)
    with pytest.raises(ImproperlyConfigured, match=login.username):
        refuse_demo_logins()


def test_demo_login_with_its_own_password_may_stay(django_user_model):
    django_user_model.objects.create_user(CITY.username, password="a password of our own")
    refuse_demo_logins()


def test_locked_demo_login_may_stay(django_user_model):
    django_user_model.objects.create_user(CITY.username, password=CITY.password, is_active=False)
    refuse_demo_logins()


def test_demo_passwords_cannot_be_chosen():
    with pytest.raises(ValidationError) as refused:
        NotADemoPasswordValidator().validate(CITY.password)
    assert refused.value.code == "demo_password"
