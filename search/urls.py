from django.urls import path

from search import browsers, views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("opensearch.xml", browsers.description, name="description"),
    path("typed.json", browsers.typed, name="typed"),
]
