from django.db import models


class Row(models.Model):
    vanished = models.ForeignKey("lost_reference.Vanished", on_delete=models.CASCADE)

    def __str__(self) -> str:
        return str(self.pk)
