from wagtail.models import Page


class PlainPage(Page):
    template = "plain_page/plain_page.html"
