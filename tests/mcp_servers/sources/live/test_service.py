"""A public service is asked gently and within bounds, and every way it can fail is a failure with a name."""

from pathlib import Path

import httpx2
import pytest

from mcp_servers.sources.live import service as live_service
from mcp_servers.sources.live.cache import Kept, ReplyCache
from mcp_servers.sources.live.pace import Clock, Pace
from mcp_servers.sources.live.service import Fetched, Host, Service, new_client, words_of
from priorauth.errors import SourceFailed, SourceLimited, SourceReplyRefused, SourceUnavailable
from tests.standins.public_sources import NPPES, Fault, Hands, PublicSources, text_of

HOST = Host("a registry", "1", f"https://{NPPES}/api", per_second=2.0, burst=2, most_bytes=300_000)
QUERY = {"version": "2.1", "number": "1234567893"}


def service(public: PublicSources, clock: Clock, cache: ReplyCache | None = None, host: Host = HOST) -> Service:
    return Service(host, new_client(public), cache or ReplyCache(), clock)


async def asked(one: Service) -> Fetched:
    return (await one.get("/", QUERY, lambda fetched: None))[1]


@pytest.mark.parametrize("fault", [Fault.limited, Fault.broken, Fault.cut, Fault.refused])
async def test_what_may_pass_is_tried_again_after_a_pause(
    public: PublicSources, clock: Clock, hands: Hands, fault: Fault
) -> None:
    public.faults += [fault, fault]
    fetched = await asked(service(public, clock))
    assert fetched.data
    assert len(public.asked) == 3
    assert sum(hands.slept) >= 0.9


@pytest.mark.parametrize("fault", [Fault.broken, Fault.cut, Fault.refused])
async def test_a_service_that_stays_down_is_unavailable_after_three_tries(
    public: PublicSources, clock: Clock, fault: Fault
) -> None:
    public.down[NPPES] = fault
    with pytest.raises(SourceUnavailable):
        await asked(service(public, clock))
    assert len(public.asked) == 3


@pytest.mark.parametrize(
    "fault",
    [Fault.page, Fault.html_as_json, Fault.truncated, Fault.huge, Fault.nested, Fault.redirect, Fault.packed],
)
async def test_an_answer_that_is_none_is_refused_and_not_asked_for_again(
    public: PublicSources, clock: Clock, fault: Fault
) -> None:
    public.faults.append(fault)
    with pytest.raises(SourceReplyRefused):
        await asked(service(public, clock))
    assert len(public.asked) == 1


async def test_a_body_without_an_end_is_read_no_further_than_its_bound(public: PublicSources, clock: Clock) -> None:
    public.faults.append(Fault.huge)
    with pytest.raises(SourceReplyRefused):
        await asked(service(public, clock))
    assert public.endless[0].given <= HOST.most_bytes + 2 * 65_536


async def test_a_service_that_never_answers_times_out(public: PublicSources, clock: Clock) -> None:
    public.down[NPPES] = Fault.hangs
    hasty = Host(HOST.source, "1", HOST.base, per_second=100, seconds=0.05)
    with pytest.raises(SourceUnavailable, match="timed out"):
        await asked(service(public, clock, host=hasty))


async def test_a_pause_longer_than_a_caller_can_wait_is_told_at_once(public: PublicSources, clock: Clock) -> None:
    public.faults.append(Fault.limited_long)
    with pytest.raises(SourceLimited) as told:
        await asked(service(public, clock))
    assert told.value.retry_after_seconds == 3600
    assert len(public.asked) == 1


async def test_a_service_that_keeps_failing_is_left_alone_and_then_tried_once(
    public: PublicSources, clock: Clock, hands: Hands
) -> None:
    one = service(public, clock)
    public.down[NPPES] = Fault.page
    for _ in range(5):
        with pytest.raises(SourceFailed):
            await asked(one)
    with pytest.raises(SourceUnavailable, match="left alone"):
        await asked(one)
    assert len(public.asked) == 5
    hands.at += 31
    with pytest.raises(SourceReplyRefused):
        await asked(one)
    with pytest.raises(SourceUnavailable, match="left alone"):
        await asked(one)
    hands.at += 31
    public.down.clear()
    assert (await asked(one)).data
    assert not one.left_alone


