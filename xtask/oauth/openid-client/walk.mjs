// Drives a server with the unmodified openid-client: every grant, for a user who decides with a browser.
import { json } from "node:stream/consumers";
import * as oauth from "openid-client";
import { Browser, same } from "./person.mjs";

const SCOPE = "role:read:list_roles:admin user:read:list_users:admin";
const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

// A client that knows of the server what its metadata says (RFC 8414).
function discovered({ base }, { client_id, client_secret }, proof) {
  // The server is on this machine.
  const options = { algorithm: "oauth2", execute: [oauth.allowInsecureRequests] };
  return oauth.discovery(new URL(base), client_id, {}, proof(client_secret), options);
}

// The client understands that it is refused, and why.
async function refused(what, error, call) {
  const fault = await call().then(() => ({}), (fault) => fault);
  if (!fault.error) {
    throw new Error(`${what}: nothing was refused`, { cause: fault });
  }
  same(what, fault.error, error);
}

class App {
  constructor(base, { redirect_uri }, config, browser) {
    Object.assign(this, { base, address: redirect_uri, config, browser });
  }

  // What the app keeps while the user decides, and where it is told what was decided.
  async asks(decision) {
    const pkceCodeVerifier = oauth.randomPKCECodeVerifier();
    const expectedState = oauth.randomState();
    const address = oauth.buildAuthorizationUrl(this.config, {
      redirect_uri: this.address,
      scope: SCOPE,
      state: expectedState,
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
    });
    return [await this.browser.decides(address, decision), { pkceCodeVerifier, expectedState }];
  }

  redeems(back, kept) {
    return oauth.authorizationCodeGrant(this.config, back, kept);
  }

  async works(what, { access_token }, status = 200) {
    const users = new URL("/v2/users", this.base);
    const asked = oauth.fetchProtectedResource(this.config, access_token, users, "GET");
    same(what, await asked.then((answer) => answer.status, (fault) => fault.status), status);
  }
}

// With PKCE; another verifier gets nothing. The code serves once, and shown again it ends what came of it.
async function authorizationCode(app) {
  const [back, kept] = await app.asks("allow");
  const other = { ...kept, pkceCodeVerifier: oauth.randomPKCECodeVerifier() };
  await refused("another verifier", "invalid_grant", () => app.redeems(back, other));
  const token = await app.redeems(back, kept);
  same("scope", token.scope, SCOPE);
  same("it ends", token.expiresIn() > 0, true);
  await app.works("code", token);
  await refused("a code twice", "invalid_grant", () => app.redeems(back, kept));
  await app.works("what came of it", token, 401);
}

async function denial(app) {
  const [back, kept] = await app.asks("deny");
  await refused("denial", "access_denied", () => app.redeems(back, kept));
}

// Each refresh token gives another; one that is revoked gives none.
async function refresh(app) {
  const first = await app.redeems(...(await app.asks("allow")));
  const token = await oauth.refreshTokenGrant(app.config, first.refresh_token);
  same("another refresh token", token.refresh_token !== first.refresh_token, true);
  await app.works("refresh", token);
  await oauth.tokenRevocation(app.config, token.refresh_token, { token_type_hint: "refresh_token" });
  await app.works("revoke", token, 401);
  await refused("revoked", "invalid_grant", () => oauth.refreshTokenGrant(app.config, token.refresh_token));
}

// An answer that was lost is given again, as long as nobody has gone on with it.
async function lost(app) {
  const first = await app.redeems(...(await app.asks("allow")));
  const asks = () => oauth.refreshTokenGrant(app.config, first.refresh_token);
  const [token, again] = [await asks(), await asks()];
  same("the same answer", again.refresh_token, token.refresh_token);
  await app.works("what came of it", await oauth.refreshTokenGrant(app.config, again.refresh_token));
  await refused("a refresh token of before", "invalid_grant", asks);
}

async function device(app) {
  const codes = await oauth.initiateDeviceAuthorization(app.config, { scope: SCOPE });
  const { device_code, user_code } = codes;
  await refused("nobody has decided", "authorization_pending", () =>
    oauth.genericGrantRequest(app.config, DEVICE, { device_code }));
  const entered = await app.browser.send(await app.browser.open(codes.verification_uri), { user_code });
  same("allow", (await app.browser.send(entered, { decision: "allow" })).status, 200);
  await app.works("device", await oauth.pollDeviceAuthorizationGrant(app.config, codes));
}

async function deviceDenied(app) {
  const codes = await oauth.initiateDeviceAuthorization(app.config, { scope: SCOPE });
  const page = await app.browser.open(codes.verification_uri_complete);
  const entered = await app.browser.send(page, { user_code: codes.user_code });
  same("deny", (await app.browser.send(entered, { decision: "deny" })).status, 200);
  await refused("a device denied", "access_denied", () => oauth.pollDeviceAuthorizationGrant(app.config, codes));
}

// The grant of the platform itself, under a name of its own; the secret stands in the body.
async function accountCredentials(scene, app) {
  const config = await discovered(scene, scene.account, oauth.ClientSecretPost);
  const account_id = scene.account.id;
  const token = await oauth.genericGrantRequest(config, "account_credentials", { account_id });
  await app.works("account credentials", token);
  await oauth.tokenRevocation(config, token.access_token);
  await app.works("account credentials revoked", token, 401);
}

const scene = await json(process.stdin);
const browser = new Browser(scene.user);
const config = await discovered(scene, scene.app, oauth.ClientSecretBasic);
const app = new App(scene.base, scene.app, config, browser);
for (const grant of [authorizationCode, denial, refresh, lost, device, deviceDenied]) {
  await grant(app);
}
// It has no secret: its proof is the verifier, or the code of the device.
const withoutSecret = await discovered(scene, scene.public, oauth.None);
const publicApp = new App(scene.base, scene.public, withoutSecret, browser);
for (const grant of [authorizationCode, refresh, device]) {
  await grant(publicApp);
}
await accountCredentials(scene, app);
console.log("oauth: every grant answers as openid-client expects, also without a secret");
