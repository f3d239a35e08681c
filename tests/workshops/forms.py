from portal.participation.forms import EntryForm
from tests.workshops.models import SignUp


class SignUpForm(EntryForm):
    notices = ("workshops.sign_up",)

    class Meta:
        model = SignUp
        fields = ["name", "phone", "people", "wishes"]


class ChildForm(SignUpForm):
    notices = ()
    guardian_notices = ("workshops.child",)
