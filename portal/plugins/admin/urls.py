"""Addresses of the plugins screens, below the admin's."""

from django.urls import path

from portal.plugins.admin import city_views, community_views, figure_views, health_views, person_views, policy_views

here, city = "plugins/<str:code>/<slug:plugin>/", "city-plugins/<slug:plugin>/"

#: For leads: each asks for the role itself.
for_communities = [
    path("plugins/", community_views.ChooseCommunityView.as_view(), name="plugin_communities"),
    path("plugins/<str:code>/", community_views.CommunityPluginsView.as_view(), name="community_plugins"),
    path(f"{here}on/", community_views.SwitchOnView.as_view(), name="switch_plugin_on"),
    path(f"{here}off/", community_views.SwitchOffView.as_view(), name="switch_plugin_off"),
    path(f"{here}settings/", community_views.SettingsView.as_view(), name="plugin_settings"),
    path("personal-data/", person_views.PersonalDataView.as_view(), name="personal_data"),
]
#: For editors and leads, of their communities.
for_editors = [path("figures/", figure_views.FiguresView.as_view(), name="figures")]
#: For city administrators.
for_city = [
    path("city-plugins/", city_views.CityPluginsView.as_view(), name="city_plugins"),
    path(city, city_views.CityPluginView.as_view(), name="city_plugin"),
    path(f"{city}communities/", city_views.PluginCommunitiesView.as_view(), name="plugin_in_communities"),
    path(f"{city}policy/", policy_views.PolicyView.as_view(), name="plugin_policy"),
    path(f"{city}bulk/", policy_views.BulkView.as_view(), name="switch_in_many"),
    path(f"{city}bulk/<int:bulk>/", policy_views.BulkSwitchView.as_view(), name="bulk_switch"),
    path(f"{city}on/", community_views.SwitchOnView.as_view(), name="switch_city_plugin_on"),
    path(f"{city}off/", community_views.SwitchOffView.as_view(), name="switch_city_plugin_off"),
    path(f"{city}settings/", community_views.SettingsView.as_view(), name="city_plugin_settings"),
    path("plugin-health/", health_views.HealthView.as_view(), name="plugin_health"),
    path("plugin-health/reset/<int:pk>/", health_views.ResetView.as_view(), name="reset_plugin"),
]
