from django.db import models

from leaking.rows import Named
from portal.names import NamesField


class Thing(Named):
    other_names = NamesField()
    added = models.BooleanField(default=False)
