"""Each public service's own shapes become the replies of our servers, and its oddities no wrong answers."""

import pytest
from mcp import Client, MCPError

from mcp_servers.npi_registry.registry import ProviderSearch
from mcp_servers.pubmed.source import Citation
from mcp_servers.roster import servers
from mcp_servers.sources.live.held import LiveHeld
from mcp_servers.sources.live.markup import plain_text
from priorauth.errors import SourceFailed, SourceLimited, SourceReplyRefused
from priorauth.findings import PolicyKind, ProviderStatus
from priorauth.sources import SourceFault
from tests.standins.public_sources import CMS, NPPES, Fault, Hands, PublicSources


async def test_a_provider_is_read_as_the_registry_tells_of_them(live: LiveHeld) -> None:
    found = await live.providers.look_up("1234567893")
    assert (found.status, found.name, found.city) == (ProviderStatus.verified, "SYNTHIA EXAMPLE, M.D.", "COLUMBUS")
    assert [t.primary for t in found.taxonomies] == [True, False]
    assert (found.source, found.release, found.as_of is not None) == ("NPPES NPI Registry", "API 2.1", True)


async def test_a_number_the_registry_does_not_list_is_not_found(live: LiveHeld) -> None:
    found = await live.providers.look_up("1588817837")
    assert found.status is ProviderStatus.not_found
    assert "deactivated" in found.detail


async def test_a_provider_that_is_not_active_is_inactive(live: LiveHeld) -> None:
    assert (await live.providers.look_up("1851713903")).status is ProviderStatus.inactive


async def test_errors_with_status_200_are_no_answer_and_never_not_found(live: LiveHeld, public: PublicSources) -> None:
    public.faults.append(Fault.errors)
    with pytest.raises(SourceReplyRefused, match="errors"):
        await live.providers.look_up("1234567893")


async def test_a_search_by_state_alone_is_not_sent(live: LiveHeld, public: PublicSources) -> None:
    reply = await live.providers.search(ProviderSearch(state="OH"), 10)
    assert (reply.providers, public.asked) == ((), [])
    found = await live.providers.search(ProviderSearch(last_name="EXAMPLE", taxonomies=("207RP1001X",)), 1)
    assert len(found.providers) == 1
    assert public.asked[-1].url.params["last_name"] == "EXAMPLE*"


async def test_articles_are_searched_and_then_described(live: LiveHeld, public: PublicSources) -> None:
    found = await live.literature.search("sleep/apnea (device)", 2)
    assert [a.pmid for a in found.articles] == ["11111111", "22222222"]
    assert (found.articles[0].year, found.articles[0].doi, found.total) == (2020, "10.1000/11111111", 2)
    assert public.asked[0].url.params["term"] == "sleep apnea device"
    nothing = await live.literature.search("zebra", 2)
    assert (nothing.articles, nothing.available) == ((), True)


async def test_articles_are_found_by_number_kin_and_citation(live: LiveHeld, public: PublicSources) -> None:
    assert [a.pmid for a in (await live.literature.related("11111111", 5)).articles] == ["22222222"]
    assert len((await live.literature.metadata(["11111111", "404"])).articles) == 1
    cited = await live.literature.by_citation(Citation(title="On sleep", year=2020))
    assert cited.articles
    assert public.asked[-2].url.params["term"] == "On sleep[Title] AND 2020[pdat]"
    ids = (await live.literature.convert_ids(["10.1000/11111111"])).ids
    assert (ids[0].pmid, ids[0].pmcid) == ("11111111", "PMC11111111")


@pytest.mark.parametrize("fault", [Fault.errors, Fault.other_shape])
async def test_an_error_of_pubmed_is_no_empty_result(live: LiveHeld, public: PublicSources, fault: Fault) -> None:
    public.faults.append(fault)
    with pytest.raises(SourceReplyRefused):
        await live.literature.search("sleep", 2)


async def test_pubmed_that_asks_for_fewer_requests_is_heard(live: LiveHeld, public: PublicSources) -> None:
    public.faults.append(Fault.limited_long)
    with pytest.raises(SourceLimited):
        await live.literature.search("sleep", 2)


async def test_trials_are_searched_narrowed_and_described(live: LiveHeld, public: PublicSources) -> None:
    found = await live.trials.search("sleep apnea", "recruiting", "phase3", 3)
    assert (found.trials[0].nct_id, found.trials[0].sponsor, found.total) == ("NCT01234567", "Invented Sponsor", 1)
    params = public.asked[-1].url.params
    assert (params["filter.overallStatus"], params["filter.advanced"]) == ("RECRUITING", "AREA[Phase]PHASE3")
    assert [e.primary for e in (await live.trials.endpoints("nct01234567")).endpoints] == [True, False]
    who = await live.trials.investigators("Example", "", 5)
    assert who.investigators[0].organization == "Invented University"
    assert (await live.trials.details("NCT01234567")).minimum_age == "18 Years"
    assert (await live.trials.by_sponsor("Invented Sponsor", "", 2)).trials


