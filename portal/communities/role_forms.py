"""Forms of the editors' screen."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.communities.accounts import add_new_editor
from portal.communities.choices import Role
from portal.communities.models import CommunityRole
from portal.communities.roles import give_role


class NewRoleForm(forms.ModelForm):
    """Somebody who has an account already, or a new one."""

    person = forms.CharField(
        label=_("person"), max_length=150, help_text=_("User name or e-mail address, written in full.")
    )
    new_account = forms.BooleanField(
        label=_("make a new account"),
        required=False,
        help_text=_("For somebody who has none: the person chooses a password by a link that you hand over."),
    )
    name = forms.CharField(label=_("full name"), max_length=150, required=False, help_text=_("For a new account."))
    email = forms.EmailField(
        label=_("e-mail address"), required=False, help_text=_("For a new account; the link is sent there.")
    )

    class Meta:
        model = CommunityRole
        fields = ["community", "person", "role", "new_account", "name", "email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "person" in data:
            try:
                self.instance.user = self._new_user(data) if data.get("new_account") else self._known_user(data)
            except ValidationError as error:
                self.add_error(None if hasattr(error, "error_dict") else "person", error)
        return data

    def _known_user(self, data: dict[str, Any]) -> User:
        users = get_user_model().objects.filter(is_active=True)
        found = users.filter(username=data["person"])[:2] or users.filter(email__iexact=data["person"])[:2]
        if len(found) != 1:
            raise ValidationError(_("Nobody has this user name or e-mail address."))
        if CommunityRole.objects.filter(community=data.get("community"), user=found[0]).exists():
            raise ValidationError(_("This person already has a role in this community."))
        return found[0]

    def _new_user(self, data: dict[str, Any]) -> User:
        user = User(username=data["person"], first_name=data.get("name", ""), email=data.get("email", ""))
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            messages = [text for texts in error.message_dict.values() for text in texts]
            raise ValidationError(messages) from None
        return user

    def _post_clean(self) -> None:
        """The person is not a field of the row; checking the rest is the database's and the action's."""
        if self.cleaned_data.get("community"):
            self.instance.community = self.cleaned_data["community"]

    def give(self, *, by: User) -> CommunityRole:
        data = self.cleaned_data
        role = Role(data["role"])
        if not data["new_account"]:
            return give_role(community=data["community"], user=self.instance.user, role=role, by=by)
        return add_new_editor(
            community=data["community"],
            role=role,
            username=data["person"],
            name=data["name"],
            email=data["email"],
            by=by,
        )


class ChangeRoleForm(forms.ModelForm):
    class Meta:
        model = CommunityRole
        fields = ["role"]

    def give(self, *, by: User) -> CommunityRole:
        row = self.instance
        return give_role(community=row.community, user=row.user, role=Role(self.cleaned_data["role"]), by=by)
