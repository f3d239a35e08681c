from django.urls import path

from portal.notifications import views

urlpatterns = [
    path("integrations/sms-receipts/", views.sms_receipt, name="sms_receipt"),
]
