from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.core.fence import Fence, own
from tandem.sourcing.models.evidence import Criterion
from tandem.sourcing.models.selections import Selection


class Judge(models.Model):
    """Somebody of the committee who was invited to say how much the criteria weigh."""

    FENCE = Fence(own("selection__customer"))

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="judges")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    invited_at = models.DateTimeField()
    # When every pair, or every criterion, had been judged and the judge handed it in.
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["selection", "user"], name="one_judge_a_person")]

    def __str__(self) -> str:
        return self.name


class Judgement(models.Model):
    """How many times as important `first` is as `second`, on Saaty's scale from 1/9 to 9. `scale` is 1 to 9 where the
    first weighs more, and -2 to -9 where the second does."""

    FENCE = Fence(own("judge__selection__customer"))

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="judgements")
    first = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    second = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    scale = models.SmallIntegerField(validators=[MinValueValidator(-9), MaxValueValidator(9)])

    class Meta:
        ordering = ["first__position", "second__position"]
        constraints = [
            models.UniqueConstraint(fields=["judge", "first", "second"], name="one_judgement_a_pair"),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="a_pair_is_of_two",
                violation_error_message=_("Compare two different criteria."),
            ),
            models.CheckConstraint(
                condition=(Q(scale__gte=1) & Q(scale__lte=9)) | (Q(scale__gte=-9) & Q(scale__lte=-2)),
                name="a_judgement_is_on_saatys_scale",
                violation_error_message=_(
                    "A judgement lies between 9 times for the one and 9 times for the other."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} : {self.second} = {self.scale}"

    @property
    def ratio(self) -> float:
        return float(self.scale) if self.scale > 0 else 1 / -self.scale


class DirectWeight(models.Model):
    """Points a judge gives a criterion; shares are what counts."""

    FENCE = Fence(own("judge__selection__customer"))

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="direct_weights")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField(
        _("points"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["judge", "criterion"], name="one_direct_weight_each"),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=100),
                name="direct_points_from_1_to_100",
                violation_error_message=_("Give 1 to 100 points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
