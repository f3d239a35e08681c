"""An editor of Heping at the doors of Sunshine: no screen opens, no list names, no forged form changes anything.

Sunshine's lead knocks as well: she finds that they are doors, and that each form does something.
"""

import pytest

from portal.operations.demo_logins import HEPING
from tests.journeys.knocking import PASSERBY, PICTURE, TITLE, Visitor, doors_of, furnish
from tests.journeys.people import LEAD

#: Lists that everybody has, each of her own; with words of Sunshine.
LISTS = {
    "images/": PICTURE,
    "editors/": PASSERBY,
    "venue/": "阳光邻里活动中心",
    "editors/?export=csv": PASSERBY,
    "reports/site-history/": TITLE,
    "reports/site-history/?export=csv": TITLE,
    "reports/aging-pages/?export=csv": TITLE,
    "pages/search/?q=四点半": TITLE,
}
#: Everything that a form could change.
STATE = (
    "SELECT id, title, live, url_path, latest_revision_id FROM wagtailcore_page",
    "SELECT community_id, guide_key, hidden, note FROM services_guideoverlay",
    "SELECT role, community_id, user_id FROM communities_communityrole",
    "SELECT title FROM wagtailimages_image",
    "SELECT id, names FROM communities_venue",
)


@pytest.fixture
def visitors(edited_city, signed_in):
    """Sunshine's lead, and the editor of Heping."""
    lead, neighbour = (Visitor(signed_in(login), f"{edited_city.url}/admin/") for login in (LEAD, HEPING))
    if not edited_city.rows("SELECT 1 FROM auth_user WHERE username = ?", PASSERBY):
        furnish(edited_city, lead)
    return lead, neighbour


@pytest.fixture
def doors(edited_city, visitors):
    return doors_of(edited_city)


def test_no_screen_opens_for_a_neighbour(visitors, doors):
    lead, neighbour = visitors
    wrong = []
    for path, words in doors.screens.items():
        answer = neighbour.get(path)
        if not neighbour.is_refused(answer) or words in answer.text():
            wrong.append(f"{path} opened for a neighbour: {answer.status} {answer.url}")
        answer = lead.get(path)
        if answer.status != 200 or words not in answer.text():
            wrong.append(f"{path} shows its own lead nothing: {answer.status} {answer.url}")
    assert not wrong, "\n".join(wrong)


def test_no_list_names_what_is_a_neighbours(visitors, doors):
    lead, neighbour = visitors
    wrong = []
    for path, words in LISTS.items():
        if words in neighbour.get(path).text():
            wrong.append(f"{path} names {words}")
        if words not in lead.get(path).text():
            wrong.append(f"{path} does not show its own lead {words}")
    assert not wrong, "\n".join(wrong)


def test_no_forged_form_changes_anything(edited_city, visitors, doors):
    def state():
        return [sorted(edited_city.rows(query), key=str) for query in STATE]

    lead, neighbour = visitors
    wrong = []
    for path, form in doors.forms:
        before = state()
        answer = neighbour.post(path, form)
        if not neighbour.is_refused(answer) or state() != before:
            wrong.append(f"{path} took a neighbour's form: {answer.status} {answer.url}")
        answer = lead.post(path, form)
        if state() == before:
            wrong.append(f"{path} took nobody's form: {answer.status} {answer.url}")
    assert not wrong, "\n".join(wrong)
