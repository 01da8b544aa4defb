from labelwright.errors import Busy, Conflict, Forbidden, Invalid, NotFound


class WrongCredentials(Invalid):
    """Address and password do not belong together; which of them is wrong is not said."""

    code = "wrong-credentials"
    title = "E-mail or password is wrong"


class TooManyAttempts(Busy):
    """Too many wrong passwords for this account from this address."""

    code = "too-many-attempts"
    title = "Too many attempts; try again in a quarter of an hour"


class InvitationGone(NotFound):
    """The invitation was used, withdrawn or has expired."""

    code = "invitation-gone"
    title = "This invitation is no longer good; ask for a new one"


class LastOwner(Conflict):
    """An organisation always has an owner."""

    code = "last-owner"
    title = "The last owner cannot leave or step down; appoint another first"


class AboveOwnRole(Forbidden):
    """Nobody gives away or changes what they do not have."""

    code = "above-own-role"
    title = "You cannot give or change a role above your own"


class NameTaken(Conflict):
    """The name stands for something else here already."""

    code = "name-taken"
    title = "This name is taken"


class AlreadyMember(Conflict):
    """The invited person belongs to the organisation already."""

    code = "already-in-organisation"
    title = "This person is a member already"


class NoTokensForVendors(Forbidden):
    """Vendors' people work in the browser; tokens would take their work and the items out of it."""

    code = "no-tokens-for-vendors"
    title = "Tokens are for people in house"
