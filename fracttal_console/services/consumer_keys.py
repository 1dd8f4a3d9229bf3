"""Public keys of OAuth consumers: add, preview the end of one, retire."""

from collections.abc import Sequence
from dataclasses import replace

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import Change, ConsumerKeyRetired, ConsumerKeysAdded, Fact, Target
from fracttal_console.domain.consumer_keys import AuthMethod, ConsumerKey, live_keys
from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.domain.errors import NotFound, OnlyKey, WrongState
from fracttal_console.domain.impact import Impact, impact_of_uses
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.services.key_registration import add_keys
from fracttal_console.services.references import find_consumer
from fracttal_console.services.token_purge import purge_consumer
from fracttal_console.services.use_case import UseCases, Work


class ConsumerKeys:
    """Use cases on public keys of consumers."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def add(self, actor: Actor, ref: str, text: str, *, kid: str = "") -> tuple[ConsumerKey, ...]:
        """Add public keys to a consumer, beside those it has; `edit` settles whether it proves itself by them.

        Args:
            actor: who does it.
            ref: names the consumer.
            text: a JWKS, a JWK or a PEM file.
            kid: names a single key; without it a key goes by the name it has, or else by its thumbprint.

        Raises:
            NotFound: no consumer has this id, client id or name.
            WrongState: it was deleted.
            Invalid: field `key`, a rule of `add_keys` or `read_public_keys`.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_ADD_KEY) as work:
            consumer = _living(work, ref)
            before = _names(work, consumer)
            added = add_keys(work, consumer, text, kid)
            facts = {"kid": ", ".join(key.kid for key in added), "thumbprint": ", ".join(k.thumbprint for k in added)}
            change = Change("keys", before, _names(work, consumer))
            work.record(ConsumerKeysAdded(target=_target(consumer), changes=(change,), facts=facts))
        return added

    def impact(self, actor: Actor, ref: str, key: str) -> Impact:
        """Return what depends on a public key, as far as its last use tells.

        Raises:
            NotFound: as in `retire`.
        """
        now = self._use_cases.now()
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            live = live_keys(repositories.consumer_keys.of_consumer(find_consumer(repositories, ref).id))
            found = _called(live, key)
            use = repositories.consumer_key_uses.among([found.id]).get(found.id)
        return impact_of_uses([use], (), now)

    def retire(self, actor: Actor, ref: str, key: str, *, compromised: bool = False) -> ConsumerKey:
        """Let a public key of a consumer prove nothing from now on.

        Args:
            actor: who does it.
            ref: names the consumer.
            key: the key's id, its name or its thumbprint.
            compromised: somebody else may have its private half: every code and token of the consumer ends for good, in
                the same transaction.

        Raises:
            NotFound: no consumer has this id, client id or name, or no live key of it is called so.
            WrongState: it was deleted.
            OnlyKey: it is the last key of a consumer that proves itself by keys.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_RETIRE_KEY) as work:
            consumer = _living(work, ref)
            live = live_keys(work.consumer_keys.of_consumer(consumer.id))
            found = _called(live, key)
            if len(live) == 1 and work.consumer_methods.of(consumer.id) is AuthMethod.PRIVATE_KEY_JWT:
                raise OnlyKey(consumer.name)
            before = _names(work, consumer)
            retired = replace(found, retired_at=work.now)
            work.consumer_keys.save(retired)
            facts: dict[str, Fact] = {"kid": retired.kid, "thumbprint": retired.thumbprint}
            if compromised:
                facts |= {"compromised": True, "authorizations": purge_consumer(work, consumer.id)}
            change = Change("keys", before, _names(work, consumer))
            work.record(ConsumerKeyRetired(target=_target(consumer), changes=(change,), facts=facts))
        return retired


def _living(work: Work, ref: str) -> Consumer:
    consumer = find_consumer(work.repositories, ref)
    if consumer.status is CredentialStatus.DELETED:
        raise WrongState("consumer", consumer.client_id, consumer.status)
    return consumer


def _names(work: Work, consumer: Consumer) -> str:
    return ", ".join(key.kid for key in live_keys(work.consumer_keys.of_consumer(consumer.id)))


def _target(consumer: Consumer) -> Target:
    return Target("consumer", consumer.id, consumer.name)


def _called(live: Sequence[ConsumerKey], key: str) -> ConsumerKey:
    wanted = key.strip()
    # its own name first: another key's name could be a number
    found = next((one for one in live if wanted in {one.kid, one.thumbprint}), None)
    found = found or next((one for one in live if wanted == str(one.id)), None)
    if found is None:
        raise NotFound("consumer_key", key)
    return found
