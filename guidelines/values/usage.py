from guidelines.values.value import Value


def labels_used(value: Value) -> dict[tuple[str, str], int]:
    """How often each (field key, label or option key) occurs in `value`.

    Feeds the index behind counts and filters.
    """
    used: dict[tuple[str, str], int] = {}
    for field, answer in value.answers.items():
        for label in answer.labels:
            used[field, label] = used.get((field, label), 0) + 1
    return used


def answers_used(value: Value) -> dict[tuple[str, str], int]:
    """As `labels_used`, and each answer that uses no label under an empty one, so that it is found by its field."""
    used = labels_used(value)
    for field, answer in value.answers.items():
        if not answer.labels:
            used[field, ""] = 1
    return used
