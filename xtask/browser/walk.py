"""Walks through the pages with a browser: joins, signs in, takes a second factor, decides about an app and a device."""
import base64
import hashlib
import hmac
import json
import re
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from chromium import Browser, must

SCOPE = "role:read:list_roles:admin user:read:list_users:admin"
STATE = "of-the-app"
PERIOD = 30


class Authenticator:
    """Shows codes (RFC 6238), each once."""

    def __init__(self, key):
        letters = key.replace(" ", "")
        self.secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
        self.step = 0

    def code(self):
        # A code that was used is used up; the one after it is taken already, as clocks differ.
        self.step = max(int(time.time()) // PERIOD, self.step + 1)
        digest = hmac.digest(self.secret, self.step.to_bytes(8, "big"), hashlib.sha1)
        start = digest[-1] & 15
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"


class Walk:
    def __init__(self, scene, browser):
        self.base, self.app, self.user, self.browser = scene["base"], scene["app"], scene["user"], browser
        self.mail = scene["mail"]
        self.authenticator, self.recovery_codes = None, []

    def join(self):
        """Somebody follows the link of an invitation."""
        browser = self.browser
        link = re.search(r"\S+(/pages/links/\S+)", self.mail)
        must(link, f"no link in {self.mail}")
        browser.open(self.base + link[1])
        browser.look("invitation", "You are invited")
        must(browser.field("password").get("autocomplete") == "new-password", "the password is not a new one")
        browser.write("First name", "Ivy")
        browser.write("Last name", "Invited")
        browser.write("Password", "Qr7-Qr7-w")
        browser.enter()
        browser.look("joined", "Welcome")

    def proves_password(self, password):
        self.browser.write("Email", self.user["email"])
        self.browser.write("Password", password)
        self.browser.enter()

    def sign_in(self):
        """With another password first."""
        browser = self.browser
        browser.open(f"{self.base}/pages/account")
        browser.look("sign-in", "Sign in")
        for name, autocomplete in [("email", "username"), ("password", "current-password")]:
            must(browser.field(name).get("autocomplete") == autocomplete, f"{name} is no {autocomplete}")
        self.proves_password("Nx4-Nx4-n")
        browser.look("sign-in-refused", "Sign in")
        must(any(node.role == "alert" for node in browser.nodes()), "nobody is told that signing in has failed")
        self.proves_password(self.user["password"])
        browser.look("account", "Your account")

    def take_second_factor(self):
        browser = self.browser
        browser.follow("Take a second factor")
        browser.look("second-factor-setup", "Take a second factor")
        self.authenticator = Authenticator(browser.texts("code")[0])
        browser.write("Password", self.user["password"])
        browser.write("Code", self.authenticator.code())
        browser.enter()
        browser.look("recovery-codes", "Your recovery codes")
        self.recovery_codes = browser.texts("code")
        browser.follow("Go on")
        browser.look("account-with-second-factor", "Your account")

    def sign_out(self):
        self.browser.press("Sign out")
        self.browser.look("signed-out", "Sign in")

    def sign_in_with_code(self):
        browser = self.browser
        self.proves_password(self.user["password"])
        browser.look("second-factor", "One more proof")
        browser.write("Code", "000000000")
        browser.enter()
        browser.look("second-factor-refused", "One more proof")
        browser.write("Code", self.authenticator.code())
        browser.enter()
        browser.look("account-again", "Your account")
        browser.open(f"{self.base}/pages/account")
        self.sign_out()

    def decide(self, decision):
        """What the app is told."""
        asked = {"response_type": "code", "client_id": self.app["client_id"], "state": STATE, "scope": SCOPE}
        query = urlencode({**asked, "redirect_uri": self.app["redirect_uri"]})
        self.browser.open(f"{self.base}/oauth/authorize?{query}")
        if self.browser.field("password"):
            self.proves_password(self.user["password"])
            self.browser.write("Code", self.recovery_codes[0])
            self.browser.enter()
        self.browser.look("consent", f"Allow {self.app['name']}?")
        self.browser.press(decision)
        address = self.browser.driver.current_url
        must(address.startswith(self.app["redirect_uri"]), f"{decision} leads to {address}")
        told = parse_qs(urlsplit(address).query)
        must(told["state"] == [STATE], f"another state: {told}")
        return told

    def consent(self):
        """Two answers, each on its own button."""
        denied, allowed = self.decide("Deny"), self.decide("Allow")
        must(denied["error"] == ["access_denied"] and "code" not in denied, f"denied: {denied}")
        must("code" in allowed and "error" not in allowed, f"allowed: {allowed}")

    def no_app(self):
        self.browser.open(f"{self.base}/oauth/authorize?client_id=none")
        self.browser.look("no-app", "That did not work")

    def device(self):
        browser, codes = self.browser, self.device_codes()
        browser.open(codes["verification_uri"])
        browser.look("device", "Connect a device")
        browser.write("Code", "BBBB-BBBB")
        browser.enter()
        browser.look("device-unknown", "Connect a device")
        browser.open(codes["verification_uri"])
        browser.write("Code", codes["user_code"])
        browser.enter()
        browser.look("device-consent", f"Allow {self.app['name']}?")
        browser.press("Allow")
        browser.look("device-connected", "Your device is connected")

    def device_codes(self):
        key = base64.b64encode(f"{self.app['client_id']}:{self.app['client_secret']}".encode()).decode()
        asked = Request(f"{self.base}/oauth/devicecode", urlencode({"scope": SCOPE}).encode())
        asked.add_header("Authorization", f"Basic {key}")
        with urlopen(asked) as answer:
            return json.load(answer)

    def forget_password(self):
        browser = self.browser
        browser.open(f"{self.base}/pages/account")
        browser.press("Sign out everywhere")
        browser.follow("Set another password")
        browser.look("another-password", "Another password")
        browser.write("Email", self.user["email"])
        browser.enter()
        browser.look("another-password-sent", "Look into your mail")


def main():
    scene = json.loads(sys.stdin.read())
    with Browser(scene) as browser:
        walk = Walk(scene, browser)
        walk.join()
        walk.sign_in()
        walk.take_second_factor()
        walk.sign_out()
        walk.sign_in_with_code()
        walk.no_app()
        walk.consent()
        walk.device()
        walk.forget_password()
    kept = len(list(browser.folder.glob("*.png")))
    print(f"browser: pages serve by the keyboard, narrow, in the dark and without scripts; {kept} pictures are kept")


main()
