from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models.organizations import Organization
from tandem.accounts.roles import Role, labels
from tandem.core.fence import Fence, nobody_yet, own, person, where

COLLEAGUE = "EXISTS (SELECT 1 FROM accounts_membership m WHERE m.user_id = t.id)"
ONCE_ACTED_HERE = (
    "EXISTS (SELECT 1 FROM accounts_auditentry a"
    " WHERE a.user_id = t.id AND a.organization_id = (SELECT tandem_organization()))"
)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    # A password is asked for before anybody is known; colleagues are shown, and those who once did something here.
    FENCE = Fence(
        reads=where(COLLEAGUE) | where(ONCE_ACTED_HERE),
        writes=person("pk") | nobody_yet(),
    )

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    # The organisation this person acted for last; where they start again after signing in.
    acting_for = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="+")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    FENCE = Fence(reads=person("user"), writes=own("organization"))

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=Role), verbose_name=_("roles"))
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="one_membership_each"),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0),
                name="a_member_has_a_role",
                violation_error_message=_("A member needs a role: choose one."),
            ),
        ]
        ordering = ["organization__name", "user__name"]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization} · {self.roles_label}"

    @property
    def roles_label(self) -> str:
        return labels(self.roles)