async def test_requests_keep_their_distance(clock: Clock, hands: Hands) -> None:
    pace = Pace("x", per_second=2.0, burst=2, clock=clock)
    for _ in range(4):
        await pace.turn(patience=10)
    assert hands.slept == [0.5, 0.5]
    with pytest.raises(SourceLimited):
        for _ in range(9):
            await pace.turn(patience=0.1)


async def test_a_fresh_reply_is_not_asked_for_again_even_after_a_restart(
    public: PublicSources, clock: Clock, tmp_path: Path
) -> None:
    kept = tmp_path / "replies.sqlite"
    first = await asked(service(public, clock, ReplyCache(kept)))
    again = await asked(service(public, clock, ReplyCache(kept)))
    assert first.data == again.data
    assert first.at == again.at
    assert len(public.asked) == 1


async def test_an_old_reply_is_asked_about_and_kept_where_nothing_changed(
    public: PublicSources, clock: Clock, hands: Hands
) -> None:
    public.etags = True
    one = service(public, clock)
    first = await asked(one)
    hands.at += 4000
    again = await asked(one)
    assert public.asked[-1].headers["If-None-Match"] == '"1"'
    assert again.data == first.data
    assert (again.at - first.at).total_seconds() == 4000


async def test_an_old_reply_does_not_stand_in_for_a_service_that_is_down(
    public: PublicSources, clock: Clock, hands: Hands
) -> None:
    one = service(public, clock)
    await asked(one)
    hands.at += 4000
    public.down[NPPES] = Fault.refused
    with pytest.raises(SourceUnavailable):
        await asked(one)


async def test_a_broken_reply_is_not_kept(public: PublicSources, clock: Clock) -> None:
    one = service(public, clock)
    public.faults.append(Fault.truncated)
    with pytest.raises(SourceReplyRefused):
        await asked(one)
    assert (await asked(one)).data


async def test_a_reply_nobody_understands_is_a_failure_and_is_not_kept(public: PublicSources, clock: Clock) -> None:
    one = service(public, clock)

    def refuses(fetched: Fetched) -> None:
        raise SourceReplyRefused(fetched.host.source, "is not understood")

    with pytest.raises(SourceReplyRefused):
        await one.get("/", QUERY, refuses)
    await asked(one)
    assert len(public.asked) == 2


async def test_no_cookie_and_nothing_of_the_environment_is_sent(
    public: PublicSources, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    one = service(public, clock)
    await asked(one)
    await one.get("/", {**QUERY, "number": "1851713903"}, lambda fetched: None)
    assert [name for request in public.asked for name in request.headers if name == "cookie"] == []
    assert "proxy.example" not in "".join(map(text_of, public.asked))


def test_a_cache_that_cannot_be_read_knows_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"no database at all, and long enough to be looked at as one" * 40)
    cache = ReplyCache(tmp_path / "broken")
    cache.keep("a", Kept(b"1", 1.0))
    assert cache.find("a") is None


def test_the_oldest_replies_go_first() -> None:
    cache = ReplyCache(most_bytes=200)
    for number in range(40):
        cache.keep(str(number), Kept(bytes([number]) * 3, float(number)))
    assert cache.find("0") is None
    assert cache.find("39") is not None


def test_words_lose_every_sign_a_service_could_take_for_an_instruction() -> None:
    assert " ".join(words_of('knee/hip AND (AREA[Phase]X) "a" OR*')) == "knee hip and AREA Phase X a or"
    assert len(words_of("a " * 100)) == 20


def test_the_client_takes_no_redirect_and_no_proxy() -> None:
    client = live_service.new_client(httpx2.MockTransport(lambda _: httpx2.Response(200)))
    assert (client.follow_redirects, client.trust_env) == (False, False)
