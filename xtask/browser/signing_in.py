"""Signing in: the password, the second factor, and failing too often."""
from authenticator import Authenticator
from chromium import must

WRONG_CODE, WRONG_PASSWORD = "000000000", "Nx4-Nx4-n"
TOO_OFTEN = "Wait a while"
SETUP = "Take a second factor"


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
        browser = self.browser
        browser.follow(SETUP)
        self.reads_key("second-factor-setup")
        browser.write("Password", self.user["password"])
        browser.write("Code", self.authenticator.code())
        browser.enter()
        self.keeps_recovery_codes("recovery-codes")
        browser.look("account-with-second-factor", "Your account")

    def takes_demanded_factor(self):
        """Before anything else, with a wrong code first; nobody is asked for a password twice, and the factor stays."""
        browser = self.browser
        browser.open(self.server.at("/pages/account"))
        self.proves_password()
        self.reads_key("second-factor-demanded")
        must(not browser.field("password"), "who has just proved a password is asked for it again")
        browser.write("Code", WRONG_CODE)
        browser.enter()
        browser.look("second-factor-demanded-refused", SETUP)
        browser.write("Code", self.authenticator.code())
        browser.enter()
        self.keeps_recovery_codes("recovery-codes-of-demanded")
        browser.look("account-with-demanded-factor", "Your account")
        must(not browser.shows("Code to give it up"), "a second factor that is demanded can be given up")
        self.signs_out()

    def reads_key(self, name):
        """The key is in the picture, in the link beside it, and written below it."""
        browser = self.browser
        browser.look(name, SETUP)
        self.authenticator = Authenticator.of_picture(browser.picture(name))
        links = [address for address in browser.addresses() if address.startswith("otpauth:")]
        must([Authenticator(link).key for link in links] == [self.authenticator.key], f"another key in {links}")
        must(browser.texts("code")[0].replace(" ", "") == self.authenticator.key, "another key is written")

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
