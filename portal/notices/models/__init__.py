"""Notices: their index, their pages, and whom they are for."""

from .announced import AnnouncedFile
from .index import NoticeIndexPage
from .page import NoticeBuilding, NoticeCompound, NoticePage

__all__ = ["AnnouncedFile", "NoticeBuilding", "NoticeCompound", "NoticeIndexPage", "NoticePage"]
