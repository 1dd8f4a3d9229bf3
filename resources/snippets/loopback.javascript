// Node 18 or newer; save it as a .mjs file. A public consumer has no secret: the verifier proves who asks (PKCE).
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

const URL_ = "@URL@", clientId = "@PUBLIC_ID@";
const verifier = randomBytes(48).toString("base64url"), state = randomBytes(16).toString("base64url");

const server = createServer().listen(@LISTEN_PORT@, "@LISTEN_HOST@");
await once(server, "listening");
const redirectUri = `http://@REDIRECT_HOST@:${server.address().port}@REDIRECT_REST@`;
const asked = new URLSearchParams({
  response_type: "code",
  client_id: clientId,
  redirect_uri: redirectUri,
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
  state,
});
console.error("Open this in a browser and allow:");
console.error(URL_ + "/oauth/authorize?" + asked);
const code = await new Promise((resolve) => {
  server.on("request", (request, response) => {
    const back = new URL(request.url, redirectUri).searchParams;
    response.setHeader("Connection", "close").end("You can close this tab.");
    if (back.get("state") === state) resolve(back.get("code")); // a browser may ask for other things too
  });
});
server.close();

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
