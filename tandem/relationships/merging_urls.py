"""Merging has a namespace of its own: it is there for suppliers' administrators too, the list of suppliers is not."""

from django.urls import path

from tandem.relationships.views import merging

app_name = "merging"
urlpatterns = [
    path("", merging.merges, name="merges"),
    path("suppliers/", merging.propose, name="propose"),
    path("organisations/", merging.propose_organization, name="propose_organization"),
    path("<int:pk>/", merging.merge, name="merge"),
    path("<int:pk>/approve/", merging.approve, name="approve"),
    path("<int:pk>/refuse/", merging.refuse, name="refuse"),
    path("<int:pk>/withdraw/", merging.withdraw, name="withdraw"),
]
