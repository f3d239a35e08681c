from django.db import models

from leaking.rows import Named


class Caller(Named):
    phone = models.CharField(max_length=20)
