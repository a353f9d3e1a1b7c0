"""Who gets into the console, and whose forms act there."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from console_world import ANSWERED, FAILED, REFUSED, RUNNING, World
from fakes_desk import FakeDesk
from fastapi import FastAPI
from fastapi.routing import APIRoute
from parsed import parsed
from signing_in import KEY, proof, sign_in

from adapters.web.app import create_app
from adapters.web.console.login import inside
from adapters.web.console.sessions import MOST, Sessions

COOKIE = "newsdesk_console"
PAGES = (
    "/console",
    "/console/sources",
    "/console/sources/paper",
    "/console/sources/paper/remove",
    "/console/sources/paper/deletions",
    "/console/sources/paper/documents",
    "/console/documents/d0c1",
    "/console/runs",
    f"/console/runs/{RUNNING}",
    f"/console/runs/{RUNNING}/events",
    "/console/index",
    "/console/answers",
    f"/console/answers/{ANSWERED}",
    "/console/unanswered",
    "/console/feedback",
    "/console/cases",
    "/console/figures",
    "/console/audit",
)
FORMS = (
    "/console/logout",
    "/console/sources",
    *(f"/console/sources/paper/{act}" for act in ("pause", "resume", "schedule", "run", "remove")),
    "/console/sources/paper/deletions",
    *(f"/console/runs/{RUNNING}/{act}" for act in ("cancel", "retry", "confirm")),
    "/console/index/reindex",
    "/console/index/rollback",
    f"/console/answers/{ANSWERED}/case",
    f"/console/cases/{REFUSED}/delete",
)


def routes(of: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every method and path of an application, those of routers in routers, too."""
    for route in of.routes:
        if isinstance(route, APIRoute):
            yield from ((method, prefix + route.path) for method in route.methods)
        elif hasattr(route, "original_router"):
            inner = prefix + route.include_context.prefix
            yield from routes(route.original_router, inner)


def filled(path: str) -> str:
    """A path with something in its places."""
    values = {"source_id": "paper", "run_id": RUNNING, "document_id:path": "d0c1"}
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    return path.replace("{id}", ANSWERED if "answers" in path else REFUSED)


def test_the_lists_above_are_whole(app: FastAPI) -> None:
    """Every route of the console is asked for below."""
    within = {(m, filled(p)) for m, p in routes(app) if p.startswith("/console")}
    known = {("GET", p) for p in PAGES} | {("POST", p) for p in FORMS}
    login = {(m, "/console/login") for m in ("GET", "HEAD", "POST")}
    assert {pair for pair in within if pair[0] != "HEAD"} | login == known | login


@pytest.mark.parametrize("path", PAGES)
async def test_no_session_no_page(stranger: httpx2.AsyncClient, path: str) -> None:
    """Without a session every page leads to the login, and says nothing."""
    response = await stranger.get(path)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/console/login?next=%2Fconsole")
    assert response.text == ""


@pytest.mark.parametrize("path", FORMS)
async def test_no_session_no_act(stranger: httpx2.AsyncClient, world: World, path: str) -> None:
    """Without a session no form acts, and the attempt is noted."""
    response = await stranger.post(path, data={"form_token": ""})
    assert (response.status_code, world.admin.wishes) == (401, [])
    assert (world.admin.log[-1].outcome, world.admin.log[-1].by.user) == ("refused", "nobody")


@pytest.mark.parametrize("path", FORMS)
async def test_forms_need_their_proof(
    operator: httpx2.AsyncClient, world: World, path: str
) -> None:
    """With a session, but without the value of its own forms, nothing is done."""
    known = dict(world.admin.known)
    for token in ("", "made.up", "한글", "x" * 5000):
        response = await operator.post(path, data={"form_token": token})
        assert (response.status_code, world.admin.wishes, world.admin.known) == (403, [], known)
    assert (await operator.post(path)).status_code == 403
    assert world.admin.log[-1].detail.endswith("a form that is not ours")


async def test_another_sessions_proof_is_refused(
    operator: httpx2.AsyncClient, stranger: httpx2.AsyncClient, world: World
) -> None:
    """The value belongs to its session alone."""
    await sign_in(stranger)
    response = await operator.post(
        "/console/sources/paper/pause", data={"form_token": await proof(stranger)}
    )
    assert response.status_code == 403
    assert world.admin.known["paper"].state.value == "active"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
@pytest.mark.parametrize("path", ["/console/sources/paper/pause", "/console/logout"])
async def test_other_sites_do_nothing(
    operator: httpx2.AsyncClient, world: World, path: str, headers: dict[str, str]
) -> None:
    """What a browser says to be from elsewhere is refused and noted, whatever it knows."""
    data = {"form_token": await proof(operator)}
    response = await operator.post(path, data=data, headers=headers)
    assert response.status_code == 403
    assert world.admin.log[-1].detail.endswith("sent from another site")
    assert (await operator.get("/console")).status_code == 200


