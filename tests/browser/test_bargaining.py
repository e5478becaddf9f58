"""/onderhandelen: another number for one, and who takes over; agreed, undone, done again, exchanged."""

import re

from driving import go, panel, query, result_of, settled
from playwright.sync_api import expect
from reading import dutch

URL = "/onderhandelen?regio=arnhem-nijmegen&gewicht=inwoners:6,sociale_huur:4"

TABLE = """panel => Object.fromEntries([...panel.querySelectorAll(".bars tbody tr")].map((row) =>
  [row.dataset.id, [...row.children].map((cell) => cell.textContent)]))"""


def seen(page) -> dict[str, list[str]]:
    """Municipality -> name, by the key, now, difference, this move, agreement."""
    return panel(page).evaluate(TABLE)


def agrees(page) -> None:
    """The table shows the numbers of the engine with the agreements, and what the key alone would give."""
    result, group = result_of(page)
    g = result.column(group)
    rows = seen(page)
    assert set(rows) == set(result.inputs.codes)
    for code, (name, by_key, now, difference, *_) in rows.items():
        assert int(dutch(now)) == result.numbers[result.inputs.position[code], g], name
        assert int(dutch(difference.split()[-1])) == int(dutch(now)) - int(dutch(by_key)), name
    for column in (1, 2):
        assert sum(int(dutch(row[column])) for row in rows.values()) == result.tasks[group].value


def offer(page, name: str, number: int) -> None:
    """Try out another number for one municipality."""
    panel(page).get_by_role("combobox", name="Gemeente", exact=True).select_option(label=name)
    field = panel(page).get_by_role("spinbutton", name="Aantal", exact=True)
    field.fill(str(number))


def now(page, code: str) -> int:
    return int(dutch(seen(page)[code][2]))


def test_a_number_tried_out_shows_who_takes_over_and_can_be_put_back(page):
    go(page, URL)
    agrees(page)
    before = seen(page)
    start = now(page, "GM0268")
    offer(page, "Nijmegen", start - 30)
    expect(panel(page).locator('tr[data-id="GM0268"] .now')).to_have_text(str(start - 30))
    tried = seen(page)
    assert sum(int(dutch(row[2])) for row in tried.values()) == sum(int(dutch(row[2])) for row in before.values())
    assert sum(int(dutch(tried[code][2])) > int(dutch(before[code][2])) for code in tried) > 5
    assert "afspraak" not in query(page)
    panel(page).get_by_role("button", name="Annuleer").first.click()
    assert [row[:4] for row in seen(page).values()] == [row[:4] for row in before.values()]


def test_an_agreement_stands_in_the_link_and_is_undone_and_done_again(page):
    go(page, URL)
    start = now(page, "GM0202")
    offer(page, "Arnhem", start + 25)
    panel(page).get_by_role("textbox", name="Reden").fill("Er is plek in de oude school")
    panel(page).get_by_role("button", name="Leg vast").click()
    expect(page).to_have_url(re.compile(rf"afspraak=GM0202(:|%3A)statushouders(:|%3A){start + 25}\b"))
    settled(page)
    agrees(page)
    assert now(page, "GM0202") == start + 25
    expect(panel(page).locator(".log")).to_contain_text("oude school")
    panel(page).get_by_role("button", name="Ongedaan maken").click()
    expect(page).not_to_have_url(re.compile("afspraak"))
    settled(page)
    agrees(page)
    assert now(page, "GM0202") == start
    panel(page).get_by_role("button", name="Opnieuw").click()
    expect(page).to_have_url(re.compile("afspraak=GM0202"))
    settled(page)
    agrees(page)
    page.reload()
    settled(page)
    expect(panel(page).locator('tr[data-id="GM0202"] .now')).to_have_text(str(start + 25))
    agrees(page)


def test_a_number_that_cannot_be_is_refused_in_dutch(page, watch):
    watch.expected.append("422")
    go(page, URL)
    before = seen(page)
    offer(page, "Nijmegen", 100_000)
    expect(panel(page).locator(".status")).to_contain_text("afspraken")
    assert [row[:4] for row in seen(page).values()] == [row[:4] for row in before.values()]
    panel(page).get_by_role("button", name="Annuleer").first.click()
    expect(panel(page).locator(".status")).to_be_empty()


def test_two_municipalities_exchange_and_the_region_keeps_its_total(page):
    go(page, URL)
    one, other = now(page, "GM0202"), now(page, "GM0268")
    panel(page).locator("details.controls", has_text="Een uitruil").locator("summary").click()
    panel(page).get_by_role("combobox", name="Deze gemeente geeft").select_option("GM0202")
    panel(page).get_by_role("spinbutton", name="Hoeveel gaat over").fill("7")
    panel(page).get_by_role("combobox", name="Aan", exact=True).select_option("GM0268")
    panel(page).get_by_role("button", name="Ruil", exact=True).click()
    expect(page).to_have_url(re.compile("uitruil=GM0202(:|%3A)GM0268(:|%3A)statushouders(:|%3A)7"))
    settled(page)
    agrees(page)
    assert (now(page, "GM0202"), now(page, "GM0268")) == (one - 7, other + 7)


def test_which_weight_leads_to_a_number_is_answered(page):
    go(page, URL)
    panel(page).locator("details.controls", has_text="Wat moet er veranderen?").locator("summary").click()
    panel(page).get_by_role("combobox", name="Zodat deze gemeente").select_option("GM0202")
    panel(page).get_by_role("spinbutton", name="Uitkomt op").fill("195")
    panel(page).get_by_role("combobox", name="Door het gewicht van").select_option("land")
    panel(page).get_by_role("button", name="Reken uit").click()
    expect(panel(page).locator(".answer")).to_contain_text("Arnhem")
