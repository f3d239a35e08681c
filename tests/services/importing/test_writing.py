"""Records into pages: what is created, what changes, what stays."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.models import PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend

from portal.home.models import PageKey
from portal.names import Names
from portal.services.importing.indexing import indexing_at_the_end
from portal.services.importing.lists import imported_before
from portal.services.importing.records import GuideRecord, GuideTexts
from portal.services.importing.relating import relate_guides
from portal.services.importing.writing import Outcome, outcome_for, pages_of
from portal.services.models import GuidePage
from tests.factories.guides import make_audience, make_guide, make_life_event, published
from tests.factories.home import make_city, opened_community
from tests.factories.records import CHINESE, ENGLISH, STEPS, import_record, make_record

pytestmark = pytest.mark.django_db
ONLY_ENGLISH = {"en": ENGLISH}


@pytest.fixture(autouse=True)
def _city() -> None:
    make_city()


def titles(key: str = "residence-permit") -> dict[str, str]:
    return {language: page.title for language, page in pages_of(key).items()}


def test_guide_is_live_in_both_languages(client) -> None:
    assert import_record() == Outcome.CREATED
    found = [client.get(f"/{code}/guides/residence-permit/").context["page"].title for code in ("zh-hans", "en")]
    assert found == ["居住证办理", "Residence permit"]


def test_pages_are_published_and_logged() -> None:
    import_record()
    for page in pages_of("residence-permit").values():
        assert (page.live, page.has_unpublished_changes) == (True, False)
        assert page.live_revision_id == page.latest_revision_id is not None
        actions = PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["wagtail.create", "wagtail.publish"]


def test_revision_holds_what_is_live() -> None:
    import_record()
    page = pages_of("residence-permit")["en"]
    assert page.latest_revision.as_object().steps.get_prep_value() == page.steps.get_prep_value()


def test_same_record_again_writes_nothing() -> None:
    import_record()
    revisions, entries = Revision.objects.count(), PageLogEntry.objects.count()
    assert import_record() == Outcome.UNCHANGED
    assert (Revision.objects.count(), PageLogEntry.objects.count()) == (revisions, entries)


def test_changed_record_changes_both_languages() -> None:
    import_record()
    texts = {"zh-hans": replace(CHINESE, title="居住证"), "en": replace(ENGLISH, title="Permit")}
    assert import_record(make_record(texts=texts)) == Outcome.UPDATED
    assert titles() == {"zh-hans": "居住证", "en": "Permit"}


def test_change_in_english_leaves_chinese_alone() -> None:
    import_record()
    before = pages_of("residence-permit")["zh-hans"].latest_revision_id
    import_record(make_record(texts={"zh-hans": CHINESE, "en": replace(ENGLISH, title="Permit")}))
    assert titles()["en"] == "Permit"
    assert pages_of("residence-permit")["zh-hans"].latest_revision_id == before


def test_edited_guide_stays_when_record_is_unchanged() -> None:
    import_record()
    page = pages_of("residence-permit")["zh-hans"]
    page.title = "居住证（编辑改过）"
    published(page)
    assert import_record() == Outcome.UNCHANGED
    assert titles()["zh-hans"] == "居住证（编辑改过）"


def test_again_puts_the_file_over_edits() -> None:
    import_record()
    page = pages_of("residence-permit")["zh-hans"]
    page.title = "居住证（编辑改过）"
    published(page)
    assert import_record(again=True) == Outcome.UPDATED
    assert titles()["zh-hans"] == "居住证办理"


def test_fields_the_file_lacks_stay_as_edited() -> None:
    import_record(make_record(details={}))
    page = pages_of("residence-permit")["zh-hans"]
    page.proxy_note, page.conditions = "家属", [("condition", "住满半年")]
    published(page)
    import_record(make_record(details={}, texts={"zh-hans": replace(CHINESE, title="居住证"), "en": ENGLISH}))
    page = pages_of("residence-permit")["zh-hans"]
    assert (page.title, page.proxy_note, [block.value for block in page.conditions]) == ("居住证", "家属", ["住满半年"])


def test_emptied_list_empties_the_page() -> None:
    import_record()
    import_record(make_record(details={"steps": []}))
    assert [len(page.steps) for page in pages_of("residence-permit").values()] == [0, 0]


def with_materials(*names: tuple[str, str], **values: Any) -> GuideRecord:
    materials = [{"name": Names({"zh-hans": chinese, "en": english})} for chinese, english in names]
    return make_record(details={"materials": materials}, **values)


def forms_of(language: str) -> dict[str, str]:
    """{what to bring: title of its form}"""
    materials = pages_of("residence-permit")[language].materials
    return {block.value["name"]: block.value["form"].title if block.value["form"] else "" for block in materials}


def attach_form(language: str, number: int, title: str) -> None:
    """As an editor does: choose a document for one of the materials, and publish."""
    page = pages_of("residence-permit")[language]
    page.materials[number].value["form"] = Document.objects.create(title=title, file="documents/form.pdf")
    published(page)


def test_forms_that_editors_attached_stay() -> None:
    import_record(with_materials(("身份证", "ID card"), ("申请表", "Application form")))
    attach_form("zh-hans", 1, "申请表.pdf")
    attach_form("en", 1, "form.pdf")
    import_record(with_materials(("户口簿", "Household register"), ("申请表", "Application  Form"), ("照片", "Photo")))
    assert forms_of("zh-hans") == {"户口簿": "", "申请表": "申请表.pdf", "照片": ""}
    assert forms_of("en") == {"Household register": "", "Application  Form": "form.pdf", "Photo": ""}


def test_form_leaves_with_what_it_was_for() -> None:
    import_record(with_materials(("身份证", "ID card"), ("申请表", "Application form")))
    attach_form("zh-hans", 1, "申请表.pdf")
    import_record(with_materials(("身份证", "ID card"), ("承诺书", "Declaration")))
    assert forms_of("zh-hans") == {"身份证": "", "承诺书": ""}


def test_attached_form_alone_is_no_change() -> None:
    record = with_materials(("申请表", "Application form"))
    import_record(record)
    attach_form("zh-hans", 0, "申请表.pdf")
    before = pages_of("residence-permit")["zh-hans"].latest_revision_id
    assert import_record(record, again=True) == Outcome.UPDATED
    assert pages_of("residence-permit")["zh-hans"].latest_revision_id == before
    assert forms_of("zh-hans") == {"申请表": "申请表.pdf"}


def test_block_ids_are_the_same_everywhere() -> None:
    import_record()
    ids = [[block.id for block in page.steps] for page in pages_of("residence-permit").values()]
    changed = [*STEPS, {"title": "Third"}]
    import_record(make_record(details={"steps": changed}))
    later = [[block.id for block in page.steps][:2] for page in pages_of("residence-permit").values()]
    assert ids[0] == ids[1] == later[0] == later[1]


def test_chinese_added_later_keeps_english_the_source() -> None:
    import_record(make_record(texts=ONLY_ENGLISH))
    assert import_record() == Outcome.UPDATED
    assert titles() == {"en": "Residence permit", "zh-hans": "居住证办理"}
    assert import_record() == Outcome.UNCHANGED


def test_only_english_is_shown_at_chinese_address(client) -> None:
    import_record(make_record(texts=ONLY_ENGLISH))
    assert client.get("/zh-hans/guides/residence-permit/").context["page"].title == "Residence permit"


def test_deleted_guide_comes_back() -> None:
    import_record()
    for page in pages_of("residence-permit").values():
        page.delete()
    assert import_record() == Outcome.CREATED
    assert titles() == {"zh-hans": "居住证办理", "en": "Residence permit"}


def test_guide_moves_to_its_new_owner(client) -> None:
    opened_community(slug="sunshine")
    import_record()
    import_record(make_record(community="sunshine"))
    pages = pages_of("residence-permit")
    assert {page.community.slug for page in pages.values()} == {"sunshine"}
    assert [page.url for page in pages.values()] == [
        "/zh-hans/sunshine/guides/residence-permit/",
        "/en/sunshine/guides/residence-permit/",
    ]


def test_same_title_gets_an_address_of_its_own() -> None:
    make_guide("juzhuzhengbanli")
    import_record(make_record("A.1"))
    import_record(make_record("A.2"))
    assert [pages_of(key)["en"].slug for key in ("A.1", "A.2")] == ["juzhuzhengbanli-2", "juzhuzhengbanli-3"]


def test_last_change_is_the_file_s() -> None:
    import_record(make_record(updated_at=date(2026, 3, 4)))
    moments = {page.last_published_at for page in pages_of("residence-permit").values()}
    assert moments == {datetime(2026, 3, 4, 12, tzinfo=UTC)}


def test_audiences_and_life_events_are_set() -> None:
    codes = {"audiences": (make_audience("tenant").code,), "life_events": (make_life_event().code,)}
    import_record(make_record(audiences=(make_audience().code,), details=codes))
    for page in pages_of("residence-permit").values():
        assert {row.audience.code for row in page.audience_rows.all()} == {"newcomer", "tenant"}
        assert [row.life_event.code for row in page.life_event_rows.all()] == ["arriving"]


def test_different_paragraphs_become_one_text() -> None:
    texts = {"zh-hans": CHINESE, "en": GuideTexts("Residence permit", "Summary", "All in one.")}
    import_record(make_record(texts=texts))
    assert pages_of("residence-permit")["zh-hans"].body == "<p>带身份证。<br/>等十五天。</p>"


def test_markup_in_texts_is_text() -> None:
    texts = {"en": GuideTexts("A & B", "Summary", "<script>alert(1)</script>")}
    import_record(make_record(texts=texts))
    assert pages_of("residence-permit")["en"].body == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_hours_beyond_a_week_stay_words() -> None:
    import_record(make_record(channels=("counter",), details={}, hours={"zh-hans": "Sep 20 8:30-11:00"}))
    notes = {code: page.channels[0].value["hours_note"] for code, page in pages_of("residence-permit").items()}
    assert notes == {"zh-hans": "9月20日 8:30–11:00", "en": "Sep 20 8:30–11:00"}


def test_related_guides_survive_an_editor_s_publishing() -> None:
    records = [make_record(details={"related": ("other",)}), make_record("other")]
    for record in records:
        import_record(record)
    assert relate_guides(records=records) == 2
    page = pages_of("residence-permit")["zh-hans"]
    page.get_latest_revision().publish()
    assert [row.target_id for row in pages_of("residence-permit")["zh-hans"].related_rows.all()] == [
        pages_of("other")["zh-hans"].pk
    ]
    assert relate_guides(records=records) == 0


def test_import_cut_off_before_relating_is_made_up_for() -> None:
    records = [make_record(details={"related": ("other",)}), make_record("other")]
    for record in records:
        import_record(record)
    assert [import_record(record) for record in records] == [Outcome.UPDATED, Outcome.UNCHANGED]
    relate_guides(records=records)
    assert [import_record(record) for record in records] == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_second_import_of_one_key_fails_cleanly() -> None:
    import_record(make_record("taken"))
    key = PageKey.objects.get(key="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        PageKey.objects.create(key=key.key, translation_key=GuidePage().translation_key)
    assert PageKey.objects.count() == 1


def test_plan_and_writing_agree() -> None:
    record = make_record()
    assert outcome_for(record, None) == Outcome.CREATED
    import_record(record)
    before = imported_before([record.key])[record.key]
    assert (outcome_for(record, before), outcome_for(record, before, again=True)) == (
        Outcome.UNCHANGED,
        Outcome.UPDATED,
    )


def test_indexes_follow_at_the_end() -> None:
    with indexing_at_the_end():
        import_record()
        page = pages_of("residence-permit")["en"]
        assert not get_search_backend().search("Residence", GuidePage).count()
    assert list(get_search_backend().search("Residence", GuidePage)) == [page]
    assert ReferenceIndex.get_references_for_object(page).exists()


def test_two_languages_cost_few_statements() -> None:
    import_record(make_record("first"))
    record = make_record()
    with indexing_at_the_end(), CaptureQueriesContext(connection) as queries:
        import_record(record)
    assert len(queries) == 140
