"""What a browser hands over of a page it shows."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

MOST_CLIP_BYTES = 5 * 1024 * 1024
TOKEN_HEADER = "X-InvestLead-Token"


@dataclass(frozen=True, kw_only=True)
class SentPage:
    """A page, or what was selected on it."""

    url: str
    title: str = ""
    html: str = ""
    text: str = ""
    selection: str = ""


def token_hash(token: str) -> str:
    """What is kept of a token: it cannot be read back from the settings."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_token(token: str, kept_hash: str) -> bool:
    """Whether this is the token; takes as long for a wrong one."""
    return bool(kept_hash) and hmac.compare_digest(token_hash(token), kept_hash)


def bookmarklet(port: int, token: str, done: str, failed: str) -> str:
    """The address of a bookmark that sends the page, or what is selected on it, to this program.

    `done` and `failed` are what the page then says.
    """
    script = (
        "(function(){var s=String(window.getSelection()||'');"
        f"fetch('http://127.0.0.1:{port}/clip',{{method:'POST',"
        f"headers:{{'Content-Type':'application/json','{TOKEN_HEADER}':{json.dumps(token)}}},"
        "body:JSON.stringify({url:location.href,title:document.title,selection:s,"
        "html:s?'':document.documentElement.outerHTML})})"
        f".then(function(r){{alert(r.ok?{json.dumps(done)}:{json.dumps(failed)})}},"
        f"function(){{alert({json.dumps(failed)})}})}})()"
    )
    return "javascript:" + script.replace("%", "%25")