async def test_own_origin_acts(operator: httpx2.AsyncClient, world: World) -> None:
    """A browser's form from our own page acts."""
    headers = {"origin": "http://localhost", "sec-fetch-site": "same-origin"}
    data = {"form_token": await proof(operator)}
    await operator.post("/console/sources/paper/pause", data=data, headers=headers)
    assert world.admin.known["paper"].state.value == "paused"


async def test_login_from_another_site(stranger: httpx2.AsyncClient) -> None:
    """Nobody else's page signs anybody in."""
    page = parsed(await stranger.get("/console/login"))
    token = page.xpath("//input[@name='form_token']/@value")[0]
    data = {"form_token": token, "key": KEY}
    headers = {"sec-fetch-site": "cross-site"}
    response = await stranger.post("/console/login", data=data, headers=headers)
    assert (response.status_code, COOKIE in stranger.cookies) == (403, False)


async def test_login_without_its_form(stranger: httpx2.AsyncClient) -> None:
    """The key alone, without the login's own form, opens nothing."""
    response = await stranger.post("/console/login", data={"key": KEY})
    assert (response.status_code, COOKIE in stranger.cookies) == (403, False)


async def test_the_key_opens(stranger: httpx2.AsyncClient, world: World) -> None:
    """Who gives the key is led in, and that is noted."""
    response = await sign_in(stranger)
    assert (response.status_code, response.headers["location"]) == (303, "/console")
    assert (await stranger.get("/console")).status_code == 200
    (noted,) = world.audit.lines
    assert (noted.act, noted.by.platform, noted.by.admin) == ("console.login", "console", True)


@pytest.mark.parametrize("key", ["", KEY[:-1], KEY + "x", KEY.upper(), "키", "x" * 10_000])
async def test_a_wrong_key(stranger: httpx2.AsyncClient, world: World, key: str) -> None:
    """A wrong key is told in one line and noted, and is nowhere in the page."""
    response = await sign_in(stranger, key)
    assert (response.status_code, COOKIE in stranger.cookies) == (403, False)
    assert (
        parsed(response).find_class("failure")[0].text_content().startswith("This is not the key")
    )
    assert world.admin.log[-1].act == "console.login"
    assert world.admin.log[-1].outcome == "refused"
    assert key == "" or key not in response.text


async def test_guessing_is_slowed(stranger: httpx2.AsyncClient, world: World) -> None:
    """After some wrong keys more are neither noted nor told from each other, until some time has passed."""
    wrong = [(await sign_in(stranger, "wrong")).status_code for _ in range(10)]
    noted = len(world.admin.log)
    slowed = await sign_in(stranger, "wrong")
    assert (set(wrong), slowed.status_code, len(world.admin.log)) == ({403}, 429, noted)
    assert slowed.headers["retry-after"] == "2"
    world.clock.pass_by(seconds=2)
    assert (await sign_in(stranger, "wrong")).status_code == 403


async def test_guessing_locks_nobody_out(stranger: httpx2.AsyncClient) -> None:
    """However many wrong keys were tried, the right one opens, and as often as it is given."""
    for _ in range(12):
        await sign_in(stranger, "wrong")
    assert {(await sign_in(stranger)).status_code for _ in range(12)} == {303}
    assert (await sign_in(stranger, "wrong")).status_code == 429


async def test_refusals_do_not_fill_the_log(stranger: httpx2.AsyncClient, world: World) -> None:
    """Strangers are all refused, and not all noted."""
    before = len(world.admin.log)
    for _ in range(110):
        assert (await stranger.post("/console/index/rollback", data={})).status_code == 401
    assert len(world.admin.log) - before == 100


async def test_the_cookie(stranger: httpx2.AsyncClient) -> None:
    """Scripts and other sites do not get it, and it is sent to the console alone."""
    cookie = (await sign_in(stranger)).headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/console", "max-age=604800"):
        assert part in cookie
    assert "secure" not in cookie.replace("newsdesk", "")
    assert len(stranger.cookies[COOKIE]) == 64


async def test_the_cookie_on_https(app: FastAPI) -> None:
    """Over https it is never sent in the open."""
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="https://localhost") as http:
        assert "secure" in (await sign_in(http)).headers["set-cookie"].lower()


async def test_no_fixation(stranger: httpx2.AsyncClient) -> None:
    """A session id that was there before the login is worth nothing after it."""
    stranger.cookies.set(COOKIE, "planted")
    response = await sign_in(stranger)
    mine = response.cookies[COOKIE]
    assert mine != "planted"
    stranger.cookies.clear()
    planted = {"cookie": f"{COOKIE}=planted"}
    assert (await stranger.get("/console", headers=planted)).status_code == 303


async def test_signing_in_again_ends_the_session_before(operator: httpx2.AsyncClient) -> None:
    """Each login is a session of its own; the one before is over."""
    before = operator.cookies[COOKIE]
    await sign_in(operator)
    operator.cookies.clear()
    old = {"cookie": f"{COOKIE}={before}"}
    assert (await operator.get("/console", headers=old)).status_code == 303


