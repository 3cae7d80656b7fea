"""The identity provider of a company (OpenID Connect): it asks nobody anything, and knows one person at a time."""
import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

SIGNED = {"alg": "ES256", "kid": "of-the-company"}
# Of a token, in seconds.
LIFETIME = 300


class Provider(ThreadingHTTPServer):
    """Serves on a free port for as long as the walk lasts."""

    CLIENT, SECRET = "tenantry", "between the two & nobody else"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = ECKey.generate_key("P-256", {**SIGNED, "use": "sig"})
        self.person, self.asked = None, {}
        Thread(target=self.serve_forever, daemon=True).start()

    def knows(self, subject, email):
        """Whoever is sent here is this person from now on; before, it is nobody."""
        names = {"given_name": "Nora", "family_name": "Newcomer"}
        self.person = {"sub": subject, "email": email, "email_verified": True, **names}

    def metadata(self):
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{place}" for name, place in places.items()}}

    def keys(self):
        return {"keys": [self.key.as_dict(private=False)]}

    def way_back(self, asked):
        """Where the browser goes that was sent here."""
        told = {"error": "access_denied"}
        if self.person:
            told = {"code": secrets.token_urlsafe()}
            self.asked[told["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode({**told, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, shown, authorization):
        """Who it is, once, for who has the secret and what the challenge was made of; nothing for others."""
        asked = self.asked.pop(shown["code"], {})
        secret = base64.b64encode(f"{quote_plus(self.CLIENT)}:{quote_plus(self.SECRET)}".encode()).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(shown["code_verifier"].encode()).digest()).decode().rstrip("=")
        wanted = [f"Basic {secret}", asked.get("code_challenge"), asked.get("redirect_uri")]
        if [authorization, proof, shown["redirect_uri"]] != wanted:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.CLIENT, "nonce": asked["nonce"], "iat": now, "exp": now + LIFETIME}
        signed = jwt.encode(SIGNED, {**claims, **self.person}, self.key)
        return {"access_token": "of no use", "token_type": "Bearer", "id_token": signed}


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        address, provider = urlsplit(self.path), self.server
        if address.path == "/authorize":
            self.send_response(303)
            self.send_header("Location", provider.way_back(dict(parse_qsl(address.query))))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.say({"/.well-known/openid-configuration": provider.metadata, "/keys": provider.keys}[address.path]())

    def do_POST(self):
        shown = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.say(self.server.token(shown, self.headers["Authorization"]))

    def say(self, what):
        body = json.dumps(what or {"error": "invalid_grant"}).encode()
        self.send_response(200 if what else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """What it is asked is nobody's business."""
