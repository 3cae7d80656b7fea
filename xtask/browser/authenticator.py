"""An authenticator app on somebody's telephone."""
import base64
import hashlib
import hmac
import time
from urllib.parse import parse_qs, urlsplit

import zxingcpp
from PIL import Image

from chromium import must

PERIOD = 30


class Authenticator:
    """Shows codes (RFC 6238), each once."""

    def __init__(self, link):
        key = parse_qs(urlsplit(link).query)["secret"][0]
        self.secret = base64.b32decode(key + "=" * (-len(key) % 8))
        self.key, self.step = key, 0

    @classmethod
    def of_picture(cls, picture):
        """With the key that stands in a picture, as its camera reads it."""
        read = [code.text for code in zxingcpp.read_barcodes(Image.open(picture))]
        must(len(read) == 1, f"{picture} holds {read}")
        return cls(read[0])

    def code(self):
        # A code that was used is used up; the one after it is taken already, as clocks differ.
        self.step = max(int(time.time()) // PERIOD, self.step + 1)
        digest = hmac.digest(self.secret, self.step.to_bytes(8, "big"), hashlib.sha1)
        start = digest[-1] & 15
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"
