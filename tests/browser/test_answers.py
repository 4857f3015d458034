"""A student answers exercises of the book, with JavaScript and without."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

both = pytest.mark.parametrize("context", [True, False], indirect=True, ids=["js", "no-js"])


def card(page: Page, name: str) -> Locator:
    return page.locator(f"#x-{name}")


def check(page: Page, name: str) -> None:
    card(page, name).locator("button[name=action][value=check]").click()


def verdict(page: Page, name: str) -> Locator:
    return card(page, name).locator("[data-feedback] .verdict")


@both
def test_a_number_goes_from_unreadable_over_a_known_mistake_to_right(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form")
    field = card(page, "fwd-closed-form").locator("input[name=answer]")
    for text, told in (
        ("a half", "invalid"),
        ("-0.46", "mistake"),
        ("123", "wrong"),
        ("−0,5", "correct"),
    ):
        field.fill(text)
        check(page, "fwd-closed-form")
        expect(verdict(page, "fwd-closed-form")).to_have_attribute("data-verdict", told)
        expect(field).to_have_value(text)
    expect(card(page, "fwd-closed-form").locator(".solved")).to_be_visible()


@both
def test_an_unreadable_answer_uses_no_attempt(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-one-step")
    card(page, "fwd-one-step").locator("input[name=answer]").fill("many")
    check(page, "fwd-one-step")
    expect(verdict(page, "fwd-one-step")).to_have_attribute("data-verdict", "invalid")
    page.goto(f"{server}/progress")
    expect(page.locator("tr", has_text="One noising step").locator("td").first).to_have_text("")


@both
def test_code_is_run_and_its_differences_are_shown(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-abar-code")
    head = "import numpy as np\n\ndef alphas_bar(betas):\n"
    type_code(page, "fwd-abar-code", f"{head}    return np.cumprod(betas)\n")
    check(page, "fwd-abar-code")
    expect(verdict(page, "fwd-abar-code")).to_have_attribute("data-verdict", "mistake")
    type_code(
        page,
        "fwd-abar-code",
        f"{head}    return np.cumprod(1 - np.asarray(betas))\n",
    )
    check(page, "fwd-abar-code")
    expect(verdict(page, "fwd-abar-code")).to_have_attribute("data-verdict", "correct")


def type_code(page: Page, name: str, source: str) -> None:
    """Into the code editor where there is one, into the text area otherwise."""
    editor = card(page, name).locator(".cm-content")
    area = card(page, name).locator("textarea[name=code]")
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        editor.wait_for()
        editor.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(source)
    else:
        area.fill(source)


@both
def test_choices_say_why(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-which-noise")
    option = card(page, "fwd-which-noise").locator("label", has_text="total noise")
    option.click()
    check(page, "fwd-which-noise")
    expect(verdict(page, "fwd-which-noise")).to_have_attribute("data-verdict", "correct")


@both
def test_the_wrong_line_is_found(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/sch-bug-ratio")
    for line, told in ((5, "mistake"), (6, "correct")):
        card(page, "sch-bug-ratio").locator(f"label:has(input[name=line][value='{line}'])").click()
        check(page, "sch-bug-ratio")
        expect(verdict(page, "sch-bug-ratio")).to_have_attribute("data-verdict", told)


@both
def test_a_students_own_value_carries_forward(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-abar-sum")
    one = card(page, "fwd-abar-sum")
    one.locator("input[name='answer.a']").fill("5.025")
    one.locator("input[name='answer.b']").fill("exp(-5.025)")
    one.locator("input[name='answer.c']").fill("sqrt(exp(-5.025))")
    check(page, "fwd-abar-sum")
    parts = one.locator(".part")
    expect(parts.nth(0)).to_have_attribute("data-verdict", "mistake")
    expect(parts.nth(1)).to_have_attribute("data-verdict", "correct")
    expect(parts.nth(2)).to_have_attribute("data-verdict", "correct")


@both
def test_pairs_are_matched(page: Page, server: str) -> None:
    asked = httpx.get(f"{server}/api/exercises/sch-fingerprints").json()["asked"]
    wanted = {"linear,": "0.524", "cosine": "0.847", "scaled-linear,": "0.822", "scaled-linear of": "0.675"}
    page.goto(f"{server}/exercises/sch-fingerprints")
    for left in asked["left"]:
        name = max((word for word in wanted if left["text"].lower().startswith(word)), key=len)
        right = next(one["id"] for one in asked["right"] if wanted[name] in one["text"])
        card(page, "sch-fingerprints").locator(f"select[name='match.{left['id']}']").select_option(right)
    check(page, "sch-fingerprints")
    expect(verdict(page, "sch-fingerprints")).to_have_attribute("data-verdict", "correct")


@both
def test_an_explanation_is_compared_with_a_model_answer(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/map-analogy-limits")
    one = card(page, "map-analogy-limits")
    one.locator("textarea[name=text]").fill("The sculptor only removes; a sampler adds noise again.")
    one.locator("button[value=compare]").click()
    expect(one.locator(".model")).to_be_visible()
    expect(one.locator("textarea[name=text]")).to_have_value(re.compile("sculptor"))
    for box in one.locator("input[name=tick][type=checkbox]").all():
        box.check()
    check(page, "map-analogy-limits")
    expect(verdict(page, "map-analogy-limits")).to_have_attribute("data-verdict", "correct")


@both
def test_hints_come_one_at_a_time_and_the_solution_on_request(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-snr")
    one = card(page, "fwd-snr")
    one.locator("input[name='answer.a']").fill("0.5")
    hints = httpx.get(f"{server}/api/exercises/fwd-snr").json()["hints"]
    for count in range(1, hints + 1):
        one.locator("button[value=hint]").click()
        expect(one.locator(".hints li")).to_have_count(count)
        expect(one.locator("input[name='answer.a']")).to_have_value("0.5")
    expect(one.locator("button[value=hint]")).to_have_count(0)
    one.locator("button[value=solution]").click()
    expect(one.locator("details.solution")).to_be_visible()


@both
def test_new_numbers_are_in_the_address_and_old_ones_stay_reachable(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form?seed=0")
    before = card(page, "fwd-closed-form").locator(".prompt").inner_text()
    card(page, "fwd-closed-form").locator("button[value=new]").click()
    expect(page).to_have_url(re.compile(r"seed=[1-9]"))
    expect(card(page, "fwd-closed-form").locator("input[name=seed]")).not_to_have_value("0")
    page.goto(f"{server}/exercises/fwd-closed-form?seed=0")
    assert card(page, "fwd-closed-form").locator(".prompt").inner_text() == before


@both
def test_an_answer_in_the_chapter_stays_in_the_chapter(page: Page, server: str) -> None:
    page.goto(f"{server}/chapters/1")
    card(page, "fwd-closed-form").locator("input[name=answer]").fill("-0.5")
    check(page, "fwd-closed-form")
    expect(verdict(page, "fwd-closed-form")).to_have_attribute("data-verdict", "correct")
    expect(page).to_have_url(re.compile(r"/chapters/forward-process"))


def test_what_is_typed_comes_back_after_the_browser_was_closed(
    page: Page, context: BrowserContext, server: str
) -> None:
    page.goto(f"{server}/exercises/fwd-one-step")
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.status == 204):
        card(page, "fwd-one-step").locator("input[name=answer]").press_sequentially("0.78")
    page.evaluate("localStorage.clear()")
    page.close()
    again = context.new_page()
    again.goto(f"{server}/exercises/fwd-one-step")
    expect(card(again, "fwd-one-step").locator("input[name=answer]")).to_have_value("0.78")


def test_what_is_typed_comes_back_when_the_server_never_got_it(
    page: Page, context: BrowserContext, server: str
) -> None:
    page.goto(f"{server}/exercises/fwd-one-step")
    page.route("**/drafts/**", lambda route: route.abort())
    card(page, "fwd-one-step").locator("input[name=answer]").press_sequentially("0.79")
    note = card(page, "fwd-one-step").locator("[data-saved]")
    expect(note).to_have_text("Kept in this browser; the server does not answer.")
    again = context.new_page()
    again.goto(f"{server}/exercises/fwd-one-step")
    expect(card(again, "fwd-one-step").locator("input[name=answer]")).to_have_value("0.79")


def test_how_a_number_is_read_is_echoed_while_typing(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form")
    card(page, "fwd-closed-form").locator("input[name=answer]").press_sequentially("-1/2")
    expect(card(page, "fwd-closed-form").locator(".echo")).to_contain_text("0.5")


def test_a_server_that_is_gone_loses_nothing(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form")
    page.route("**/exercises/fwd-closed-form", lambda route: route.abort())
    card(page, "fwd-closed-form").locator("input[name=answer]").fill("-0.5")
    check(page, "fwd-closed-form")
    expect(card(page, "fwd-closed-form").locator("[data-feedback]")).to_contain_text(
        re.compile("did not answer|reach", re.I)
    )
    expect(card(page, "fwd-closed-form").locator("input[name=answer]")).to_have_value("-0.5")


def test_enter_checks_and_the_focus_stays(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form")
    field = card(page, "fwd-closed-form").locator("input[name=answer]")
    field.fill("-0.46")
    field.press("Enter")
    expect(verdict(page, "fwd-closed-form")).to_have_attribute("data-verdict", "mistake")
    expect(card(page, "fwd-closed-form").locator("input[name=answer]")).to_be_focused()


def test_the_count_of_solved_exercises_goes_up_at_once(page: Page, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form")
    expect(page.locator("[data-solved]")).to_have_text("0")
    card(page, "fwd-closed-form").locator("input[name=answer]").fill("-0.5")
    check(page, "fwd-closed-form")
    expect(page.locator("[data-solved]")).to_have_text("1")
    expect(page.locator(".side .steps a[aria-current]")).to_have_class("done")
    check(page, "fwd-closed-form")
    expect(page.locator(".exercise .trail")).to_contain_text("2 attempts")
    expect(page.locator("[data-solved]")).to_have_text("1")
    page.reload()
    expect(page.locator("[data-solved]")).to_have_text("1")
