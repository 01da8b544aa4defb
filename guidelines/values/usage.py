from guidelines.values.value import Value


def labels_used(value: Value) -> dict[tuple[str, str], int]:
    """How often each (field key, label or option key) occurs in `value`.

    Feeds the index behind counts and filters.
    """
    return {use: times for use, times in answers_used(value).items() if use[1]}


def answers_used(value: Value) -> dict[tuple[str, str], int]:
    """As `labels_used`, and each answer that uses no label under an empty one, so that it is found by its field."""
    used: dict[tuple[str, str], int] = {}
    for field, answer in value.answers.items():
        use = None
        for label in answer.labels:
            use = field, label
            used[use] = used.get(use, 0) + 1
        if use is None:
            used[field, ""] = 1
    return used
