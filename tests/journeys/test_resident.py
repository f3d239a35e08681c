"""A resident with a phone looks for a thing to get done. Everything works in both languages and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident, expect_in_first_screen

in_both_languages = pytest.mark.parametrize("words", [ZH, EN], ids=lambda words: words.language)
with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
GUIDE = "sunshine/guides/residence-permit/"


@pytest.fixture
def resident(city, open_page):
    def arrive(words, **options):
        return Resident(city, open_page(width=PHONE_WIDTH, language=words.browser, **options), words)

    return arrive


@in_both_languages
@with_and_without_javascript
def test_way_from_the_city_to_the_answer(resident, words, javascript):
    one = resident(words, javascript=javascript)
    one.page.goto(one.city.url)
    expect(one.title).to_have_text(words.city)

    one.follow(words.find)
    one.look_for_home("阳光花园")
    expect(one.candidates).to_have_text([words.community])
    one.follow(words.community)
    expect(one.title).to_have_text(words.community)

    one.open_menu().get_by_role("link", name=words.guides).click()
    one.follow(re.compile(words.category))
    one.follow(words.guide)

    assert one.path == GUIDE
    expect(one.title).to_have_text(words.guide)
    answer = one.answer
    expect_in_first_screen(
        answer.get_by_text(words.must_come),
        answer.get_by_text(words.bring),
        answer.get_by_text(words.counter),
        answer.locator(".opening-status"),
        answer.get_by_role("link", name=words.call),
    )
    expect(answer.locator(".opening-status")).to_have_text(words.opening)
    expect(answer.get_by_role("link", name=words.call)).to_have_attribute("href", "tel:01995551101")


@in_both_languages
@with_and_without_javascript
def test_search_leads_to_the_same_answer(resident, words, javascript):
    one = resident(words, javascript=javascript)
    one.open("sunshine/")
    one.search(words.need)
    one.take_result(words.guide)

    assert one.path == GUIDE
    expect(one.title).to_have_text(words.guide)


@in_both_languages
def test_guide_is_found_by_any_word_for_it(resident, words):
    one = resident(words)
    for typed in ("居住证", "居住證", "暂住证", "juzhuzheng", "jzz", "residence permit", "residense permit"):
        one.open("sunshine/")
        one.search(typed)
        expect(one.main.locator(f"a[href$='/{GUIDE}']").first).to_be_visible()


@in_both_languages
@pytest.mark.parametrize("typed", ["阳光花园", "陽光花園", "yangguang huayuan", "yghy", "阳光路18号", "Waterworks"])
def test_compound_is_found_as_people_write_it(resident, words, typed):
    one = resident(words)
    one.open("find/")
    one.look_for_home(typed)

    expect(one.candidates).to_have_text([words.community])


def test_candidates_appear_while_one_types(resident):
    one = resident(ZH)
    one.open("find/")
    one.page.locator("#find-place").press_sequentially("阳光花园")

    expect(one.candidates).to_have_text(["阳光社区"])
    assert one.path == "find/"


@in_both_languages
@with_and_without_javascript
def test_chosen_community_is_offered_again(resident, words, javascript):
    one = resident(words, javascript=javascript)
    one.open("find/?q=yghy")
    one.press(words.remember)
    assert one.path == "sunshine/"

    one.open()
    expect(one.title).to_have_text(words.city)
    if not javascript:
        one.follow(words.mine)
    one.follow(re.compile(words.go_there))
    assert one.path == "sunshine/"


@in_both_languages
@with_and_without_javascript
def test_other_language_stays_on_the_page(resident, words, javascript):
    other = EN if words is ZH else ZH
    one = resident(words, javascript=javascript)
    one.open(GUIDE)
    one.page.get_by_role("link", name=words.other_language, exact=True).click()
    expect(one.title).to_have_text(other.guide)
    assert one.path == GUIDE

    one.page.get_by_role("link", name=other.other_language, exact=True).click()
    expect(one.title).to_have_text(words.guide)
    assert one.path == GUIDE


@in_both_languages
@with_and_without_javascript
def test_large_type_lasts_until_it_is_put_back(resident, words, javascript):
    one = resident(words, javascript=javascript)
    one.open(GUIDE)
    usual = one.type_size
    one.press(words.large)
    assert one.path == GUIDE
    assert one.type_size > 1.2 * usual

    one.page.get_by_role("link", name=words.category).first.click()
    assert one.type_size > 1.2 * usual
    one.press(words.standard)
    assert one.type_size == usual


@with_and_without_javascript
def test_dark_colours_last(resident, javascript):
    one = resident(EN, javascript=javascript)
    one.open("display/")
    assert not one.is_dark
    one.main.get_by_label(EN.dark).check()
    one.press("Save")
    assert one.is_dark

    one.open(GUIDE)
    assert one.is_dark


@in_both_languages
@with_and_without_javascript
def test_resident_says_what_is_missing(resident, words, javascript):
    one = resident(words, javascript=javascript)
    comment = f"{words.language}, JavaScript: {javascript}. Call 139 1234 5678"
    one.open(GUIDE)
    one.follow(words.tell_us)
    one.page.get_by_role("group", name=words.did_it_help).get_by_label(words.no, exact=True).check()
    one.page.get_by_label(words.missing).check()
    one.page.get_by_label(words.change).fill(comment)
    one.press(words.send)

    expect(one.title).to_have_text(words.thanks)
    kept = "SELECT helpful, reason FROM services_guidefeedback WHERE comment = ?"
    assert one.city.rows(kept, comment.replace("139 1234 5678", "…")) == [(0, "missing")]


def test_answer_sent_twice_counts_once(resident):
    one = resident(EN)
    one.open(f"{GUIDE}helpful/")
    one.page.get_by_label("Yes", exact=True).check()
    one.page.get_by_label(EN.change).fill("sent in a hurry")
    one.page.get_by_role("button", name=EN.send).dblclick()
    expect(one.title).to_have_text(EN.thanks)
    assert one.city.rows("SELECT COUNT(*) FROM services_guidefeedback WHERE comment = 'sent in a hurry'") == [(1,)]


@with_and_without_javascript
def test_answer_changed_after_going_back_counts_once(resident, javascript):
    one = resident(EN, javascript=javascript)
    one.open(GUIDE)
    one.follow(EN.tell_us)
    for helped in ("Yes", "No"):
        one.page.get_by_label(helped, exact=True).check()
        one.page.get_by_label(EN.change).fill(f"second thoughts, {javascript}")
        one.press(EN.send)
        expect(one.title).to_have_text(EN.thanks)
        one.page.go_back()
        expect(one.page.get_by_role("button", name=EN.send)).to_be_visible()
    kept = "SELECT helpful FROM services_guidefeedback WHERE comment = ?"
    assert one.city.rows(kept, f"second thoughts, {javascript}") == [(0,)]


@in_both_languages
def test_note_stands_in_its_own_community(resident, words):
    one = resident(words)
    one.open(GUIDE)
    expect(one.main.get_by_text(words.note_title)).to_be_visible()
    expect(one.main.get_by_text(words.note)).to_be_visible()

    for elsewhere in ("guides/residence-permit/", "heping/guides/residence-permit/"):
        one.open(elsewhere)
        expect(one.title).to_have_text(words.guide)
        expect(one.main.get_by_text(words.note_title)).to_have_count(0)


def test_hidden_guide_is_not_there(resident):
    one = resident(ZH)
    assert one.open("guides/gas-opening/") == 200
    assert one.open("riverside/guides/gas-opening/") == 404
    expect(one.title).to_have_text(ZH.no_page)

    one.open("riverside/")
    one.search("燃气开通")
    expect(one.main.locator("a[href$='/gas-opening/']")).to_have_count(0)


@in_both_languages
@with_and_without_javascript
def test_mistyped_address_helps_to_go_on(resident, words, javascript):
    one = resident(words, javascript=javascript)
    assert one.open("sunshine/juzhuzheng/") == 404
    expect(one.title).to_have_text(words.no_page)

    one.search(words.need)
    one.take_result(words.guide)
    expect(one.title).to_have_text(words.guide)


@in_both_languages
def test_people_to_call_are_one_tap_away(resident, words):
    one = resident(words)
    one.open("sunshine/")
    calls = one.main.locator("a[href^='tel:']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    grid, community, hotline = "tel:01995551131", "tel:01995551101", "tel:12345"
    in_order = ["tel:01995551120", grid, community, hotline, "tel:110", "tel:119", "tel:120"]
    after_today = calls[1:]

    assert [call for call in dict.fromkeys(after_today) if call in in_order] == in_order


def test_print_button_is_absent_in_wechat(resident):
    wechat = resident(ZH, user_agent="Mozilla/5.0 (Linux; Android 10) Chrome/86.0 MicroMessenger/8.0")
    other = resident(ZH)
    for one, offered in ((wechat, False), (other, True)):
        one.open(GUIDE)
        assert one.page.get_by_role("button", name="打印").is_visible() is offered
