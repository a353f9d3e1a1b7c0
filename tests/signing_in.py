"""Signing in to the console, as a browser does it."""

import httpx2
from parsed import parsed

KEY = "the-key-of-the-console"


async def sign_in(http: httpx2.AsyncClient, key: str = KEY) -> httpx2.Response:
    """Sends the form of the login."""
    page = parsed(await http.get("/console/login"))
    hidden = {i.get("name"): i.get("value") for i in page.xpath("//input[@type='hidden']")}
    return await http.post("/console/login", data={**hidden, "key": key})


async def proof(http: httpx2.AsyncClient) -> str:
    """What the forms of this session must repeat."""
    page = parsed(await http.get("/console/sources"))
    return page.xpath("//input[@name='form_token']/@value")[0]


async def send(http: httpx2.AsyncClient, path: str, **fields: str | list[str]) -> httpx2.Response:
    """Sends a form of the console."""
    return await http.post(path, data={"form_token": await proof(http), **fields})
