"""An address whose domain another account manages: its owner joins that account, or puts it off and takes another address."""
import links
from chromium import must
from signing_in import Person

ASKED = "What becomes of your address"
MAIL = "Look into your mail"
ADDRESS, MOVED = "New address", "moved@of-its-own.example"


def asked(person, name):
    """Whoever has proved its password is asked before it is signed in."""
    person.browser.open(person.server.at("/pages/account"))
    person.proves_password()
    person.browser.look(name, ASKED)


def join(browser, server, user):
    """Once the address is confirmed, a link closes the account that one has for oneself."""
    asked(Person(browser, server, user), "managed-domain-unconfirmed")
    must(not browser.shows("Send me the link"), "an address that is not confirmed may join")
    browser.press("Confirm my address")
    browser.look("confirmation-sent-on-the-way", MAIL)
    links.confirm(browser, server, user["email"], "managed-address")
    browser.open(server.at("/pages/managed_domain"))
    browser.look("managed-domain", ASKED)
    browser.press("Send me the link")
    browser.look("link-to-join-sent", MAIL)
    browser.open(server.link_to(user["email"]))
    browser.look("invitation-that-closes", "You are invited")
    browser.write("Password", links.PASSWORD)
    browser.enter()
    browser.look("joined-with-own-account", "Welcome")


def move(browser, server, user):
    """Who has put it off is asked again the next time; an address of the same domain is none to take."""
    person = Person(browser, server, user)
    asked(person, "managed-domain-to-put-off")
    browser.press("Not now")
    browser.look("account-unconfirmed", "Your account")
    browser.press("Confirm my address")
    browser.look("confirmation-sent", MAIL)
    browser.follow("Back")
    person.signs_out()
    asked(person, "managed-domain-again")
    browser.write(ADDRESS, f"another-{user['email']}")
    browser.enter()
    browser.look("another-address-refused", "That did not work")
    browser.follow("Back")
    browser.write(ADDRESS, MOVED)
    browser.enter()
    browser.look("another-address-taken", "Your address was changed")
    browser.follow("Sign in with it")
    user["email"] = MOVED
    person.proves_password()
    browser.look("account-at-another-address", "Your account")
    person.signs_out()
