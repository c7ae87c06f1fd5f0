"""What customers ask a KPI to reach, and the supplier's word on it; part of the supplier's own side."""

from django.urls import path

from tandem.portal.views import targets

urlpatterns = [
    path("targets/", targets.targets, name="targets"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("targets/<int:pk>/accept/", targets.accept_target, name="accept_target"),
    path("targets/<int:pk>/counter/", targets.counter_target, name="counter_target"),
]
