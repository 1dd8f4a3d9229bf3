"""The table of steps, in the order of the walk."""

from fracttal_console.cli.tour import steps_base as base
from fracttal_console.cli.tour import steps_client_credentials as job
from fracttal_console.cli.tour import steps_consent as person
from fracttal_console.cli.tour import steps_revocation as end
from fracttal_console.cli.tour.walk import Step
from fracttal_console.texts.catalogue import N_

STEPS = (
    Step(N_("Make the base and start the gateway"), base.make_base),
    Step(N_("Make a permission group"), base.make_group, (base.make_base,)),
    Step(N_("Make an API key"), base.make_api_key, (base.make_group,)),
    Step(N_("Call the API, signed with Hawk"), base.call_with_hawk, (base.make_api_key,)),
    Step(N_("Send the same signed request again: refused"), base.replay_hawk, (base.call_with_hawk,)),
    Step(N_("Register a consumer that acts for itself"), job.register, (base.make_group,)),
    Step(N_("It takes an access token"), job.take_token, (job.register,)),
    Step(N_("It calls the API"), job.call, (job.take_token,)),
    Step(N_("Register a consumer that acts for people"), person.register, (base.make_group,)),
    Step(N_("A person is sent to the authorization page"), person.ask_for_authorization, (person.register,)),
    Step(N_("The person signs in"), person.sign_in, (person.ask_for_authorization,)),
    Step(N_("The person sees what is asked for"), person.see_consent, (person.sign_in,)),
    Step(N_("The person allows it; the application gets a code"), person.allow, (person.see_consent,)),
    Step(N_("The application exchanges the code for tokens"), person.redeem_code, (person.allow,)),
    Step(N_("It calls the API for the person"), person.call, (person.redeem_code,)),
    Step(N_("It refreshes its tokens"), person.refresh, (person.redeem_code,)),
    Step(N_("It asks whether the new token is good"), person.introspect, (person.refresh,)),
    Step(N_("A super administrator revokes the authorization"), end.revoke, (person.redeem_code,)),
    Step(N_("The application's next request is refused"), end.call_refused, (end.revoke, person.refresh)),
    Step(N_("So is its refresh token"), end.refresh_refused, (end.revoke, person.refresh)),
    Step(N_("The audit log is whole"), end.verify_audit, (base.make_base,)),
)
