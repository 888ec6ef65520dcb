"""Long lists of ids in queries: one parameter instead of thousands of placeholders."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Value


def one_of(column: str, ids: Iterable[int]) -> Func:
    """The condition `column = ANY(array)`, for `filter`: driver and planner take any number of ids as one value."""
    return Func(
        F(column),
        Value(list(ids), output_field=ArrayField(BigIntegerField())),
        template="(%(expressions)s::bigint[]))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
