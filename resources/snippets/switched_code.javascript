// Node 20 or newer with openid-client (npm install openid-client); save it as a .mjs file.
import { createInterface } from "node:readline/promises";
import * as client from "openid-client";

const redirectUri = "@REDIRECT_URI@";
@secret@const secret = client.ClientSecretBasic(process.env.FRACTTAL_SECRET);
@public@const secret = client.None(); // a public consumer has none: the verifier proves who asks (PKCE)
const config = await client.discovery(new URL("@URL@"), "@PUBLIC_ID@", undefined, secret, {
  algorithm: "oauth2",
@http@  execute: [client.allowInsecureRequests], // for this computer only: everywhere else the address is https
});
@dpop@// Keep the key as long as the tokens: without it they are worth nothing (DPoP).
@dpop@const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
const verifier = client.randomPKCECodeVerifier(), state = client.randomState();
const asked = {
  redirect_uri: redirectUri,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
};
@par@// The request goes to the gateway first, so that nothing of it passes through the browser (PAR).
@par@@dpop@const page = await client.buildAuthorizationUrlWithPAR(config, asked, { DPoP });
@par@@bearer@const page = await client.buildAuthorizationUrlWithPAR(config, asked);
@direct@const page = client.buildAuthorizationUrl(config, asked);
console.error("Open this in a browser, allow, and copy the address that it leads to:");
console.error(page.href);
const lines = createInterface({ input: process.stdin });
const cameBack = new URL((await lines.question("")).trim());
lines.close();

const checks = { pkceCodeVerifier: verifier, expectedState: state };
@dpop@const tokens = await client.authorizationCodeGrant(config, cameBack, checks, undefined, { DPoP });
@bearer@const tokens = await client.authorizationCodeGrant(config, cameBack, checks);
const place = new URL("@URL@/api/user/");
@dpop@const sent = [place, "GET", undefined, undefined, { DPoP }];
@bearer@const sent = [place, "GET"];
const user = await client.fetchProtectedResource(config, tokens.access_token, ...sent);
console.log(await user.text());
