"""Walks through the pages with a browser: follows links, signs in in every way there is, decides, and fails too often."""
import json
import sys

import apps
import company
import links
import managed_domain
import signing_in
from chromium import Browser
from server import Server


def walk(browser, scene):
    server = Server(scene)
    links.follow_all(browser, server, scene)
    person = signing_in.Person(browser, server, scene["user"])
    person.signs_in()
    person.takes_second_factor()
    person.signs_out()
    person.signs_in_with_code()
    person.takes_other_recovery_codes()
    person.signs_out()
    apps.decide_about_all(person)
    browser.open(server.at("/pages/account"))
    person.signs_out()
    links.forget_password(browser, server, scene["user"])
    person.gives_up_second_factor()
    signing_in.Person(browser, server, scene["guarded"]).takes_demanded_factor()
    managed_domain.join(browser, server, scene["managed"]["joins"])
    managed_domain.move(browser, server, scene["managed"]["moves"])
    company.sign_in_with_all(browser, server, scene["company"])
    signing_in.fail_too_often(browser, server, scene["most_failures"])


def main():
    scene = json.loads(sys.stdin.read())
    with Browser(scene) as browser:
        walk(browser, scene)
    kept = len(list(browser.folder.glob("*.png")))
    print(f"browser: pages serve by the keyboard, narrow, in the dark and without scripts; {kept} pictures are kept")


main()
