// Node 18 or newer; save it as a .mjs file.
const URL_ = "@URL@";
const basic = Buffer.from("@PUBLIC_ID@:" + process.env.FRACTTAL_SECRET).toString("base64");

const answer = await fetch(URL_ + "/oauth/token", {
  method: "POST",
  headers: { Authorization: "Basic " + basic },
  body: new URLSearchParams({ grant_type: "client_credentials" }),
});
if (!answer.ok) throw new Error(await answer.text());
const { access_token } = await answer.json();
const user = await fetch(URL_ + "/api/user/", { headers: { Authorization: "Bearer " + access_token } });
console.log(await user.text());
