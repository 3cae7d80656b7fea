"""A user with a browser, who decides about apps; and what all clients are held to."""
import sys
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r} where {wanted!r} was expected")


class Form(HTMLParser):
    """The one form of a page: where it goes, and what it carries."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = page.url, {}
        self.feed(page.text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "form" and named.get("action"):
            self.action = urljoin(self.action, named["action"])
        if tag == "input" and named.get("type") == "hidden":
            self.fields[named["name"]] = named["value"]


class Browser:
    """A browser in which a user has signed in on the way to the first page that asks for it."""

    def __init__(self, user):
        self.user, self.session = user, requests.Session()

    def open(self, address):
        page = self.session.get(address)
        if 'name="password"' in page.text:
            page = self.send(page, email=self.user["email"], password=self.user["password"])
        same(address, page.status_code, 200)
        return page

    def send(self, page, **fields):
        form = Form(page)
        return self.session.post(form.action, data={**form.fields, **fields})

    def decides(self, address, decision):
        """Where an app is told what was decided."""
        form = Form(self.open(address))
        sent = self.session.post(form.action, data={**form.fields, "decision": decision}, allow_redirects=False)
        same(decision, sent.status_code, 303)
        return sent.headers["location"]
