import { createHash, randomBytes } from 'node:crypto';
import { serve, answerOf } from './wire.mjs';
import { AuthorizationCode, ClientCredentials } from 'simple-oauth2';

const PLACES = { client_secret_basic: 'header', client_secret_post: 'body' };

function make({ url, client_id, client_secret, method, redirect_uri, scope }) {
  const config = (paths) => ({
    client: { id: client_id, secret: client_secret },
    auth: { tokenHost: url, tokenPath: '/oauth/token', revokePath: '/oauth/revoke', ...paths },
    options: { authorizationMethod: PLACES[method] },
  });
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('hex');
  let kept;
  const keep = (token) => (kept = token).token;
  const application = () =>
    new AuthorizationCode(config({ refreshPath: '/oauth/token', authorizePath: '/oauth/authorize' }));
  return {
    authorize: () => ({
      url: application().authorizeURL({
        redirect_uri,
        scope,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }),
    }),
    async exchange({ came_back }) {
      const answer = new URL(came_back).searchParams;
      if (answer.get('state') !== state) throw new Error('another state came back');
      return keep(await application().getToken({ code: answer.get('code'), redirect_uri, code_verifier: verifier }));
    },
    client_credentials: async () => keep(await new ClientCredentials(config({})).getToken({ scope })),
    refresh: async () => keep(await kept.refresh()),
    revoke: () => kept.revoke('access_token').then(() => undefined),
    call: async () => {
      const headers = { Authorization: `Bearer ${kept.token.access_token}` };
      return answerOf(await fetch(new URL('/api/user/', url), { headers }));
    },
  };
}

await serve(make, (error) => error?.data?.payload?.error);
