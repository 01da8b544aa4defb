from collections import Counter

from guidelines.values.value import Value


def labels_used(value: Value) -> dict[tuple[str, str], int]:
    """How often each (field key, label or option key) occurs in `value`.

    Feeds the index behind counts and filters.
    """
    return dict(Counter((field, label) for field, answer in value.answers.items() for label in answer.labels))
