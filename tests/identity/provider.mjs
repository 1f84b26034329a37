// A login provider for tests and for trying out: OpenID Connect by oidc-provider, with the claims of TARA or of GovSSO. Instead of an ID-card
// a visitor chooses one of the sample people whom the registers' simulator knows too.
//
//   node provider.mjs [--port N] [--flavour tara|govsso] [--client ID] [--secret SECRET] [--logout-notice URL] [--session-seconds N]
//        [--environment FILE]
//
// Port 0: any free one. Prints "issuer http://localhost:N", and writes FILE, lines for a shell that `raekoda serve` understands, when it
// listens. Reached at localhost only; visitors are sent back to any port of this machine, for it does not matter who they say they are.
import { createServer } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import Provider from "oidc-provider";
import { chooser } from "./chooser.mjs";

const { values: given } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    flavour: { type: "string", default: "tara" },
    client: { type: "string", default: "raekoda" },
    secret: { type: "string", default: "a sample secret: of no use anywhere else" },
    "logout-notice": { type: "string" },
    "session-seconds": { type: "string", default: "900" },  // GovSSO: how long an answer counts until it is renewed
    environment: { type: "string" },
  },
});
if (!["tara", "govsso"].includes(given.flavour)) {
  console.error("--flavour tara or govsso");
  process.exit(2);
}
const sso = given.flavour === "govsso";

const { people: known } = JSON.parse(readFileSync(new URL("../registers/sample_people.json", import.meta.url), "utf8"));
const foreigners = [
  {
    id: "abroad", subject: "FI131057-308T", given_name: "Väinö", family_name: "Mäkelä-Šipilä", birth_date: "1957-10-13", sign_in: { acr: "substantial", amr: ["eIDAS"] },
    story: { et: "Soome kodanik, Eesti isikukoodi ei ole", en: "Citizen of Finland, without an Estonian personal code", ru: "Гражданин Финляндии, без эстонского личного кода" },
  },
];
const people = [...known.filter((one) => one.sign_in), ...foreigners].map((one) => ({ ...one, subject: one.subject ?? `EE${one.code}` }));

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const claims_of = (one) => {
  const shared = { acr: one.sign_in.acr, amr: one.sign_in.amr };
  if (sso) return { ...shared, given_name: one.given_name, family_name: one.family_name, birthdate: one.birth_date };
  return { ...shared, profile_attributes: { given_name: one.given_name, family_name: one.family_name, date_of_birth: one.birth_date } };
};
const methods = "idcard mid smartid eidas eidasonly email phone".split(" ");

const server = createServer();
server.listen(Number(given.port), "localhost", () => {
  // GovSSO's issuer ends with a slash, TARA's does not.
  const origin = `http://localhost:${server.address().port}`, issuer = sso ? `${origin}/` : origin;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: given.client, client_secret: given.secret, redirect_uris: ["http://localhost:8080/login/return"], response_types: ["code"], id_token_signed_response_alg: "RS256",
      grant_types: sso ? ["authorization_code", "refresh_token"] : ["authorization_code"], token_endpoint_auth_method: "client_secret_basic",
      ...(sso && given["logout-notice"] ? { backchannel_logout_uri: given["logout-notice"], backchannel_logout_session_required: true } : {}),
    }],
    jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: randomUUID() }] },
    cookies: { keys: [randomUUID()], names: { session: `${given.flavour}_session`, interaction: `${given.flavour}_interaction`, resume: `${given.flavour}_resume` } },
    scopes: ["openid", "offline_access", ...methods],
    claims: { openid: ["sub", "acr", "amr", "profile_attributes", "given_name", "family_name", "birthdate"], acr: null, sid: null, auth_time: null, iss: null },
    conformIdTokenClaims: false,
    acrValues: ["low", "substantial", "high"],
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: sso }, backchannelLogout: { enabled: sso }, userinfo: { enabled: false } },
    pkce: { required: () => false },
    ttl: { AuthorizationCode: 30, IdToken: sso ? Number(given["session-seconds"]) : 40, AccessToken: 600, Interaction: 1800, Session: 1800, Grant: 1800, RefreshToken: 900 },
    issueRefreshToken: async () => sso,
    rotateRefreshToken: true,
    findAccount: async (ctx, id) => {
      const one = people.find((person) => person.subject === id);
      return one && { accountId: id, claims: async () => ({ sub: id, jti: randomUUID(), ...claims_of(one) }) };
    },
    interactions: { url: (ctx, interaction) => `/choose/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope(["openid", "offline_access", ...methods].join(" "));
      await grant.save();
      return grant;
    },
    renderError: async (ctx, out) => {
      ctx.type = "text/plain";
      ctx.body = `${out.error}: ${out.error_description ?? ""}`;
    },
  });
  // The real providers know each address by name.
  const is_here = (url, path) => {
    const { protocol, hostname, pathname } = new URL(url);
    return protocol === "http:" && (hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1") && pathname === path;
  };
  provider.Client.prototype.redirectUriAllowed = (url) => is_here(url, "/login/return");
  provider.Client.prototype.postLogoutRedirectUriAllowed = (url) => is_here(url, "/");
  const answer = provider.callback(), choose = chooser(provider, people, { sso });
  server.on("request", (request, response) => {
    if (request.url.startsWith("/choose/")) return choose(request, response);
    // TARA keeps no session: whoever comes is asked anew.
    if (!sso && request.url.startsWith("/auth?")) delete request.headers.cookie;
    return answer(request, response);
  });
  const told = { RAEKODA_LOGIN: given.flavour, RAEKODA_LOGIN_ISSUER: issuer, RAEKODA_LOGIN_CLIENT: given.client, RAEKODA_LOGIN_SECRET: given.secret };
  if (given.environment) writeFileSync(given.environment, Object.entries(told).map(([name, value]) => `export ${name}='${value}'\n`).join(""));
  console.log(`issuer ${issuer}`);
});
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
