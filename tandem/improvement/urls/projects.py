"""Improvement projects, on both sides."""

from django.urls import URLPattern, path

from tandem.improvement.views import projects

both: list[URLPattern] = [
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.new_project, name="new_project"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/agree/", projects.agree, name="agree"),
    path("projects/<int:pk>/decline/", projects.decline, name="decline"),
    path("projects/<int:pk>/stop/", projects.stop, name="stop"),
    path("projects/<int:pk>/finish/", projects.finish, name="finish"),
    path("projects/<int:pk>/steps/", projects.plan_step, name="plan_step"),
    path("projects/<int:pk>/steps/<int:step>/done/", projects.finish_step, name="finish_step"),
]