async def test_a_trial_that_is_not_registered_is_no_failure(live: LiveHeld) -> None:
    missing = await live.trials.details("NCT09999999")
    assert (missing.available, missing.trial, missing.detail) == (True, None, "Not registered.")


@pytest.mark.parametrize(("age", "sex", "fits"), [(40, "female", 1), (70, "female", 0), (40, "male", 0), (None, "", 1)])
async def test_who_may_take_part_is_looked_at_here_and_no_age_leaves(
    live: LiveHeld, public: PublicSources, age: int | None, sex: str, fits: int
) -> None:
    found = await live.trials.by_eligibility("sleep apnea", age, sex, 5)
    assert len(found.trials) == fits
    assert not {"70", "40", "male", "female"} & set(public.asked[-1].url.params.values())


async def test_national_titles_are_listed_page_by_page_and_searched_here(live: LiveHeld, public: PublicSources) -> None:
    async with Client(servers(live)["cms-coverage"]) as client:
        found = await client.call_tool("search_national_coverage", {"keyword": "invented service sleep"})
        again = await client.call_tool("search_national_coverage", {"keyword": "invented sleep"})
        by_code = await client.call_tool("search_national_coverage", {"keyword": "E0601"})
    content = found.structured_content or {}
    assert [(p["policy_id"], p["held"]) for p in content["policies"]] == [("NCD 999.1", False), ("NCD 999.2", False)]
    assert (again.structured_content or {})["total"] == 2
    assert by_code.is_error is False
    assert public.paths().count("/v1/reports/national-coverage-ncd/") == 2


async def test_a_national_text_is_shown_without_its_markup_and_is_not_held(live: LiveHeld) -> None:
    card = next(c for c in await live.cms.titles(PolicyKind.ncd) if c.policy_id == "NCD 999.2")
    shown = await live.cms.document(card)
    assert (shown.found, shown.held, shown.effective) == (True, False, None)
    assert shown.text == "Described\n\nSystolic <80 mmHg"


async def test_local_texts_need_the_licence_and_its_token(live: LiveHeld, public: PublicSources) -> None:
    card = (await live.cms.titles(PolicyKind.lcd))[0]
    assert (await live.cms.document(card)).text == "Locally covered"
    assert "Authorization" in public.asked[-1].headers
    public.token = "expired"
    excluded = await live.cms.exclusions("adali", "", 5)
    assert excluded is not None
    assert ([d.code for d in excluded.drugs], public.tokens_given) == (["J0139"], 2)


async def test_without_the_licence_no_token_is_asked_for(live: LiveHeld, public: PublicSources) -> None:
    live.cms.licence_accepted = False
    card = (await live.cms.titles(PolicyKind.lcd))[0]
    assert "CMS_LICENSE_ACCEPTED" in (await live.cms.document(card)).detail
    assert await live.cms.exclusions("", "", 5) is None
    assert "/v1/metadata/license-agreement" not in public.paths()


async def test_what_is_new_is_told(live: LiveHeld) -> None:
    news = await live.cms.news(30, (PolicyKind.ncd, PolicyKind.lcd), 5)
    assert (news.available, len(news.policies)) == (True, 2)


async def test_a_list_that_fails_halfway_fails_and_goes_on_where_it_was(
    live: LiveHeld, public: PublicSources, hands: Hands
) -> None:
    await live.cms.service.get("/reports/national-coverage-ncd/", {"limit": 100}, lambda fetched: None)
    public.down[CMS] = Fault.refused
    with pytest.raises(SourceFailed):
        await live.cms.titles(PolicyKind.ncd)
    public.down.clear()
    assert len(await live.cms.titles(PolicyKind.ncd)) == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.refused, SourceFault.unavailable),
        (Fault.page, SourceFault.reply_refused),
        (Fault.limited_long, SourceFault.limited),
    ],
)
async def test_a_server_tells_an_outage_from_a_refusal(
    live: LiveHeld, public: PublicSources, fault: Fault, code: SourceFault
) -> None:
    public.down[NPPES] = fault
    async with Client(servers(live)["npi-registry"]) as client:
        with pytest.raises(MCPError) as told:
            await client.call_tool("npi_lookup", {"npi": "1234567893"})
    assert told.value.error.code == code


def test_text_is_unescaped_until_it_stands_still() -> None:
    assert plain_text("&amp;lt;p&amp;gt;A &amp;amp; B&amp;lt;/p&amp;gt;") == "A & B"
    assert plain_text("a <b>c</b> < 80 and <80") == "a c < 80 and <80"
