"""What a server is told and says elsewhere than on its pages: mail, the codes of devices, and who knows its users."""
import base64
import json
import re
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from chromium import must

SCOPE = "role:read:list_roles:admin user:read:list_users:admin"
STATE = "of-the-app"


class Server:
    def __init__(self, scene):
        self.base, self.app, self.operator = scene["base"], scene["app"], scene["operator"]

    def at(self, path):
        return self.base + path

    def link_to(self, email):
        """The link that was sent to an address latest."""
        asked = Request(self.at(f"/operator/v1/mails?{urlencode({'to': email})}"))
        mails = told(asked, f"Bearer {self.operator}")["mails"]
        links = [link for mail in mails for link in re.findall(r"\S+(/pages/links/\S+)", mail["text"])]
        must(links, f"no link was sent to {email}: {mails}")
        return self.at(links[-1])

    def codes_of_device(self):
        key = base64.b64encode(f"{self.app['client_id']}:{self.app['client_secret']}".encode()).decode()
        return told(Request(self.at("/oauth/devicecode"), urlencode({"scope": SCOPE}).encode()), f"Basic {key}")

    def takes_word_of(self, provider, company):
        """Whoever the identity provider of a company knows is a user of it from now on."""
        knows = {"issuer": provider.issuer, "client_id": provider.CLIENT, "client_secret": provider.SECRET}
        body = json.dumps({**knows, "vanity": company["vanity"], "creates_users": True}).encode()
        headers = {"Content-Type": "application/json"}
        told(Request(self.at(company["provider"]), body, headers, method="PUT"), f"Bearer {self.operator}")

    def authorization(self):
        """Where the app sends a browser."""
        asked = {"response_type": "code", "client_id": self.app["client_id"], "state": STATE, "scope": SCOPE}
        return self.at(f"/oauth/authorize?{urlencode({**asked, 'redirect_uri': self.app['redirect_uri']})}")


def told(asked, authorization):
    asked.add_header("Authorization", authorization)
    with urlopen(asked) as answer:
        return json.load(answer)
