"""What else people call the thing a page is about: one field, with the same words on every page type."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.plain_text import split_words

#: Characters; the search report adds words until the field is full.
LONGEST = 500


class AlsoKnownAs(models.Model):
    """For page types that are searched, before `PortalPage` or `PluginPage` among the bases. Search reads the words
    without the page type's doing (`portal.home.page_source`); the type puts "keywords" into its panels."""

    keywords = models.TextField(
        _("also known as"),
        max_length=LONGEST,
        blank=True,
        help_text=_("Other words people use for it, with commas between them: search finds the page by these too."),
    )

    class Meta:
        abstract = True

    @property
    def keyword_list(self) -> list[str]:
        return split_words(self.keywords)
