from django.urls import path

from portal.plugins.bundled.elevator_consultations import case_views, cost_views

urlpatterns = [
    # of all cases
    path("staff/", case_views.staff, name="staff"),
    # of one, for staff
    path("<int:pk>/staff/", case_views.staff_case, name="staff_case"),
    path("<int:pk>/staff/costs/", cost_views.costs, name="costs"),
    path("<int:pk>/staff/costs/add/", cost_views.cost_plan_add, name="cost_plan_add"),
    path("<int:pk>/staff/costs/<int:plan>/", cost_views.cost_plan, name="cost_plan"),
    path("<int:pk>/staff/costs/choose/", cost_views.cost_choose, name="cost_choose"),
    path("<int:pk>/staff/costs/delete/", cost_views.cost_delete, name="cost_delete"),
    path("<int:pk>/staff/costs/table/", cost_views.cost_table, name="cost_table"),
]
