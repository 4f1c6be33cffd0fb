"""A directory that speaks OpenID Connect on this machine, and checks what it is asked."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "izdes", "a secret of the office"


@dataclass
class Directory:
    """What the directory says of whoever stands before it.

    Attributes:
        claims: Of the person.
        audience: For whom its tokens are.
        codes: Codes that it gave, with what the office must show for each.
    """

    claims: dict[str, object]
    audience: str = CLIENT
    address: str = ""
    codes: dict[str, str] = field(default_factory=dict)

    def agree(self, asked: str) -> str:
        """Let the person agree; return where he is sent back to."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        assert given["client_id"] == CLIENT
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.codes[code] = given["code_challenge"]
        back = urlencode({"code": code, "state": given["state"]})
        return f"{urlsplit(given['redirect_uri']).path}?{back}"

    def answer(self, path: str, body: dict[str, str], bearer: str) -> tuple[int, object]:
        """Answer the office."""
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/token":
            return self._token(body)
        if path == "/userinfo" and bearer == "Bearer token":
            return 200, self.claims
        return 404, {}

    def _token(self, body: dict[str, str]) -> tuple[int, object]:
        shown = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(shown).decode().rstrip("=")
        if body.get("client_secret") != SECRET or self.codes.pop(body["code"], "") != challenge:
            return 400, {"error": "invalid_grant"}
        said = {**self.claims, "iss": self.address, "aud": self.audience, "exp": time.time() + 60}
        token = jwt.encode(said, "k" * 32, algorithm="HS256")
        return 200, {"access_token": "token", "token_type": "Bearer", "id_token": token}


@contextmanager
def speaking(directory: Directory) -> Iterator[Directory]:
    """Let a directory listen on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(sent).items()})

        def _answer(self, body: dict[str, str]) -> None:
            bearer = self.headers.get("Authorization", "")
            status, said = directory.answer(urlsplit(self.path).path, body, bearer)
            written = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
