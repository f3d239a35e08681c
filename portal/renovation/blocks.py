"""Pictures of the same place before and after."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class BeforeAfterBlock(blocks.StructBlock):
    where = blocks.CharBlock(default="", label=_("what they show"), max_length=100)
    before = ImageBlock(label=_("before"), required=False)
    after = ImageBlock(label=_("after"), required=False)

    class Meta:
        icon = "image"
        label = _("before and after")
        label_format = "{where}"
