// oidc-provider with its own sign-in pages; what it knows comes as one line on the standard input.
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Provider } from "oidc-provider";

const [line] = await once(createInterface({ input: process.stdin }), "line");
const known = JSON.parse(line);

const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: known.client_id,
    client_secret: known.client_secret,
    redirect_uris: [known.redirect_uri],
    token_endpoint_auth_method: known.auth_method,
    id_token_signed_response_alg: "RS256",
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  conformIdTokenClaims: known.by_user_info,
  cookies: { keys: ["not-a-secret-of-anybody"] },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
  async findAccount(_context, id) {
    const claims = known.accounts[id];
    return claims && { accountId: id, claims: async () => ({ sub: id, ...claims }) };
  },
});
for (const event of ["grant.error", "server_error", "authorization.error"]) {
  provider.on(event, (_context, error) => console.error(event, error.message, error.error_description ?? ""));
}
server.on("request", provider.callback());
console.log(JSON.stringify({ issuer }));
