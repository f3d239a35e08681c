"""A page of the portal with something on it, for the samples' views."""

from django.shortcuts import render

from portal.plugins.api import PageMeta


def show(request, text, template="portal/403.html"):
    return render(request, template, {"text": text, "meta": PageMeta(title=text, indexable=False)})
