"""What needs attention in the demo base: ends that come near, a weaker profile, an owner who left."""

from datetime import datetime, timedelta

from fracttal_console.bootstrap.console import Console
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.credentials import Profile


def make_attention(console: Console, admin: Actor, now: datetime) -> None:
    """Edit some credentials, disable an owner, and check the chain; the clock stands at a moment of today."""
    people = {person.name: person for person, _ in console.people.all(admin)}
    owners = [person for person in people.values() if person.role == "member"][:3]
    console.api_keys.edit(admin, "Planilla de costos", owner=owners[0].name, expires_at=now + timedelta(hours=20))
    console.api_keys.edit(admin, "Puente SCADA", owner=owners[1].name, profile=Profile.FRACTTAL)
    console.api_keys.edit(admin, "Planilla de costos", legacy_basic=True)
    console.consumers.edit(admin, "Lectura de Medidores", owner=owners[1].name, profile=Profile.FRACTTAL)
    console.consumers.edit(admin, "Calibra Laboratorio", owner=owners[0].name, expires_at=now + timedelta(days=6))
    console.consumers.edit(admin, "Torre de Control Logística", owner=owners[2].name)
    console.people.disable(admin, owners[2].email)
    console.audit.check(admin)
