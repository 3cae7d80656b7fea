"""Signing in with a company: its identity provider says who it is, whether there is a password or not."""
from chromium import must
from provider import Provider
from signing_in import SETUP, Person

WAY = "Sign in with your company"


def sign_in_with_all(browser, server, user):
    provider = Provider()
    server.takes_word_of(provider, user)
    unknown(browser, server)
    refused(browser, server, user["vanity"])
    elsewhere(Person(browser, server, user), provider)
    without_password(browser, server, user, provider)


def to_company(browser, server, vanity):
    """The way there, for who knows its name."""
    browser.open(server.at("/pages/signin"))
    browser.follow(WAY)
    browser.look("company", WAY)
    browser.write("Name of your company here", vanity)
    browser.enter()
    browser.look("company-to-go-on-to", WAY)
    browser.follow("Go on to your company")


def unknown(browser, server):
    to_company(browser, server, "nobody")
    browser.look("company-unknown", "Not found")


def refused(browser, server, vanity):
    """A provider that does not know who it is."""
    to_company(browser, server, vanity)
    browser.look("company-refuses", "That did not work")
    browser.follow("Begin anew")


def elsewhere(person, provider):
    """Whose account has its users sign in with a company has no use for a password, and comes back signed in."""
    browser, server = person.browser, person.server
    browser.open(server.at("/pages/signin"))
    person.proves_password()
    browser.look("sign-in-elsewhere", "Sign in elsewhere")
    provider.knows("worker", person.user["email"])
    browser.follow("Go on to your company")
    browser.look("account-by-company", "Your account")
    person.signs_out()


def without_password(browser, server, user, provider):
    """Somebody who was nobody here before is asked for a second factor by the company alone."""
    provider.knows("newcomer", f"newcomer@{user['domain']}")
    to_company(browser, server, user["vanity"])
    browser.look("account-without-password", "Your account")
    must(not browser.shows(SETUP), "a second factor is offered beside no password")
    browser.open(server.at("/pages/two_factor/setup"))
    browser.look("second-factor-of-company", "Your second factor")
    browser.follow("Back")
    Person(browser, server, user).signs_out()
