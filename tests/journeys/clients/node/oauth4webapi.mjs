import { serve, answerOf, signingKey } from './wire.mjs';
import * as oauth from 'oauth4webapi';

const INSECURE = { [oauth.allowInsecureRequests]: true };
const METHODS = {
  client_secret_basic: oauth.ClientSecretBasic,
  client_secret_post: oauth.ClientSecretPost,
  none: oauth.None,
  private_key_jwt: oauth.PrivateKeyJwt,
};

async function make({ url, client_id, client_secret, method, redirect_uri, scope }) {
  const issuer = new URL(url);
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...INSECURE });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const client = { client_id };
  const signs = method === 'private_key_jwt';
  const proof = METHODS[method](signs ? await signingKey(client_secret) : client_secret);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  let tokens, device, DPoP;
  return {
    discover: () => server,
    async authorize() {
      const asked = new URL(server.authorization_endpoint);
      asked.searchParams.set('client_id', client_id);
      asked.searchParams.set('redirect_uri', redirect_uri);
      asked.searchParams.set('response_type', 'code');
      asked.searchParams.set('scope', scope);
      asked.searchParams.set('state', state);
      asked.searchParams.set('code_challenge', await oauth.calculatePKCECodeChallenge(verifier));
      asked.searchParams.set('code_challenge_method', 'S256');
      return { url: asked.href };
    },
    async hold_key() {
      DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    },
    async push() {
      const code_challenge = await oauth.calculatePKCECodeChallenge(verifier);
      const form = { redirect_uri, response_type: 'code', scope, state, code_challenge, code_challenge_method: 'S256' };
      const response = await oauth.pushedAuthorizationRequest(server, client, proof, form, { ...INSECURE, DPoP });
      const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, response);
      const asked = new URL(server.authorization_endpoint);
      asked.searchParams.set('client_id', client_id);
      asked.searchParams.set('request_uri', request_uri);
      return { url: asked.href };
    },
    async start_device() {
      const response = await oauth.deviceAuthorizationRequest(server, client, proof, { scope }, INSECURE);
      return (device = await oauth.processDeviceAuthorizationResponse(server, client, response));
    },
    async fetch_device() {
      const response = await oauth.deviceCodeGrantRequest(
        server, client, proof, device.device_code, { ...INSECURE, DPoP },
      );
      return (tokens = await oauth.processDeviceCodeResponse(server, client, response));
    },
    async exchange({ came_back }) {
      const answer = oauth.validateAuthResponse(server, client, new URL(came_back), state);
      const response = await oauth.authorizationCodeGrantRequest(
        server, client, proof, answer, redirect_uri, verifier, { ...INSECURE, DPoP },
      );
      return (tokens = await oauth.processAuthorizationCodeResponse(server, client, response));
    },
    async client_credentials() {
      const response = await oauth.clientCredentialsGrantRequest(server, client, proof, { scope }, { ...INSECURE, DPoP });
      return (tokens = await oauth.processClientCredentialsResponse(server, client, response));
    },
    async refresh() {
      const response = await oauth.refreshTokenGrantRequest(
        server, client, proof, tokens.refresh_token, { ...INSECURE, DPoP },
      );
      return (tokens = await oauth.processRefreshTokenResponse(server, client, response));
    },
    async introspect() {
      const response = await oauth.introspectionRequest(server, client, proof, tokens.access_token, INSECURE);
      return oauth.processIntrospectionResponse(server, client, response);
    },
    async revoke() {
      const response = await oauth.revocationRequest(server, client, proof, tokens.access_token, INSECURE);
      return oauth.processRevocationResponse(response);
    },
    async call() {
      const target = new URL('/api/user/', url);
      const sent = [tokens.access_token, 'GET', target, undefined, undefined, { ...INSECURE, DPoP }];
      return answerOf(await oauth.protectedResourceRequest(...sent));
    },
  };
}

await serve(make, async (error) => {
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError)
    return error.error;
  if (error instanceof oauth.WWWAuthenticateChallengeError)
    return error.cause[0].parameters.error ?? (await error.response.json()).error;
});
