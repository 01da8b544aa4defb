"""What this floor announces. Floors above listen in their `receivers`."""

from django.dispatch import Signal

# In the transaction, the project being locked; a receiver raises what speaks against it.
schema_version_publishing = Signal()  # project
# The same for a guideline, `version` being the draft and `markdown` the text as it will read. `gone` are the keys of the
# sections that it leaves out and `moves` where to what points there goes; a receiver gives the pointers that no move is about.
guideline_version_publishing = Signal()  # version, markdown, gone, moves, by
# A guideline is about to show pictures that are none of its own; a receiver gives the ids of those that `by` may see otherwise.
pictures_named = Signal()  # project_id, keys, by
# After the transaction has committed.
schema_version_published = Signal()  # version_id
guideline_version_published = Signal()  # version_id
