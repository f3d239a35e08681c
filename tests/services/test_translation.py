"""Guides in wagtail-localize's hands: words are translated, everything else is the same in both languages."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from portal.services.models import GuideAudience, GuideLifeEvent, GuidePage, RelatedGuide
from tests.factories.guides import make_audience, make_category, make_guide, make_life_event, published

pytestmark = pytest.mark.django_db

COUNTER = {"place": "一号窗口", "hours": {}, "phone": "0199-5550100", "note": "带身份证"}


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def chinese() -> GuidePage:
    guide = make_guide(
        "permit",
        title="居住证",
        summary="怎样办理",
        keywords="暂住证，居住卡",
        audiences=["newcomer"],
        life_events=["arriving"],
        must_come="yes",
        visits=1,
        days_promised=10,
        phone="0199-5550110",
        item_code="LH-1",
        proxy_note="家属可代办",
        channels=[{"type": "counter", "value": COUNTER}, {"type": "phone", "value": {"phone": "12345"}}],
        materials=[{"type": "material", "value": {"name": "身份证", "originals": 1, "copies": 2, "note": "原件"}}],
    )
    guide.related_rows = [RelatedGuide(target=make_guide("renewal"))]
    guide.save()
    return guide


def submit(guide: GuidePage, locale: Locale) -> Translation:
    translate_object(guide, [locale])
    return Translation.objects.get(source__object_id=guide.translation_key, target_locale=locale)


def translate_all(translation: Translation) -> None:
    """Every string with `en:` before it."""
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": f"en:{segment.string.data}"},
        )


def save(translation: Translation, capture: object) -> GuidePage:
    with capture(execute=True):
        translation.save_target(publish=True)
    return GuidePage.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale)


def codes(guide: GuidePage) -> tuple[list[str], list[str]]:
    return (
        [row.audience.code for row in guide.audience_rows.all()],
        [row.life_event.code for row in guide.life_event_rows.all()],
    )


def test_words_are_offered_and_nothing_else(chinese: GuidePage, english: Locale) -> None:
    translation = submit(chinese, english)
    offered = {segment.string.data for segment in translation.source.stringsegment_set.select_related("string")}
    assert offered == {
        *("居住证", "怎样办理", "暂住证，居住卡", "家属可代办"),
        *("一号窗口", "带身份证", "身份证", "原件"),
    }


def test_translation_carries_over_what_is_no_words(
    chinese: GuidePage, english: Locale, django_capture_on_commit_callbacks: object
) -> None:
    translation = submit(chinese, english)
    translate_all(translation)
    guide = save(translation, django_capture_on_commit_callbacks)
    assert (guide.live, guide.title, guide.slug, guide.keyword_list) == (
        True,
        "en:居住证",
        "permit",
        ["en:暂住证", "居住卡"],
    )
    assert (guide.category, guide.must_come, guide.visits, guide.days_promised) == (chinese.category, "yes", 1, 10)
    assert (guide.phone, guide.item_code, codes(guide)) == ("0199-5550110", "LH-1", (["newcomer"], ["arriving"]))
    assert [row.target_id for row in guide.related_rows.all()] == [chinese.related_rows.get().target_id]
    counter, phone = (child.value for child in guide.channels)
    assert (counter["place"], counter["phone"], phone["phone"]) == ("en:一号窗口", "0199-5550100", "12345")
    material = guide.materials[0].value
    assert (material["name"], material["originals"], material["copies"]) == ("en:身份证", 1, 2)


def test_sync_follows_labels_in_both_directions(
    chinese: GuidePage, english: Locale, django_capture_on_commit_callbacks: object
) -> None:
    translation = submit(chinese, english)
    translate_all(translation)
    save(translation, django_capture_on_commit_callbacks)
    for audiences, events in ((["seniors", "parents"], ["working"]), ([], [])):
        chinese = GuidePage.objects.get(pk=chinese.pk)
        chinese.category = make_category("health")
        chinese.audience_rows = [GuideAudience(audience=make_audience(code)) for code in audiences]
        chinese.life_event_rows = [GuideLifeEvent(life_event=make_life_event(code)) for code in events]
        chinese = published(chinese)
        TranslationSource.objects.get(object_id=chinese.translation_key).update_from_db()
        translation = Translation.objects.get(pk=translation.pk)
        guide = save(translation, django_capture_on_commit_callbacks)
        assert [sorted(each) for each in codes(guide)] == [sorted(audiences), sorted(events)]
        assert [sorted(each) for each in codes(GuidePage.objects.get(pk=chinese.pk))] == [
            sorted(audiences),
            sorted(events),
        ]
        assert guide.category.code == "health"
