"""The editors' door."""


def test_login_page_loads_without_reports(city, page):
    page.goto(f"{city.url}/admin/login/")
    assert page.locator("form input[name=username]").is_visible()
    assert page.locator("form button[type=submit]").is_visible()
