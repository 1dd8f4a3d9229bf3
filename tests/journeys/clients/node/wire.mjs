// One line of JSON in, one line of JSON out: how the tests ask a client of theirs to do what it is made for.
import { webcrypto } from 'node:crypto';
import { createInterface } from 'node:readline';

// Node 18 has it, but not yet as a global; modules that need it are imported after this one.
globalThis.crypto ??= webcrypto;

/**
 * Answer until there are no more lines.
 *
 * @param makeClient makes the client that `new` asks for; every other request names one of its methods.
 * @param codeOf gives the OAuth code, or the status, with which an error says that the server refused.
 */
export async function serve(makeClient, codeOf) {
  let client;
  for await (const line of createInterface({ input: process.stdin })) {
    const { act, given } = JSON.parse(line);
    let answer;
    try {
      if (act === 'new') client = await makeClient(given);
      answer = { done: act === 'new' ? {} : ((await client[act](given)) ?? {}) };
    } catch (error) {
      answer = { refused: (await codeOf(error)) ?? null, said: String(error?.stack ?? error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

/** Return the key of a JWK on P-256, to sign with. */
export function signingKey(jwk) {
  return crypto.subtle.importKey('jwk', JSON.parse(jwk), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
}

/** Return what the tests want to know of an answer of the API. */
export async function answerOf(response) {
  return { status: response.status, body: await response.json() };
}
