import { serve, answerOf } from './wire.mjs';
import { OAuth2Client, OAuth2Error, generateCodeVerifier } from '@badgateway/oauth2-client';

async function make({ url, client_id, client_secret, method, redirect_uri, scope }) {
  const client = new OAuth2Client({
    server: url,
    clientId: client_id,
    clientSecret: client_secret ?? undefined,
    authenticationMethod: method === 'none' ? undefined : method,
  });
  const codeVerifier = await generateCodeVerifier();
  const state = await generateCodeVerifier();
  const scopes = scope.split(' ');
  let token;
  const keep = (made) => {
    token = made;
    return { access_token: made.accessToken, refresh_token: made.refreshToken };
  };
  return {
    discover: async () => ({
      authorization_endpoint: await client.getEndpoint('authorizationEndpoint'),
      token_endpoint: await client.getEndpoint('tokenEndpoint'),
      revocation_endpoint: await client.getEndpoint('revocationEndpoint'),
      introspection_endpoint: await client.getEndpoint('introspectionEndpoint'),
    }),
    authorize: async () => ({
      url: await client.authorizationCode.getAuthorizeUri({
        redirectUri: redirect_uri, state, codeVerifier, scope: scopes,
      }),
    }),
    exchange: async ({ came_back }) =>
      keep(
        await client.authorizationCode.getTokenFromCodeRedirect(came_back, {
          redirectUri: redirect_uri, state, codeVerifier,
        }),
      ),
    client_credentials: async () => keep(await client.clientCredentials({ scope: scopes })),
    refresh: async () => keep(await client.refreshToken(token)),
    introspect: () => client.introspect(token),
    revoke: () => client.revoke(token, 'access_token'),
    async call() {
      const headers = { Authorization: `Bearer ${token.accessToken}` };
      return answerOf(await fetch(new URL('/api/user/', url), { headers }));
    },
  };
}

await serve(make, (error) => (error instanceof OAuth2Error ? error.oauth2Code : undefined));
