"""What happened to people, for the floors above. Sent on commit."""

from django.dispatch import Signal

# `invitation_id`: somebody accepted it and is a member now.
invitation_accepted = Signal()
