import { serve } from './wire.mjs';

/** Serve a Hawk library of the reference family: both that there are have the same interface. */
export async function drive(Hawk) {
  function make({ key_id, key }) {
    const credentials = { id: key_id, key, algorithm: 'sha256' };
    let sent;
    return {
      async send({ url, method = 'GET', payload, content_type, changed, offset = 0, ext }) {
        const body = payload === undefined ? {} : { payload, contentType: content_type };
        sent = Hawk.client.header(url, method, { credentials, ext, localtimeOffsetMsec: offset * 1000, ...body });
        const headers = { Authorization: sent.header, ...(content_type && { 'Content-Type': content_type }) };
        const response = await fetch(url, { method, headers, body: changed ?? payload });
        const text = await response.text();
        const seen = { headers: Object.fromEntries(response.headers) };
        // throws where the answer, or our time, is not signed with the key
        const checked = Hawk.client.authenticate(seen, credentials, sent.artifacts, {
          payload: response.ok || response.status === 405 ? text : undefined,
          required: response.ok,
        });
        return {
          status: response.status,
          body: JSON.parse(text),
          genuine: 'server-authorization' in checked.headers,
          time: checked.headers['www-authenticate']?.ts ?? null,
        };
      },
      async again({ url }) {
        const response = await fetch(url, { headers: { Authorization: sent.header } });
        return { status: response.status, body: await response.json(), genuine: false, time: null };
      },
    };
  }

  // No request is sent: the library signs each case and checks our signature of an answer to it.
  const agreement = ({ cases }) => ({
    headers: cases.map(({ uri, method, credentials, answer, ...options }) => {
      const payload = Buffer.from(options.payload, 'base64');
      const { header, artifacts } = Hawk.client.header(uri, method, { credentials, ...options, payload });
      const seen = { headers: { 'server-authorization': answer, 'content-type': 'text/html' } };
      Hawk.client.authenticate(seen, credentials, artifacts, { payload: 'answer', required: true });
      return header;
    }),
  });

  await serve((given) => (given.key_id ? make(given) : { agreement }), () => undefined);
}
