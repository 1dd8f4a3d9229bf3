"""Drop everything that authorizations opened: their codes, their devices' requests and their tokens."""

from fracttal_console.services.use_case import Work


def purge_tokens(work: Work, authorization_id: int) -> None:
    """Drop the codes, the devices' requests and the tokens of an authorization, for good."""
    work.codes.drop_of(authorization_id)
    work.device_grants.drop_of(authorization_id)
    work.access_tokens.drop_of(authorization_id)
    work.refresh_tokens.drop_of(authorization_id)


def purge_consumer(work: Work, consumer_id: int) -> int:
    """Do so for all authorizations of a consumer; return how many those are."""
    # those that were revoked a moment ago too: an undo must not bring their tokens back
    given = work.authorizations.of_consumer(consumer_id)
    for authorization in given:
        purge_tokens(work, authorization.id)
    return len(given)
