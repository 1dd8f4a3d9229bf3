// Node 20 or newer with openid-client (npm install openid-client); save it as a .mjs file.
import * as client from "openid-client";

@secret@const secret = client.ClientSecretBasic(process.env.FRACTTAL_SECRET);
@public@const secret = client.None();
const config = await client.discovery(new URL("@URL@"), "@PUBLIC_ID@", undefined, secret, {
  algorithm: "oauth2",
@http@  execute: [client.allowInsecureRequests], // for this computer only: everywhere else the address is https
});
@dpop@// Keep the key as long as the tokens: without it they are worth nothing (DPoP).
@dpop@const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());

const started = await client.initiateDeviceAuthorization(config, {});
console.error("Open this in any browser, and enter " + started.user_code + ":");
console.error(started.verification_uri);
@dpop@const tokens = await client.pollDeviceAuthorizationGrant(config, started, undefined, { DPoP });
@bearer@const tokens = await client.pollDeviceAuthorizationGrant(config, started);
const place = new URL("@URL@/api/user/");
@dpop@const sent = [place, "GET", undefined, undefined, { DPoP }];
@bearer@const sent = [place, "GET"];
const user = await client.fetchProtectedResource(config, tokens.access_token, ...sent);
console.log(await user.text());
