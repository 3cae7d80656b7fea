"""Deciding about apps: one that sends a browser, and one on a device."""
from urllib.parse import parse_qs, urlsplit

from chromium import must
from server import STATE


def decide_about_all(person):
    browser, server = person.browser, person.server
    browser.open(server.at("/oauth/authorize?client_id=none"))
    browser.look("no-app", "That did not work")
    denied, allowed = decide(person, "Deny"), decide(person, "Allow")
    must(denied["error"] == ["access_denied"] and "code" not in denied, f"denied: {denied}")
    must("code" in allowed and "error" not in allowed, f"allowed: {allowed}")
    unknown_device(browser, server)
    device(browser, server, "Deny", "Your device is not connected")
    device(browser, server, "Allow", "Your device is connected")


def decide(person, decision):
    """What the app is told, two answers, each on its own button."""
    browser, app = person.browser, person.server.app
    browser.open(person.server.authorization())
    if browser.field("password"):
        person.proves_password()
        person.proves_second_factor()
    browser.look("consent", f"Allow {app['name']}?")
    browser.press(decision)
    address = browser.driver.current_url
    must(address.startswith(app["redirect_uri"]), f"{decision} leads to {address}")
    told = parse_qs(urlsplit(address).query)
    must(told["state"] == [STATE], f"another state: {told}")
    return told


def unknown_device(browser, server):
    browser.open(server.at("/oauth/device"))
    browser.look("device", "Connect a device")
    browser.write("Code", "BBBB-BBBB")
    browser.enter()
    browser.look("device-unknown", "Connect a device")


def device(browser, server, decision, heading):
    codes = server.codes_of_device()
    browser.open(codes["verification_uri"])
    browser.write("Code", codes["user_code"])
    browser.enter()
    browser.look("device-consent", f"Allow {server.app['name']}?")
    browser.press(decision)
    browser.look(f"device-{decision.lower()}", heading)
