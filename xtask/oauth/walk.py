"""Drives a server with the unmodified requests-oauthlib: every grant, for a user who decides with a browser."""
import json
import os
import sys

import requests
from oauthlib.oauth2 import BackendApplicationClient, DeviceClient, OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from person import Browser, same

# The server is on this machine.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

USERS = "user:read:list_users:admin"
ROLES = "role:read:list_roles:admin"
SCOPE = [ROLES, USERS]


def refused(what, error, call):
    """The client understands that it is refused, and why."""
    try:
        call()
    except OAuth2Error as fault:
        same(what, fault.error, error)
    else:
        sys.exit(f"{what}: nothing was refused")


class Server:
    def __init__(self, scene):
        self.base, self.app, self.user, self.account = scene["base"], scene["app"], scene["user"], scene["account"]

    def at(self, path):
        return f"{self.base}/oauth/{path}"

    def auth(self):
        return HTTPBasicAuth(self.app["client_id"], self.app["client_secret"])

    def session(self, **more):
        return OAuth2Session(self.app["client_id"], redirect_uri=self.app["redirect_uri"], scope=SCOPE, **more)

    def works(self, what, session, status=200):
        same(what, session.get(f"{self.base}/v2/users").status_code, status)

    def revoke(self, session, token):
        address, headers, body = session._client.prepare_token_revocation_request(self.at("revoke"), token)
        sent = session.post(address, data=body, headers=headers, auth=self.auth(), withhold_token=True)
        same("revoke", sent.status_code, 200)


def authorization_code(server, browser):
    """With PKCE; the code serves once, and shown again it ends what came of it."""
    session = server.session(pkce="S256")
    address, state = session.authorization_url(server.at("authorize"))
    back = browser.decides(address, "allow")
    same("state", f"state={state}" in back, True)
    token = session.fetch_token(server.at("token"), authorization_response=back, auth=server.auth())
    same("scope", sorted(token["scope"]), SCOPE)
    server.works("code", session)
    again = lambda: session.fetch_token(server.at("token"), authorization_response=back, auth=server.auth())
    refused("a code twice", "invalid_grant", again)
    server.works("what came of it", session, 401)


def denial(server, browser):
    session = server.session(pkce="S256")
    address, _ = session.authorization_url(server.at("authorize"))
    back = browser.decides(address, "deny")
    denied = lambda: session.fetch_token(server.at("token"), authorization_response=back, auth=server.auth())
    refused("denial", "access_denied", denied)


def refresh(server, browser):
    """Each refresh token gives another; one that is revoked gives none."""
    session = server.session()
    address, _ = session.authorization_url(server.at("authorize"))
    session.fetch_token(server.at("token"), authorization_response=browser.decides(address, "allow"), auth=server.auth())
    first = session.token["refresh_token"]
    session.refresh_token(server.at("token"), auth=server.auth())
    same("another refresh token", session.token["refresh_token"] != first, True)
    server.works("refresh", session)
    server.revoke(session, session.token["refresh_token"])
    server.works("revoke", session, 401)
    refused("revoked", "invalid_grant", lambda: session.refresh_token(server.at("token"), auth=server.auth()))


def device(server, browser):
    session = OAuth2Session(client=DeviceClient(server.app["client_id"]))
    asked = {"scope": " ".join(SCOPE)}
    codes = session.post(server.at("devicecode"), data=asked, auth=server.auth(), withhold_token=True).json()
    poll = lambda: session.fetch_token(server.at("token"), device_code=codes["device_code"], auth=server.auth())
    refused("nobody has decided", "authorization_pending", poll)
    page = browser.send(browser.open(codes["verification_uri"]), user_code=codes["user_code"])
    same("allow", browser.send(page, decision="allow").status_code, 200)
    poll()
    server.works("device", session)
    refused("a device code twice", "invalid_grant", poll)


def account_credentials(server):
    """The grant of the platform itself, under a name of its own."""
    client = BackendApplicationClient(server.account["client_id"])
    client.grant_type = "account_credentials"
    session = OAuth2Session(client=client)
    auth = HTTPBasicAuth(server.account["client_id"], server.account["client_secret"])
    session.fetch_token(server.at("token"), auth=auth, account_id=server.account["id"])
    server.works("account credentials", session)


def metadata(server):
    """The endpoints that are used here are those that the server names."""
    said = requests.get(f"{server.base}/.well-known/oauth-authorization-server").json()
    for name, path in [
        ("authorization", "authorize"), ("token", "token"), ("revocation", "revoke"),
        ("device_authorization", "devicecode"),
    ]:
        same(name, said[f"{name}_endpoint"], server.at(path))


def main():
    server = Server(json.loads(sys.stdin.read()))
    browser = Browser(server.user)
    metadata(server)
    authorization_code(server, browser)
    denial(server, browser)
    refresh(server, browser)
    device(server, browser)
    account_credentials(server)
    print("oauth: every grant answers as its client expects")


main()
