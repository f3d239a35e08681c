from django.urls import path

from portal.styleguide import views

urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("form/", views.form, name="styleguide_form"),
    path("untranslated/", views.untranslated, name="styleguide_untranslated"),
    path("errors/<int:status>/", views.error, name="styleguide_error"),
]
