// A real OpenID provider on loopback, for one run of the judge. It signs everybody in as one
// account, and on request it misbehaves once: `POST /mischief/KIND`. `GET /asked` tells how often it
// asked somebody to sign in.
import http from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { Provider } from "oidc-provider";

const ACCOUNT = "9f2";

async function key(alg, kid) {
  const pair = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, ...pair, jwk: { ...(await exportJWK(pair.privateKey)), alg, kid, use: "sig" } };
}

const keys = await Promise.all([
  key("RS256", "rsa"),
  key("PS256", "pss"),
  key("ES256", "curve"),
  key("EdDSA", "edwards"),
]);
const fresh = await key("RS256", "fresh");
const stranger = await key("RS256", "rsa");

const clients = keys.map(({ alg }) => ({
  client_id: `motcua-${alg}`,
  client_secret: "a secret of one run",
  redirect_uris: ["http://127.0.0.1/back"],
  post_logout_redirect_uris: ["http://127.0.0.1/signed-out"],
  id_token_signed_response_alg: alg,
}));

let mischief = "";
let asked = 0;
let rotated = false;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part) => JSON.parse(Buffer.from(part, "base64url"));

// What becomes of an ID token under each kind of mischief.
async function spoil(kind, token) {
  const [header, payload, signature] = token.split(".");
  const claims = decode(payload);
  const signed = (changes, by = keys[0], head = {}) =>
    new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg: by.alg, kid: by.kid, ...head })
      .sign(by.privateKey);
  switch (kind) {
    case "tampered":
      return `${header}.${encode({ ...claims, sub: "0" })}.${signature}`;
    case "none":
      return `${encode({ alg: "none" })}.${payload}.`;
    case "shared":
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", kid: "rsa" })
        .sign(Buffer.from(JSON.stringify(await exportJWK(keys[0].publicKey))));
    case "expired":
      return signed({ iat: claims.iat - 7200, exp: claims.iat - 3600 });
    case "audience":
      return signed({ aud: "another" });
    case "issuer":
      return signed({ iss: "http://127.0.0.1:1" });
    case "nonce":
      return signed({ nonce: "another" });
    case "access":
      return signed({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" });
    case "stale":
      return signed({ auth_time: claims.auth_time - 3600 });
    case "untimed":
      return signed({ auth_time: undefined });
    // This provider would ask until the right person is there; others take whoever comes.
    case "another-person":
      return signed({ sub: "a07" });
    case "stranger":
      return signed({}, stranger);
    case "rotated":
      return signed({}, fresh);
    default:
      throw new Error(`no such mischief: ${kind}`);
  }
}

async function interact(provider, ctx) {
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  if (prompt.name === "login") asked += 1;
  let result = { login: { accountId: ACCOUNT, acr: "2", amr: ["pwd", "otp"] } };
  if (prompt.name === "consent") {
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    result = { consent: { grantId: await grant.save() } };
  }
  ctx.respond = false;
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
}

// The description of the provider, spoilt once.
function misdescribe(ctx) {
  const kind = mischief;
  if (!["false-issuer", "foreign-token", "foreign-page", "moved"].includes(kind)) return;
  if (kind === "false-issuer") ctx.body = { ...ctx.body, issuer: "https://evil.example" };
  if (kind === "foreign-token") ctx.body = { ...ctx.body, token_endpoint: "http://127.0.0.1:1/" };
  if (kind === "foreign-page") {
    ctx.body = { ...ctx.body, authorization_endpoint: "https://evil.example/sign-in" };
  }
  if (kind === "moved") {
    ctx.status = 302;
    ctx.set("location", "/elsewhere");
  }
  mischief = "";
}

const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients,
    jwks: { keys: keys.map(({ jwk }) => jwk) },
    acrValues: ["2"],
    claims: { openid: ["sub", "amr"], profile: ["name"], acr: null, auth_time: null },
    conformIdTokenClaims: false,
    cookies: { keys: ["of one run"] },
    features: { devInteractions: { enabled: false } },
    enabledJWA: { idTokenSigningAlgValues: keys.map(({ alg }) => alg) },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: "Nguyễn Thị Hạnh" }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  });
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith("/mischief/")) {
      mischief = ctx.path.slice("/mischief/".length);
      ctx.body = "";
      return;
    }
    if (ctx.path === "/asked") {
      ctx.body = String(asked);
      return;
    }
    if (ctx.path.startsWith("/interaction/")) return interact(provider, ctx);
    await next();
    if (ctx.path === "/.well-known/openid-configuration") misdescribe(ctx);
    if (ctx.path === "/jwks" && rotated) {
      const { d, p, q, dp, dq, qi, ...shown } = fresh.jwk;
      ctx.body = { keys: [shown] };
    }
    if (ctx.path === "/token" && mischief && ctx.body?.id_token) {
      const kind = mischief;
      mischief = "";
      rotated ||= kind === "rotated";
      ctx.body = { ...ctx.body, id_token: await spoil(kind, ctx.body.id_token) };
    }
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
