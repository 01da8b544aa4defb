"""What this floor announces, after the transaction has committed. Floors above listen in their `receivers`."""

from django.dispatch import Signal

dataset_version_published = Signal()  # version_id
