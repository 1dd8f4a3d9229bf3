"""Drop everything that an authorization opened: its codes, its devices' requests and its tokens."""

from fracttal_console.services.use_case import Work


def purge_tokens(work: Work, authorization_id: int) -> None:
    """Drop the codes, the devices' requests and the tokens of an authorization, for good."""
    work.codes.drop_of(authorization_id)
    work.device_grants.drop_of(authorization_id)
    work.access_tokens.drop_of(authorization_id)
    work.refresh_tokens.drop_of(authorization_id)