@pytest.mark.parametrize("id", ["", "0" * 64, "a.b", "x" * 5000])
async def test_a_forged_session(stranger: httpx2.AsyncClient, id: str) -> None:
    """An id that was not given out opens nothing."""
    headers = {"cookie": f"{COOKIE}={id}"}
    assert (await stranger.get("/console", headers=headers)).status_code == 303


async def test_signing_out(operator: httpx2.AsyncClient, world: World) -> None:
    """The button ends the session on the server, not in the browser alone."""
    cookie = {"cookie": f"{COOKIE}={operator.cookies[COOKIE]}"}
    response = await operator.post("/console/logout", data={"form_token": await proof(operator)})
    assert response.headers["location"] == "/console/login"
    operator.cookies.clear()
    assert (await operator.get("/console", headers=cookie)).status_code == 303
    assert world.audit.lines[-1].act == "console.logout"


async def test_an_idle_session_ends(operator: httpx2.AsyncClient, world: World) -> None:
    """After 12 hours without a request; each request begins them anew."""
    for hours in (11, 11):
        world.clock.pass_by(hours=hours)
        assert (await operator.get("/console")).status_code == 200
    world.clock.pass_by(hours=12, seconds=1)
    assert (await operator.get("/console")).status_code == 303


async def test_live_progress_is_no_use_of_a_session(
    operator: httpx2.AsyncClient, world: World
) -> None:
    """A page that is left open asks for itself again and again, and keeps nobody signed in."""
    for _ in range(3):
        world.clock.pass_by(hours=3.9)
        assert (await operator.get(f"/console/runs/{FAILED}/events")).status_code == 200
    world.clock.pass_by(hours=1)
    assert (await operator.get(f"/console/runs/{FAILED}/events")).status_code == 303
    assert (await operator.get("/console")).status_code == 303


async def test_a_session_ends_at_last(operator: httpx2.AsyncClient, world: World) -> None:
    """After seven days, however busy it was."""
    for _ in range(14):
        world.clock.pass_by(hours=11.9)
        assert (await operator.get("/console")).status_code == 200
    world.clock.pass_by(hours=11.9)
    assert (await operator.get("/console")).status_code == 303


def test_sessions_are_bounded() -> None:
    """Of too many the one that was used least lately ends."""
    world, ids = World(), iter(f"id{n}" for n in range(1000))
    sessions = Sessions(world.clock, lambda: next(ids))
    opened = [sessions.open() for _ in range(MOST)]
    sessions.find(opened[0])
    sessions.open()
    assert [sessions.look(id) is not None for id in opened[:2]] == [True, False]


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/console/runs?open=1", "/console/runs?open=1"),
        ("/console/documents/a%3Ab", "/console/documents/a%3Ab"),
        ("https://evil.example/", "/console"),
        ("//evil.example/console", "/console"),
        ("/console\\@evil.example", "/console"),
        ("/console\r\nset-cookie: a=b", "/console"),
        ("/console@evil.example", "/console"),
        ("/consolevil", "/console"),
        ("/console/login?next=/console/login", "/console"),
        ("javascript:alert(1)", "/console"),
        ("", "/console"),
    ],
)
def test_the_way_back(wanted: str, path: str) -> None:
    """After the login one is led to a page of the console, nowhere else."""
    assert inside(wanted) == path


async def test_led_to_what_was_asked_for(stranger: httpx2.AsyncClient) -> None:
    """The page that was asked for is the one to come to, in the language that was chosen."""
    away = await stranger.get("/console/runs?open=1&lang=ko")
    page = parsed(await stranger.get(away.headers["location"]))
    hidden = {i.get("name"): i.get("value") for i in page.xpath("//input[@type='hidden']")}
    response = await stranger.post("/console/login?lang=ko", data={**hidden, "key": KEY})
    assert response.headers["location"] == "/console/runs?open=1&lang=ko"


@pytest.mark.parametrize("path", ["/console/login", "/console", "/console/figures"])
async def test_headers(operator: httpx2.AsyncClient, path: str) -> None:
    """No frame may hold the console, no foreign script or inline style runs in it, nothing is kept."""
    headers = (await operator.get(path)).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "same-origin")


async def test_no_inline_script_or_style(operator: httpx2.AsyncClient) -> None:
    """Nothing in the console needs what the policy forbids."""
    for path in PAGES:
        if path.endswith("/events"):
            continue
        page = parsed(await operator.get(path))
        bad = "//style | //*[@style] | //script[not(@src)] | //@*[starts-with(name(), 'on')]"
        assert page.xpath(bad) == [], path
        for form in page.iter("form"):
            own = form.get("method") == "get" or form.xpath(".//input[@name='form_token']")
            assert own, path


def test_no_key_no_console(desk: FakeDesk, world: World) -> None:
    """Without a key there is no console at all: an empty one never opens it."""
    app = create(desk, world, "")
    assert [p for _, p in routes(app) if p.startswith("/console")] == []


def create(desk: FakeDesk, world: World, key: str) -> FastAPI:
    return create_app(
        desk,
        clock=world.clock,
        token="t",  # noqa: S106 - of this test only
        admin=world.admin,
        insight=world.insight,
        audit=world.audit,
        console_key=key,
    )
