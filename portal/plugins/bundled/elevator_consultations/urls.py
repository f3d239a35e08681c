from django.urls import path

from portal.plugins.bundled.elevator_consultations import case_views

urlpatterns = [
    # of all cases
    path("staff/", case_views.staff, name="staff"),
    # of one, for staff
    path("<int:pk>/staff/", case_views.staff_case, name="staff_case"),
]
