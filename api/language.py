"""The page that a browser opens is ours: Streamlit's own says English in its html and its title, and lacks our styles."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charts.assets import page_html

REPLACEMENTS = {
    b'<html lang="en">': b'<html lang="nl">',
    b"<title>Streamlit</title>": b"<title>Een thuis voor iedereen</title>",
    b"</body>": page_html().encode() + b"</body>",
}


class DutchPage:
    """ASGI middleware: what a browser opens as a page goes out in Dutch and with our styles; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            return await self.app(scope, receive, send)
        start: Message = {}
        body = b""

        async def translate(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(raw=start["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                for english, dutch in REPLACEMENTS.items():
                    body = body.replace(english, dutch)
                headers["content-length"] = str(len(body))
                del headers["etag"]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app(scope, receive, translate)
