// Node 18 or newer; save it as a .mjs file.
import { createHmac, randomBytes } from "node:crypto";

const url = new URL("@URL@/api/user/");
const port = url.port || (url.protocol === "https:" ? 443 : 80);
const ts = Math.floor(Date.now() / 1000), nonce = randomBytes(6).toString("hex");
const signed = ["hawk.1.header", ts, nonce, "GET", url.pathname + url.search, url.hostname, port, "", "", ""];
const mac = createHmac("sha256", process.env.FRACTTAL_SECRET).update(signed.join("\n")).digest("base64");

const answer = await fetch(url, {
  headers: { Authorization: `Hawk id="@PUBLIC_ID@", ts="${ts}", nonce="${nonce}", mac="${mac}"` },
});
if (!answer.ok) throw new Error(await answer.text());
console.log(await answer.text());
