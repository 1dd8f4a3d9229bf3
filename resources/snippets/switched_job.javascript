// Node 20 or newer with openid-client (npm install openid-client); save it as a .mjs file.
import * as client from "openid-client";

const secret = client.ClientSecretBasic(process.env.FRACTTAL_SECRET);
const config = await client.discovery(new URL("@URL@"), "@PUBLIC_ID@", undefined, secret, {
  algorithm: "oauth2",
@http@  execute: [client.allowInsecureRequests], // for this computer only: everywhere else the address is https
});
// Keep the key as long as the token: without it the token is worth nothing (DPoP).
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());

const tokens = await client.clientCredentialsGrant(config, {}, { DPoP });
const sent = [new URL("@URL@/api/user/"), "GET", undefined, undefined, { DPoP }];
const user = await client.fetchProtectedResource(config, tokens.access_token, ...sent);
console.log(await user.text());
