from django.urls import path

from portal.plugins.bundled.class_signups import (
    care_views,
    residence_views,
    staff_answers,
    staff_changes,
    staff_moving,
    staff_residence,
    staff_views,
)
from portal.plugins.bundled.class_signups.views import SignUpView, draw, draw_list

urlpatterns = [
    path("<int:pk>/sign-up/", SignUpView.as_view(), name="sign_up"),
    path("<int:pk>/draw/", draw, name="draw"),
    path("<int:pk>/draw/list.txt", draw_list, name="draw_list"),
    path("<int:pk>/staff/draw/", staff_views.draw_seed, name="draw_seed"),
    path("staff/", staff_views.staff, name="staff"),
    path("staff/changes/", staff_changes.changes, name="changes"),
    path("staff/changes/<int:pk>/", staff_changes.change, name="change"),
    path("<int:pk>/staff/", staff_views.sign_ups, name="sign_ups"),
    path("<int:pk>/staff/register/", staff_views.register, name="register"),
    path("<int:pk>/staff/counter/", staff_views.CounterView.as_view(), name="counter"),
    path("<int:pk>/staff/message/", staff_views.message, name="message"),
    path("<int:pk>/staff/answer/<int:sign_up>/", staff_answers.answer, name="answer"),
    path("residence/", residence_views.residence, name="residence"),
    path("<int:pk>/staff/residence/<int:entry>/", staff_residence.confirm, name="confirm_residence"),
    path("<int:pk>/staff/move/<int:entry>/", staff_moving.move_family, name="move"),
    path("<int:pk>/staff/file/", staff_views.file, name="file"),
    path("staff/missing/", care_views.missing, name="missing"),
    path("<int:pk>/staff/day/", care_views.day, name="day"),
    path("<int:pk>/staff/day/<int:session>/<int:child>/", care_views.ChildDayView.as_view(), name="child_day"),
]
