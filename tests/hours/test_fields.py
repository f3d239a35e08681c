import json

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.writer import MigrationWriter
from django.utils import translation

from portal.hours.blocks import HoursBlock
from portal.hours.fields import HoursField, HoursFormField
from portal.hours.schedule import OpeningHours

COUNTER = OpeningHours.parse("Mon-Fri 9:00-12:00, 13:30-17:00; Sat 9:00-12:00")


class Form(forms.Form):
    hours = HoursFormField(required=False)


@pytest.fixture
def desk_model():
    """A model that lives for one test, without a table."""

    class Desk(models.Model):
        hours = HoursField(blank=True)

        class Meta:
            app_label = "hours"

        def __str__(self):
            return "desk"

    yield Desk
    del apps.all_models["hours"]["desk"]
    apps.clear_cache()


def posted(rules="", **texts):
    data = {"hours_rules": rules} | {f"hours_{code}": text for code, text in texts.items()}
    return Form(data)


def test_form_reads_rules_and_texts():
    form = posted("周一至周五 9:00-12:00, 13:30-17:00\n周六 9:00-12:00", en="Ring the bell")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["hours"] == OpeningHours(COUNTER.rules, {"en": "Ring the bell"})


def test_form_names_the_line_it_does_not_understand():
    form = posted("Mon-Fri 9:00-17:00\nweather permitting")
    with translation.override("en"):
        assert form.errors == {"hours": ["Line 2: “weather” is not understood."]}


def test_blank_form_is_empty_hours():
    form = posted()
    assert form.is_valid()
    assert form.cleaned_data["hours"] == OpeningHours()


def test_required_form_wants_rules_or_text():
    field = HoursFormField()
    assert field.clean(["", "", "by phone"]) == OpeningHours(text={"en": "by phone"})
    with pytest.raises(ValidationError):
        field.clean(["", "", ""])


def test_form_shows_each_rule_on_its_line_and_what_was_understood():
    with translation.override("en"):
        html = str(Form(initial={"hours": COUNTER})["hours"])
    assert "Mon–Fri 9:00–12:00, 13:30–17:00\nSat 9:00–12:00</textarea>" in html
    assert 'aria-describedby="id_hours_0_how"' in html
    understood = ["Mon–Fri 9:00–12:00, 13:30–17:00", "Sat 9:00–12:00", "Sun closed", "Not on public holidays"]
    assert "".join(f"<li>{line}</li>" for line in understood) in html


def test_unchanged_form_has_not_changed():
    with translation.override("zh-hans"):
        written = Form(initial={"hours": COUNTER})["hours"].field.widget.decompress(COUNTER)[0]
        form = Form({"hours_rules": written}, initial={"hours": COUNTER})
        assert not form.has_changed()


def test_field_deconstructs_stably():
    field = HoursField("hours", blank=True)
    _name, path, args, kwargs = field.deconstruct()
    again = HoursField(*args, **kwargs)
    assert (path, kwargs) == ("portal.hours.fields.HoursField", {"verbose_name": "hours", "blank": True})
    assert again.deconstruct()[1:] == (path, args, kwargs)
    assert MigrationWriter.serialize(field)[0] == "portal.hours.fields.HoursField(blank=True, verbose_name='hours')"


@pytest.mark.parametrize("value", [COUNTER, COUNTER.to_json(), "Mon-Fri 9:00-12:00, 13:30-17:00; Sat 9:00-12:00"])
def test_field_takes_hours_json_and_writing(value):
    assert HoursField().to_python(value) == COUNTER


def test_field_refuses_what_is_no_hours():
    with pytest.raises(ValidationError):
        HoursField().to_python({"rules": [{"days": [9], "spans": []}]})


def test_model_serialises_for_revisions(desk_model):
    desk = desk_model(hours=COUNTER)
    field = desk_model._meta.get_field("hours")
    stored = json.loads(json.dumps(field.value_to_string(desk)))
    assert field.to_python(stored) == COUNTER


def test_blank_model_passes_validation(desk_model):
    desk = desk_model()
    desk.full_clean()
    assert desk.hours == OpeningHours()


def test_required_model_field_refuses_empty_hours(desk_model):
    with pytest.raises(ValidationError):
        HoursField().clean(OpeningHours(), desk_model())


def test_block_keeps_hours_and_refuses_other_words():
    block = HoursBlock()
    value = block.value_from_datadict({"hours": "周一至周五 9:00-12:00, 13:30-17:00\n周六 9:00-12:00"}, {}, "hours")
    assert block.clean(value) == COUNTER
    assert block.to_python(json.loads(json.dumps(block.get_prep_value(value)))) == COUNTER
    with pytest.raises(ValidationError):
        block.clean(block.value_from_datadict({"hours": "by appointment"}, {}, "hours"))


def test_block_renders_its_lines():
    with translation.override("en"):
        assert '<th scope="row">Mon–Fri</th>' in HoursBlock().render(COUNTER)
