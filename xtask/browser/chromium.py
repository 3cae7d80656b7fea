"""Chromium, used by the keyboard alone: without scripts, 320 pixels wide, in the dark; and how each page has to be."""
import base64
import json
import os
import re
import sys
import time
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

WIDTH, HEIGHT = 320, 640
# Of text, and of what is no text, against what is behind it (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT_CONTRAST, OUTLINE_CONTRAST = 4.5, 3
# In seconds; a machine may have much else to do.
PATIENCE = 60
# More than any page can be walked through with.
MOST_TABS = 20
CONTROLS = {"textbox", "button", "link"}
# What stands for nothing to who does not see it, unless it has a name.
NAMED = CONTROLS | {"image"}
NO_SCRIPTS = 2


def must(holds, otherwise):
    if not holds:
        sys.exit(f"browser: {otherwise}")


def options(chromium):
    said = ChromeOptions()
    said.binary_location = chromium
    said.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    said.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": NO_SCRIPTS})
    flags = [
        "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
        f"--window-size={WIDTH},{HEIGHT}",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ]
    # Its sandbox refuses to be started by root, as containers are run by.
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    for flag in flags:
        said.add_argument(flag)
    return said


def luminance(colour):
    """Of an opaque colour, as WCAG defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour[:3])]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def colour(computed):
    """Red, green, blue to 255, and how opaque it is."""
    parts = [float(part) for part in re.findall(r"[\d.]+", computed)]
    must(computed.startswith("rgb") and len(parts) in (3, 4), f"{computed} is no colour")
    return (*parts[:3], parts[3] if len(parts) == 4 else 1)


class Node:
    """An element as assistive technology sees it."""

    def __init__(self, seen):
        self.role = seen.get("role", {}).get("value")
        self.name = seen.get("name", {}).get("value", "")
        self.sources = [source for source in seen.get("name", {}).get("sources", []) if "value" in source]
        self.backend = seen.get("backendDOMNodeId")
        self.properties = {it["name"]: it["value"].get("value") for it in seen.get("properties", [])}

    def is_labelled(self):
        """By a `label` of its own, where it is a field."""
        return self.role != "textbox" or any(source.get("nativeSource") == "labelfor" for source in self.sources)


class Browser:
    def __init__(self, scene):
        self.folder, self.base = Path(scene["screenshots"]), scene["base"] + "/"
        self.loads, self.requests = 0, []
        self.driver = Chrome(options=options(scene["chromium"]), service=ChromeService(scene["chromedriver"]))
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.png"):
            old.unlink()
        for domain in ("Page", "DOM", "CSS", "Accessibility"):
            self.cdp(f"{domain}.enable")
        self.cdp("Emulation.setFocusEmulationEnabled", enabled=True)
        self.cdp("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
        self.prefer("dark")
        self.is_without_scripts()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def prefer(self, scheme):
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def is_without_scripts(self):
        self.driver.get("data:text/html,<title>off</title><script>document.title='on'</script>")
        must(self.driver.title == "off", "scripts run")
        self.note()
        self.requests.clear()

    # What happens.

    def note(self):
        """Takes down what was asked for and shown since the last time."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            method, parameters = message["method"], message["params"]
            # What an app asks for whose page people are sent to is its own business.
            if method == "Network.requestWillBeSent" and parameters["documentURL"].startswith(self.base):
                self.requests.append((parameters.get("type"), parameters["request"]["url"]))
            self.loads += method == "Page.loadEventFired"

    def shown_after(self, action):
        """Waits for the page that an action leads to."""
        self.note()
        self.loads, end = 0, time.monotonic() + PATIENCE
        action()
        while not self.loads:
            must(time.monotonic() < end, f"nothing follows on {self.driver.current_url}")
            time.sleep(0.05)
            self.note()

    def open(self, address):
        self.shown_after(lambda: self.driver.get(address))

    def keys(self, keys):
        ActionChains(self.driver).send_keys(keys).perform()

    # What is there.

    def nodes(self):
        seen = [Node(seen) for seen in self.cdp("Accessibility.getFullAXTree")["nodes"] if not seen.get("ignored")]
        return [node for node in seen if node.role]

    def focused(self):
        """The control that keys go to, if it is one."""
        focused = [node for node in self.nodes() if node.properties.get("focused") and node.role in CONTROLS]
        return focused[-1] if focused else None

    def elements(self):
        """All elements: the id, the name, the attributes and the text of each."""
        todo, found = [self.cdp("DOM.getDocument", depth=-1)["root"]], []
        while todo:
            node = todo.pop(0)
            children = node.get("children", [])
            if node["nodeType"] == 1:
                pairs = iter(node.get("attributes", []))
                text = "".join(child["nodeValue"] for child in children if child["nodeType"] == 3)
                found.append((node["nodeId"], node["localName"], dict(zip(pairs, pairs)), text))
            todo += children
        return found

    def addresses(self):
        """Where the links of the page lead."""
        return [attributes["href"] for _, name, attributes, _ in self.elements() if name == "a"]

    def heading(self):
        return next((node.name for node in self.nodes() if node.role == "heading"), None)

    def shows(self, name):
        """Whether something of the page has this name."""
        return any(node.name == name for node in self.nodes())

    def texts(self, element):
        return [text for _, name, _, text in self.elements() if name == element]

    def field(self, name):
        """The attributes of a field."""
        fields = [attributes for _, element, attributes, _ in self.elements() if element == "input"]
        return next((field for field in fields if field.get("name") == name), {})

    def style(self, node_id):
        computed = self.cdp("CSS.getComputedStyleForNode", nodeId=node_id)["computedStyle"]
        return {it["name"]: it["value"] for it in computed}

    def background(self):
        root = next(node_id for node_id, name, _, _ in self.elements() if name == "html")
        return colour(self.style(root)["background-color"])

    # What is done.

    def tab_to(self, role, name):
        """Goes to a control, unless it has the keys already; each on the way shows that it has them."""
        for _ in range(MOST_TABS):
            focused = self.focused()
            if focused:
                self.is_seen(focused)
            if focused and (focused.role, focused.name) == (role, name):
                return
            self.keys(Keys.TAB)
        must(False, f"no Tab leads to the {role} {name} on {self.driver.current_url}")

    def is_seen(self, node):
        self.cdp("DOM.getDocument", depth=0)
        node_id = self.cdp("DOM.pushNodesByBackendIdsToFrontend", backendNodeIds=[node.backend])["nodeIds"][0]
        style, what = self.style(node_id), f"the {node.role} {node.name} on {self.driver.current_url}"
        outline, width = style["outline-style"], float(style["outline-width"].removesuffix("px"))
        must(outline != "none" and width >= 2, f"an outline {outline} of {width} pixels: {what}")
        against = contrast(colour(style["outline-color"]), self.background())
        must(against >= OUTLINE_CONTRAST, f"an outline of contrast {against:.1f}: {what}")
        box = self.cdp("DOM.getBoxModel", backendNodeId=node.backend)["model"]["border"]
        left, top, right, bottom = box[0], box[1], box[4], box[5]
        # Pages are scrolled by whole pixels, and laid out by parts of them.
        must(0 <= left < right <= WIDTH and -1 < top < bottom < HEIGHT + 1, f"out of sight: {what}")

    def write(self, label, text):
        self.tab_to("textbox", label)
        self.keys(text)

    def press(self, name, role="button"):
        self.tab_to(role, name)
        self.enter()

    def follow(self, name):
        self.press(name, role="link")

    def enter(self):
        """Enter in a field sends its form, on a button or a link it presses it."""
        self.shown_after(lambda: self.keys(Keys.ENTER))

    # How pages are.

    def look(self, name, heading):
        """Holds the page to what all have in common, and keeps what it looks like."""
        where = f"{name} ({self.driver.current_url})"
        must(self.heading() == heading, f"{where}: {self.heading()} where {heading} was expected")
        self.is_narrow(where)
        self.has_names(where)
        self.is_alone(where)
        self.is_legible(where)
        self.keep(name)

    def is_narrow(self, where):
        """Nothing is beside what is seen; a bar to scroll down with takes some of it."""
        metrics = self.cdp("Page.getLayoutMetrics")
        width, visible = metrics["cssContentSize"]["width"], metrics["cssLayoutViewport"]["clientWidth"]
        must(width <= visible <= WIDTH, f"{where}: {width} pixels wide where {visible} are seen")

    def has_names(self, where):
        nodes = self.nodes()
        for node in nodes:
            must(node.role not in NAMED or node.name, f"{where}: a {node.role} without a name")
            must(node.is_labelled(), f"{where}: no label is bound to {node.name}")
        names = [(node.role, node.name) for node in nodes if node.role in CONTROLS]
        must(len(names) == len(set(names)), f"{where}: two controls with one name among {names}")

    def is_alone(self, where):
        """Nothing but the page itself was asked for, and no rule of its own stood in its way."""
        self.note()
        strange = [(kind, url) for kind, url in self.requests if kind != "Document" or not url.startswith(self.base)]
        must(not strange, f"{where}: asked for {strange}")
        self.requests.clear()
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        must(not any("Content Security Policy" in line for line in said), f"{where}: {said}")

    def is_legible(self, where):
        """In both schemes, which differ."""
        self.prefer("light")
        light = self.has_contrast(where)
        self.prefer("dark")
        dark = self.has_contrast(where)
        must(luminance(dark) < 0.2 < luminance(light), f"{where}: {dark} in the dark, {light} in the light")

    def has_contrast(self, where):
        root = self.background()
        must(root[3] == 1, f"{where}: the page has no background")
        elements = [it for it in self.elements() if it[1] != "input" or it[2].get("type") != "hidden"]
        for node_id, name, _, text in elements:
            if text.strip() and name not in ("title", "style") or name == "input":
                style = self.style(node_id)
                own = colour(style["background-color"])
                against = contrast(colour(style["color"]), own if own[3] == 1 else root)
                must(against >= TEXT_CONTRAST, f"{where}: a contrast of {against:.1f} in {name} {text}")
        return root

    def picture(self, name):
        """Where the picture of a page is kept."""
        return self.folder / f"{name}.png"

    def keep(self, name):
        """The whole page, as a picture."""
        height = self.cdp("Page.getLayoutMetrics")["cssContentSize"]["height"]
        whole = {"x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1}
        taken = self.cdp("Page.captureScreenshot", format="png", clip=whole, captureBeyondViewport=True)["data"]
        self.picture(name).write_bytes(base64.b64decode(taken))
