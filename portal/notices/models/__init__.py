"""Notices: their index, their pages, and whom they are for."""

from .index import NoticeIndexPage
from .page import NoticeBuilding, NoticeCompound, NoticePage

__all__ = ["NoticeBuilding", "NoticeCompound", "NoticeIndexPage", "NoticePage"]
