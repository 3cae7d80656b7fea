"""Drives a server with the unmodified authlib: every grant and revocation, for apps with a secret and without one."""
import json
import os
import sys
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from person import Browser, same

# The server is on this machine.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

SCOPE = "role:read:list_roles:admin user:read:list_users:admin"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def refused(what, error, call):
    """The client understands that it is refused, and why."""
    try:
        call()
    except OAuthError as fault:
        same(what, fault.error, error)
    else:
        sys.exit(f"{what}: nothing was refused")


class Client:
    """An app that knows of the server what its metadata says."""

    def __init__(self, scene, app, proof="client_secret_basic"):
        self.base = scene["base"]
        self.said = requests.get(f"{self.base}/.well-known/oauth-authorization-server").json()
        self.session = OAuth2Session(
            app["client_id"], app["client_secret"], scope=SCOPE, redirect_uri=app.get("redirect_uri"),
            code_challenge_method="S256", token_endpoint=self.said["token_endpoint"],
            token_endpoint_auth_method=proof, revocation_endpoint_auth_method=proof,
        )

    def authorizes(self, browser, verifier, decision="allow"):
        """Where it is told what was decided, and the state that it expects there."""
        address, state = self.session.create_authorization_url(
            self.said["authorization_endpoint"], code_verifier=verifier)
        return browser.decides(address, decision), state

    def redeems(self, back, state, verifier):
        return self.session.fetch_token(authorization_response=back, state=state, code_verifier=verifier)

    def codes_of_device(self):
        """authlib has no words of its own for this question, but knows how to prove who asks it."""
        proof = self.session.client_auth(self.session.token_endpoint_auth_method)
        asked = self.session.post(
            self.said["device_authorization_endpoint"], data={"scope": SCOPE}, auth=proof, withhold_token=True)
        return asked.json()

    def polls(self, codes):
        return self.session.fetch_token(grant_type=DEVICE, device_code=codes["device_code"])

    def revokes(self, what, token, kind):
        sent = self.session.revoke_token(self.said["revocation_endpoint"], token=token, token_type_hint=kind)
        same(what, sent.status_code, 200)
        self.works(what, 401)

    def works(self, what, status=200):
        same(what, self.session.get(f"{self.base}/v2/users").status_code, status)


def code(client, browser):
    """Another verifier gets nothing; the right one gets what was asked for, once."""
    verifier = generate_token(48)
    back, state = client.authorizes(browser, verifier)
    refused("another verifier", "invalid_grant", lambda: client.redeems(back, state, generate_token(48)))
    token = client.redeems(back, state, verifier)
    same("scope", token["scope"], SCOPE)
    client.works("code")
    refused("a code twice", "invalid_grant", lambda: client.redeems(back, state, verifier))
    client.works("what came of it", 401)


def denial(client, browser):
    """authlib leaves it to the app to read what it is told in place of a code."""
    back, state = client.authorizes(browser, generate_token(48), "deny")
    told = parse_qs(urlsplit(back).query)
    same("denial", (told["error"], told["state"], "code" in told), (["access_denied"], [state], False))


def refresh(client, browser):
    """Each refresh token gives another; one that is revoked gives none."""
    verifier = generate_token(48)
    back, state = client.authorizes(browser, verifier)
    first = client.redeems(back, state, verifier)["refresh_token"]
    token = client.session.refresh_token(client.said["token_endpoint"], refresh_token=first)
    same("another refresh token", token["refresh_token"] != first, True)
    client.works("refresh")
    client.revokes("revoke", token["refresh_token"], "refresh_token")
    again = lambda: client.session.refresh_token(client.said["token_endpoint"], refresh_token=token["refresh_token"])
    refused("revoked", "invalid_grant", again)


def device(client, browser):
    codes = client.codes_of_device()
    refused("nobody has decided", "authorization_pending", lambda: client.polls(codes))
    decides_on_device(browser, codes, "allow")
    same("scope", client.polls(codes)["scope"], SCOPE)
    client.works("device")
    refused("a device code twice", "invalid_grant", lambda: client.polls(codes))


def device_denied(client, browser):
    codes = client.codes_of_device()
    decides_on_device(browser, codes, "deny")
    refused("a device denied", "access_denied", lambda: client.polls(codes))


def decides_on_device(browser, codes, decision):
    page = browser.send(browser.open(codes["verification_uri"]), user_code=codes["user_code"])
    same(decision, browser.send(page, decision=decision).status_code, 200)


def account_credentials(client, account):
    """The grant of the platform itself, under a name of its own."""
    token = client.session.fetch_token(grant_type="account_credentials", account_id=account["id"])
    client.works("account credentials")
    client.revokes("account credentials revoked", token["access_token"], "access_token")


def main():
    scene = json.loads(sys.stdin.read())
    browser = Browser(scene["user"])
    for grant in [code, denial, refresh, device, device_denied]:
        grant(Client(scene, scene["app"]), browser)
    # It has no secret: its proof is the verifier, or the code of the device.
    for grant in [code, refresh, device]:
        grant(Client(scene, scene["public"], "none"), browser)
    account_credentials(Client(scene, scene["account"]), scene["account"])
    print("oauth: every grant answers as authlib expects, also without a secret")


main()
