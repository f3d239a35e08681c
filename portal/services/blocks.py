"""Blocks of service guides: the ways of getting it done, and what they rest on."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import PhoneBlock
from portal.hours.blocks import HoursBlock


class CounterBlock(blocks.StructBlock):
    at_community = blocks.BooleanBlock(
        label=_("at the community's own counter"),
        required=False,
        help_text=_("Shows the address, hours and phone of the reader's community. Leave the rest empty then."),
    )
    place = blocks.CharBlock(default="", label=_("place"), required=False, max_length=200)
    hours = HoursBlock(label=_("hours"), required=False)
    hours_note = blocks.CharBlock(
        default="",
        label=_("hours in words"),
        required=False,
        max_length=200,
        help_text=_("Where there is no weekly pattern, or to be said besides."),
    )
    phone = PhoneBlock(required=False)
    note = blocks.CharBlock(default="", label=_("note"), required=False, max_length=300)

    class Meta:
        icon = "home"
        label = _("counter")
        label_format = "{place}"


class OnlineBlock(blocks.StructBlock):
    name = blocks.CharBlock(default="", label=_("name of the site or app"), max_length=100)
    url = blocks.URLBlock(label=_("link"), required=False)
    note = blocks.CharBlock(
        default="", label=_("note"), required=False, max_length=300, help_text=_("Where to tap, if there is no link.")
    )

    class Meta:
        icon = "globe"
        label = _("online")
        label_format = "{name}"


class PhoneChannelBlock(blocks.StructBlock):
    # Import files name the channel without a number; the guide says whom to call.
    phone = PhoneBlock(required=False)
    hours = HoursBlock(label=_("hours"), required=False)
    hours_note = blocks.CharBlock(default="", label=_("hours in words"), required=False, max_length=200)
    note = blocks.CharBlock(default="", label=_("note"), required=False, max_length=300)

    class Meta:
        icon = "mobile-alt"
        label = _("phone")
        label_format = "{phone}"


class HomeVisitBlock(blocks.StructBlock):
    who = blocks.CharBlock(default="", label=_("for whom"), required=False, max_length=200)
    phone = PhoneBlock(required=False)
    hours = HoursBlock(label=_("hours"), required=False)
    hours_note = blocks.CharBlock(default="", label=_("hours in words"), required=False, max_length=200)
    note = blocks.CharBlock(default="", label=_("note"), required=False, max_length=300)

    class Meta:
        icon = "user"
        label = _("home visit")
        label_format = "{who}"


class ChannelsBlock(blocks.StreamBlock):
    """The block types are the codes of `Channel`, with an underscore for the blank."""

    counter = CounterBlock()
    online = OnlineBlock()
    phone = PhoneChannelBlock()
    home_visit = HomeVisitBlock()


class LegalBasisBlock(blocks.StructBlock):
    name = blocks.CharBlock(default="", label=_("law or rule"), max_length=200)
    number = blocks.CharBlock(default="", label=_("document number"), required=False, max_length=100)
    article = blocks.CharBlock(default="", label=_("article"), required=False, max_length=100)
    date = blocks.DateBlock(label=_("in force from"), required=False)
    url = blocks.URLBlock(label=_("link"), required=False)

    class Meta:
        icon = "openquote"
        label = _("legal basis")
        label_format = "{name}"
