import { serve, answerOf, signingKey } from './wire.mjs';
import * as client from 'openid-client';

const METHODS = {
  client_secret_basic: client.ClientSecretBasic,
  client_secret_post: client.ClientSecretPost,
  none: client.None,
  private_key_jwt: client.PrivateKeyJwt,
};

async function make({ url, client_id, client_secret, method, redirect_uri, scope }) {
  const signs = method === 'private_key_jwt';
  const proof = METHODS[method](signs ? await signingKey(client_secret) : client_secret);
  const config = await client.discovery(new URL(url), client_id, signs ? undefined : client_secret, proof, {
    algorithm: 'oauth2',
    execute: [client.allowInsecureRequests],
  });
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  let tokens, device, DPoP;
  return {
    discover: () => config.serverMetadata(),
    async authorize() {
      const code_challenge = await client.calculatePKCECodeChallenge(verifier);
      const asked = { redirect_uri, scope, state, code_challenge, code_challenge_method: 'S256' };
      return { url: client.buildAuthorizationUrl(config, asked).href };
    },
    async hold_key() {
      DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    },
    async push() {
      const code_challenge = await client.calculatePKCECodeChallenge(verifier);
      const asked = { redirect_uri, scope, state, code_challenge, code_challenge_method: 'S256' };
      return { url: (await client.buildAuthorizationUrlWithPAR(config, asked, { DPoP })).href };
    },
    start_device: async () => (device = await client.initiateDeviceAuthorization(config, { scope })),
    async fetch_device() {
      // the code was entered before it asks for the first time
      const soon = { ...device, interval: 1 };
      return (tokens = await client.pollDeviceAuthorizationGrant(config, soon, undefined, { DPoP }));
    },
    async exchange({ came_back }) {
      const checks = { pkceCodeVerifier: verifier, expectedState: state };
      return (tokens = await client.authorizationCodeGrant(config, new URL(came_back), checks, undefined, { DPoP }));
    },
    client_credentials: async () => (tokens = await client.clientCredentialsGrant(config, { scope }, { DPoP })),
    refresh: async () => (tokens = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP })),
    introspect: () => client.tokenIntrospection(config, tokens.access_token),
    revoke: () => client.tokenRevocation(config, tokens.access_token),
    async call() {
      const target = new URL('/api/user/', url);
      return answerOf(await client.fetchProtectedResource(config, tokens.access_token, target, 'GET', undefined, undefined, { DPoP }));
    },
  };
}

await serve(make, async (error) => {
  if (error instanceof client.ResponseBodyError || error instanceof client.AuthorizationResponseError)
    return error.error;
  if (error instanceof client.WWWAuthenticateChallengeError)
    return error.cause[0].parameters.error ?? (await error.response.json()).error;
});
