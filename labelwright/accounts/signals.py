"""What happens to people, for the floors above."""

from django.dispatch import Signal

# `invitation_id`: somebody accepts it and is a member now. Sent in the transaction of the acceptance, so that what the
# floors above do about it is committed with it or not at all (docs/decisions/0013).
invitation_accepted = Signal()
