"""What is said of a consumer's public keys: each one's state, life and use, and by what the consumer proves itself."""

from fracttal_console.domain.consumer_keys import AuthMethod, ConsumerKey
from fracttal_console.domain.rotations import SecretState
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.texts.brief import brief_ago, brief_date, whole_moment
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.states import secret_pill
from fracttal_console.ui.widgets.panel_content import Fact, SecretFact, Section


def method_name(method: AuthMethod, texts: Texts) -> str:
    """Return what a way of authentication is called."""
    return texts.gettext("Client secret") if method is AuthMethod.CLIENT_SECRET else texts.gettext("Public key")


def method_fact(view: ConsumerView, texts: Texts) -> tuple[Fact, ...]:
    """Say by what a confidential consumer proves itself."""
    if not view.consumer.confidential:
        return ()
    return (Fact(texts.gettext("Authentication"), method_name(view.method, texts)),)


def key_section(desk: Desk, view: ConsumerView) -> Section:
    """Describe the keys, newest first; of those that were retired, the last one."""
    retired = [key.id for key in view.keys if not key.live]
    shown = [key for key in reversed(view.keys) if key.id not in retired[:-1]]
    return Section(desk.texts.gettext("Public keys"), tuple(key_fact(desk, view, key) for key in shown))


def key_fact(desk: Desk, view: ConsumerView, key: ConsumerKey) -> SecretFact:
    """Describe one key."""
    texts, now, use = desk.texts, desk.now(), view.key_uses.get(key.id)
    life = texts.gettext("Created {date}").format(date=brief_date(key.created_at, now, texts))
    if key.retired_at is not None:
        gone = texts.gettext("Retired {date}").format(date=brief_date(key.retired_at, now, texts))
        life = f"{life} · {gone}"
    used = texts.gettext("Never used")
    if use is not None:
        used = texts.gettext("Last used {ago}").format(ago=brief_ago(use.at, now, texts))
    return SecretFact(
        key.kid if len(key.kid) <= _LONGEST else f"{key.kid[:_LONGEST]}…",
        secret_pill(SecretState.ACTIVE if key.live else SecretState.RETIRED, texts),
        life,
        used,
        f"{use.address}  {use.path}" if use else "",
        whole_moment(use.at, texts) if use else "",
    )


_LONGEST = 20
