from django.core.signals import request_started
from django.dispatch import receiver


@receiver(request_started)
def fail_in_every_request(**kwargs):
    raise RuntimeError("it listens still")
