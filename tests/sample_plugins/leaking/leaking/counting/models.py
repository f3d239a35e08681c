from django.db import models


class Visit(models.Model):
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.at)
