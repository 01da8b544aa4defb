"""What this floor announces. Floors above listen in their `receivers`."""

from django.dispatch import Signal

# In the transaction, the project being locked; a receiver raises what speaks against it.
schema_version_publishing = Signal()  # project
# After the transaction has committed.
schema_version_published = Signal()  # version_id
guideline_version_published = Signal()  # version_id
