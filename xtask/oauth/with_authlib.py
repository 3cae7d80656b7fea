"""Drives a server with the unmodified authlib: the code with PKCE, refresh and revocation."""
import json
import os
import sys

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from person import Browser, same

# The server is on this machine.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

SCOPE = "role:read:list_roles:admin user:read:list_users:admin"


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

    def __init__(self, scene):
        self.base, app = scene["base"], scene["app"]
        self.said = requests.get(f"{self.base}/.well-known/oauth-authorization-server").json()
        self.session = OAuth2Session(
            app["client_id"], app["client_secret"], scope=SCOPE, redirect_uri=app["redirect_uri"],
            code_challenge_method="S256", token_endpoint=self.said["token_endpoint"],
            revocation_endpoint_auth_method="client_secret_basic",
        )

    def authorizes(self, browser, verifier):
        """Where it is told that it is allowed, and the state that it expects there."""
        address, state = self.session.create_authorization_url(
            self.said["authorization_endpoint"], code_verifier=verifier)
        return browser.decides(address, "allow"), state

    def redeems(self, back, state, verifier):
        return self.session.fetch_token(authorization_response=back, state=state, code_verifier=verifier)

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


def refresh(client, browser):
    """Each refresh token gives another; one that is revoked gives none."""
    verifier = generate_token(48)
    back, state = client.authorizes(browser, verifier)
    first = client.redeems(back, state, verifier)["refresh_token"]
    token = client.session.refresh_token(client.said["token_endpoint"], refresh_token=first)
    same("another refresh token", token["refresh_token"] != first, True)
    client.works("refresh")
    sent = client.session.revoke_token(
        client.said["revocation_endpoint"], token=token["refresh_token"], token_type_hint="refresh_token")
    same("revoke", sent.status_code, 200)
    client.works("revoke", 401)
    again = lambda: client.session.refresh_token(client.said["token_endpoint"], refresh_token=token["refresh_token"])
    refused("revoked", "invalid_grant", again)


def main():
    scene = json.loads(sys.stdin.read())
    browser = Browser(scene["user"])
    code(Client(scene), browser)
    refresh(Client(scene), browser)
    print("oauth: the code, refresh and revocation answer as authlib expects")


main()
