"""Blocks of team pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import ItemBlock


class TasksBlock(blocks.StreamBlock):
    task = ItemBlock(label=_("task"))


class PartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(default="", label=_("organisation"), max_length=120)
    url = blocks.URLBlock(label=_("link"), required=False)

    class Meta:
        icon = "group"
        label = _("partner organisation")
        label_format = "{name}"
