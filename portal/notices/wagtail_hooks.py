"""Wagtail asks here before it hands out a file."""

from wagtail import hooks

from portal.notices.files import close_with_announcement

hooks.register("before_serve_document", close_with_announcement)
