"""Signing in: the password, the second factor, the way of a company, and failing too often."""
from authenticator import Authenticator
from chromium import must

WRONG_CODE, WRONG_PASSWORD = "000000000", "Nx4-Nx4-n"
TOO_OFTEN = "Wait a while"


class Person:
    """Somebody with a password, a browser, and a telephone later."""

    def __init__(self, browser, server, user):
        self.browser, self.server, self.user = browser, server, user
        self.authenticator, self.recovery_codes = None, []

    def proves_password(self, password=None):
        self.browser.write("Email", self.user["email"])
        self.browser.write("Password", password or self.user["password"])
        self.browser.enter()

    def proves_second_factor(self, code=None):
        self.browser.write("Code", code or self.recovery_codes.pop())
        self.browser.enter()

    def signs_in(self):
        """With another password first."""
        browser = self.browser
        browser.open(self.server.at("/pages/account"))
        browser.look("sign-in", "Sign in")
        for name, autocomplete in [("email", "username"), ("password", "current-password")]:
            must(browser.field(name).get("autocomplete") == autocomplete, f"{name} is no {autocomplete}")
        self.proves_password(WRONG_PASSWORD)
        browser.look("sign-in-refused", "Sign in")
        must(any(node.role == "alert" for node in browser.nodes()), "nobody is told that signing in has failed")
        self.proves_password()
        browser.look("account", "Your account")

    def takes_second_factor(self):
        """The key is in the picture, in the link beside it, and written below it."""
        browser = self.browser
        browser.follow("Take a second factor")
        browser.look("second-factor-setup", "Take a second factor")
        self.authenticator = Authenticator.of_picture(browser.picture("second-factor-setup"))
        links = [address for address in browser.addresses() if address.startswith("otpauth:")]
        must([Authenticator(link).key for link in links] == [self.authenticator.key], f"another key in {links}")
        must(browser.texts("code")[0].replace(" ", "") == self.authenticator.key, "another key is written")
        browser.write("Password", self.user["password"])
        browser.write("Code", self.authenticator.code())
        browser.enter()
        self.keeps_recovery_codes("recovery-codes")
        browser.look("account-with-second-factor", "Your account")

    def keeps_recovery_codes(self, name):
        self.browser.look(name, "Your recovery codes")
        self.recovery_codes = self.browser.texts("code")
        self.browser.follow("Go on")

    def signs_out(self):
        self.browser.press("Sign out")
        self.browser.look("signed-out", "Sign in")

    def signs_in_with_code(self):
        browser = self.browser
        self.proves_password()
        browser.look("second-factor", "One more proof")
        self.proves_second_factor(WRONG_CODE)
        browser.look("second-factor-refused", "One more proof")
        self.proves_second_factor(self.authenticator.code())
        browser.look("account-again", "Your account")

    def takes_other_recovery_codes(self):
        """With a wrong code first."""
        browser, label = self.browser, "Code for other recovery codes"
        browser.open(self.server.at("/pages/account"))
        browser.write(label, WRONG_CODE)
        browser.enter()
        browser.look("code-refused", "That did not work")
        browser.follow("Back")
        browser.write(label, self.recovery_codes.pop())
        browser.enter()
        self.keeps_recovery_codes("other-recovery-codes")

    def gives_up_second_factor(self):
        browser = self.browser
        browser.open(self.server.at("/pages/account"))
        self.proves_password()
        self.proves_second_factor()
        browser.write("Code to give it up", self.recovery_codes.pop())
        browser.enter()
        browser.look("account-without-second-factor", "Your account")
        browser.press("Sign out everywhere")
        browser.look("signed-out-everywhere", "Sign in")


def with_company(browser, server):
    """A company that nobody knows, and a provider that does not know who it is."""
    browser.open(server.at("/pages/signin"))
    browser.follow("Sign in with your company")
    browser.look("company", "Sign in with your company")
    browser.write("Name of your company here", "nobody")
    browser.enter()
    browser.look("company-to-go-on-to", "Sign in with your company")
    browser.follow("Go on to your company")
    browser.look("company-unknown", "Not found")
    browser.open(server.at("/pages/sso/nobody/callback?error=access_denied"))
    browser.look("company-refuses", "That did not work")
    browser.follow("Begin anew")


def elsewhere(person):
    """Whose account has its users sign in with a company has no use for a password."""
    person.browser.open(person.server.at("/pages/signin"))
    person.proves_password()
    person.browser.look("sign-in-elsewhere", "Sign in elsewhere")
    must(any("/pages/sso/" in address for address in person.browser.addresses()), "no way leads on")


def fail_too_often(browser, server, most):
    """As somebody, and in asking for another password, from where the browser is."""
    nobody = Person(browser, server, {"email": "nobody@browser-walk.example", "password": WRONG_PASSWORD})
    browser.open(server.at("/pages/signin"))
    until_it_waits(browser, most, nobody.proves_password)
    browser.look("sign-in-waits", TOO_OFTEN)

    def ask():
        browser.open(server.at("/pages/password"))
        browser.write("Email", nobody.user["email"])
        browser.enter()

    until_it_waits(browser, most, ask)
    browser.look("another-password-waits", TOO_OFTEN)


def until_it_waits(browser, most, attempt):
    for _ in range(most):
        attempt()
        if browser.heading() == TOO_OFTEN:
            return
    must(False, f"{most} failures and nobody waits")
