// Node 18 or newer; save it as a .mjs file. A public consumer has no secret: the verifier proves who asks (PKCE).
import { createHash, randomBytes } from "node:crypto";
import { createInterface } from "node:readline/promises";

const URL_ = "@URL@", clientId = "@PUBLIC_ID@", redirectUri = "@REDIRECT_URI@";
const verifier = randomBytes(48).toString("base64url");
const asked = new URLSearchParams({
  response_type: "code",
  client_id: clientId,
  redirect_uri: redirectUri,
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
  state: randomBytes(16).toString("base64url"), // compare it with the state that comes back
});
console.error("Open this in a browser, allow, and copy the code from the address it leads to:");
console.error(URL_ + "/oauth/authorize?" + asked);
const lines = createInterface({ input: process.stdin });
const code = (await lines.question("")).trim();
lines.close();

const answer = await fetch(URL_ + "/oauth/token", {
  method: "POST",
  body: new URLSearchParams({
    grant_type: "authorization_code", client_id: clientId, code, redirect_uri: redirectUri, code_verifier: verifier,
  }),
});
if (!answer.ok) throw new Error(await answer.text());
const { access_token } = await answer.json();
const user = await fetch(URL_ + "/api/user/", { headers: { Authorization: "Bearer " + access_token } });
console.log(await user.text());
