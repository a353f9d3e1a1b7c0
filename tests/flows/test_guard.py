"""Only public addresses are reached, whatever names and redirects say."""

import socket
from ipaddress import ip_address

import pytest
from loopback import Says, failure, loopback, web

from retrieval.errors import BadInput, Forbidden
from retrieval.web.guard import check_url, is_public, opening


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://localhost/",
        "http://0x7f.1/",
    ],
)
async def test_redirect_to_private(target: str) -> None:
    """A redirect to an address that is not public is refused, though the first hop was allowed."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=302, headers={"location": target})
        wiring = {"openings": (opening(f"127.0.0.1:{site.port}"),)}
        assert isinstance(await failure(f"{site.url}/a", **wiring), Forbidden)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://ex.com/", "javascript:alert(1)", "http://u:pw@ex.com/"]
)
async def test_redirect_to_no_web_address(target: str) -> None:
    """Redirects lead to clean http(s) addresses or nowhere; a password is not repeated."""
    async with loopback() as site:
        site.pages["/a"] = Says(status=302, headers={"location": target})
        error = await failure(f"{site.url}/a")
    assert isinstance(error, BadInput)
    assert "pw" not in str(error)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
        "http://100.100.100.200/",
        "http://8.8.8.8:8080/",
    ],
)
async def test_private_addresses(url: str) -> None:
    """Nothing but ports 80 and 443 of public addresses is reached unless an administrator opens it."""
    assert isinstance(await failure(url, openings=()), Forbidden)


async def test_rebinding() -> None:
    """A name is asked once for each connection, and all its addresses must be public."""
    answers = [["93.184.216.34", "127.0.0.1"]]

    async def resolver(_host: str, _port: int) -> list[str]:
        return answers.pop()

    error = await failure("http://ex.com/", openings=(), resolver=resolver)
    assert isinstance(error, Forbidden)
    assert not answers


async def test_checked_address_is_used() -> None:
    """The connection goes to the checked address, whatever the name would mean a moment later."""
    answers = [["127.0.0.2"], ["127.0.0.1"]]

    async def resolver(_host: str, _port: int) -> list[str]:
        return answers.pop()

    async with (
        loopback() as site,
        web(openings=(opening("127.0.0.1"),), resolver=resolver) as given,
    ):
        site.pages["/"] = Says(b"here")
        fetched = await given.fetcher.fetch(f"http://name.test:{site.port}/")
    assert fetched.body == b"here"
    assert site.asked[0].headers["host"] == f"name.test:{site.port}"
    assert len(answers) == 1


async def test_unknown_name() -> None:
    """A name without address is a failure that names the host."""

    async def resolver(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    error = await failure("http://nowhere.test/", resolver=resolver)
    assert "nowhere.test" in str(error)
    assert "name is not known" in str(error)


@pytest.mark.parametrize(
    "address",
    [
        "224.0.0.1",
        "255.255.255.255",
        "192.168.1.1",
        "172.31.0.1",
        "198.18.0.1",
        "168.63.129.16",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:0:1::",
        "64:ff9b:1::1",
        "2001:db8::1",
    ],
)
def test_not_public(address: str) -> None:
    """Private, local, multicast, reserved, translated and tunnelled addresses are not public."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_public(address: str) -> None:
    """Ordinary addresses are public."""
    assert is_public(ip_address(address))


def test_openings() -> None:
    """An opening is a network, with or without a port."""
    assert opening("10.0.0.0/8").admits(ip_address("10.1.1.1"), 8080)
    assert opening("[::1]:81").admits(ip_address("::1"), 81)
    assert not opening("127.0.0.1:80").admits(ip_address("127.0.0.1"), 81)
    with pytest.raises(BadInput):
        opening("localhost:80")


@pytest.mark.parametrize(
    "url", ["", "ex.com", "http://", "http://[", "http://a:b@ex.com/", "gopher://ex.com/"]
)
def test_bad_urls(url: str) -> None:
    """What is no clean web address is bad input."""
    with pytest.raises(BadInput):
        check_url(url)
