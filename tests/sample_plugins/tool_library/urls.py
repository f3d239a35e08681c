from django.urls import path

from tool_library import views

urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("thanks/", views.thanks, name="thanks"),
    path("tools/<int:pk>/", views.tool, name="tool"),
    path("loans/", views.loans, name="loans"),
    path("unlisted/", views.loans, name="unlisted"),
]
