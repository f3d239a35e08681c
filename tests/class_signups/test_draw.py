"""The draw: a published list, a seed named before, an order that a shell recomputes."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.notifications.models import Message
from portal.participation.models import Taking
from portal.plugins.bundled.class_signups.draw_codes import code_of, drawn_order
from portal.plugins.bundled.class_signups.drawing import draw, publish_lists
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.plugins.testing import staff_of
from tests.class_signups.families import form_of, sign_up, typed
from tests.factories.classes import make_class

pytestmark = pytest.mark.django_db
SEED = "2026-09-09 lottery 0 4 7"


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    closes = timezone.now() + dt.timedelta(days=1)
    return make_class(
        sunshine, capacity=2, seats_by="draw", seed_source="Welfare lottery, 9 September", closes_at=closes
    )


def enter(course: ClassCourse, *names: str) -> list[ClassSignUp]:
    for name in names:
        sign_up(Client(), course, (name, "2018-05-31"), name=f"{name} senior")
    return list(ClassSignUp.objects.filter(course=course).order_by("pk"))


def close(course: ClassCourse, clock: time_machine.Traveller) -> ClassCourse:
    clock.shift(dt.timedelta(days=1, minutes=1))
    publish_lists()
    course.refresh_from_db()
    return course


def standing(course: ClassCourse) -> list[str]:
    """Codes: of those with a place, then of those who wait."""
    rows = ClassSignUp.objects.filter(course=course, withdrawn_at=None)
    placed = {code_of(pk) for pk in rows.filter(children__has_place=True).values_list("pk", flat=True)}
    return [*placed, *(code_of(pk) for pk in rows.exclude(queue=None).order_by("queue").values_list("pk", flat=True))]


def test_entering_holds_and_takes_nothing(client: Client, course: ClassCourse) -> None:
    client.post(form_of(client, course), typed(("Mei", "2018-05-31")))
    (entry,) = enter(course, "Bao")
    assert (Taking.objects.count(), entry.queue, entry.wants()) == (0, None, 1)
    assert Message.objects.get().kind == "classes.in_draw"
    with translation.override("en"):
        assert entry.get_status() == f"In the draw, as {code_of(entry.pk)}"


def test_list_is_published_once_and_names_nobody(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    entries = enter(course, "Mei", "Bao", "An")
    assert publish_lists() == 0
    close(course, clock)
    assert course.draw_list == "".join(f"{code}\n" for code in sorted(code_of(each.pk) for each in entries))
    assert publish_lists() == 0
    page = client.get(f"/en/sunshine/x/classes/{course.pk}/draw/").content.decode()
    assert [word in page for word in (course.draw_digest, "Welfare lottery", "not drawn yet", "Mei")] == [
        True,
        True,
        True,
        False,
    ]


def test_order_gives_places_and_the_others_wait_in_it(course: ClassCourse, clock: time_machine.Traveller) -> None:
    enter(course, "Mei", "Bao", "An", "Li")
    close(course, clock)
    assert draw(course, SEED, by=None) == 2
    order = drawn_order(SEED, course.draw_list.split())
    found = standing(course)
    assert (set(found[:2]), found[2:]) == (set(order[:2]), order[2:])


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum recomputes the draw: install coreutils")
def test_shell_recomputes_the_draw(
    client: Client, course: ClassCourse, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    enter(course, "Mei", "Bao", "An", "Li")
    close(course, clock)
    draw(course, SEED, by=None)
    (tmp_path / "list.txt").write_bytes(client.get(f"/en/sunshine/x/classes/{course.pk}/draw/list.txt").content)
    page = client.get(f"/en/sunshine/x/classes/{course.pk}/draw/")
    lines = page.content.decode().partition("<pre>")[2].partition("</pre>")[0]
    script = lines.replace("&#x27;", "'").replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&")
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    digest, *ordered = done.stdout.splitlines()
    assert digest.split()[0] == course.draw_digest
    assert [line.split()[1] for line in ordered] == page.context["order"]


def test_family_that_does_not_fit_is_first_in_line_and_offered_the_rest(
    course: ClassCourse, clock: time_machine.Traveller
) -> None:
    enter(course, "Mei")
    sign_up(Client(), course, ("An", "2018-05-31"), ("Li", "2018-05-30"))
    single, pair = ClassSignUp.objects.order_by("pk")
    close(course, clock)
    # A seed by which the single child comes first.
    seed = next(
        f"seed {n}"
        for n in range(99)
        if drawn_order(f"seed {n}", map(code_of, (single.pk, pair.pk)))[0] == code_of(single.pk)
    )
    draw(course, seed, by=None)
    pair.refresh_from_db()
    assert (pair.queue, pair.offers.get(answer="").count) == (1, 1)


def test_whoever_comes_after_the_list_waits_behind_it(course: ClassCourse, clock: time_machine.Traveller) -> None:
    enter(course, "Mei", "Bao", "An")
    close(course, clock)
    ClassCourse.objects.filter(pk=course.pk).update(closes_at=None)
    late = enter(course, "Late")[-1]
    draw(course, SEED, by=None)
    assert standing(course)[-1] == code_of(late.pk)


def test_it_is_drawn_once_with_a_seed_a_shell_can_take(course: ClassCourse, clock: time_machine.Traveller) -> None:
    enter(course, "Mei")
    with pytest.raises(ValidationError):
        draw(course, SEED, by=None)
    close(course, clock)
    for seed in ("", "'; rm", "a\nb"):
        with pytest.raises(ValidationError):
            draw(course, seed, by=None)
    draw(course, SEED, by=None)
    with pytest.raises(ValidationError):
        draw(course, "another", by=None)


def test_staff_type_the_seed_and_all_are_told(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    enter(course, "Mei", "Bao", "An")
    editor, address = staff_of(course.community, Role.EDITOR), f"/en/sunshine/x/classes/{course.pk}/staff/draw/"
    client.force_login(editor)
    assert client.get(address).status_code == 404
    close(course, clock)
    client.force_login(editor)  # a day later
    assert client.post(address, {"seed": "$(x)"}).status_code == 422
    assert client.post(address, {"seed": SEED}).status_code == 302
    kinds = Message.objects.exclude(kind="classes.in_draw").values_list("kind", flat=True)
    assert sorted(kinds) == ["classes.signed_up", "classes.signed_up", "classes.waiting"]
    again = client.post(address, {"seed": "another"})
    assert again.headers["Location"].endswith(f"/classes/{course.pk}/staff/")
    course.refresh_from_db()
    assert course.draw_seed == SEED
    assert client.get(address).status_code == 404
