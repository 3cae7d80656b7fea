"""The pages that links from mails lead to."""
from chromium import must

PASSWORD = "Qr7-Qr7-w"


def follow_all(browser, server, scene):
    join(browser, server, scene["invited"])
    confirm(browser, server, scene["owner"], "owner")
    confirm(browser, server, scene["renamed"], "another-address")
    serve_no_more(browser, server, scene["renamed"])


def join(browser, server, email):
    """Somebody is invited."""
    browser.open(server.link_to(email))
    browser.look("invitation", "You are invited")
    must(browser.field("password").get("autocomplete") == "new-password", "the password is not a new one")
    browser.write("First name", "Ivy")
    browser.write("Last name", "Invited")
    browser.write("Password", PASSWORD)
    browser.enter()
    browser.look("joined", "Welcome")


def confirm(browser, server, email, name):
    """The owner of a new account has its address, or a user the one that it was given."""
    browser.open(server.link_to(email))
    browser.look(f"{name}-to-confirm", "Confirm your address")
    browser.press("It is mine")
    browser.look(f"{name}-confirmed", "Thank you")


def serve_no_more(browser, server, email):
    """A link that was followed already, and one that there never was."""
    for address, name in [(server.link_to(email), "link-used"), (server.at("/pages/links/none"), "link-unknown")]:
        browser.open(address)
        browser.look(name, "That did not work")


def forget_password(browser, server, user):
    """Another password by mail, which is too simple first."""
    browser.open(server.at("/pages/signin"))
    browser.follow("Set another password")
    browser.look("another-password", "Another password")
    browser.write("Email", user["email"])
    browser.enter()
    browser.look("another-password-sent", "Look into your mail")
    browser.open(server.link_to(user["email"]))
    browser.look("another-password-to-choose", "Choose another password")
    must(browser.field("password").get("autocomplete") == "new-password", "the password is not a new one")
    browser.write("Password", "aaaaaaaa")
    browser.enter()
    browser.look("another-password-refused", "Choose another password")
    browser.write("Password", PASSWORD)
    browser.enter()
    browser.look("another-password-set", "Your password was changed")
    user["password"] = PASSWORD
