"""One object that all handlers share."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI, Request

from app.editions import Edition
from app.services import Cover, Services, Shelf, services_of


def test_a_request_finds_the_services_of_its_application(workbook: FastAPI, services: Services) -> None:
    assert services_of(Request({"type": "http", "app": workbook})) is services


def test_an_exercise_and_a_chapter_are_found_in_the_book_that_has_them(services: Services) -> None:
    (edition,) = services.shelf.editions
    other = Edition(replace(edition.book, title="Another", chapters=(), documents={}), services.renderer)
    shelf = Shelf((other, edition))
    assert shelf.edition_of("one-number") is edition
    assert shelf.edition_with(edition.book.chapters[0]) is edition
    assert shelf.exercise("one-number").title == "One number"
    assert shelf.exercises == edition.exercises
    assert shelf.chapters == edition.book.chapters
    with pytest.raises(KeyError):
        shelf.exercise("no-number")
    with pytest.raises(KeyError):
        Shelf((other,)).edition_with(edition.book.chapters[0])


def test_one_book_gives_the_shelf_its_name_and_several_do_not(services: Services) -> None:
    (edition,) = services.shelf.editions
    other = Edition(replace(edition.book, title="Another"), services.renderer)
    assert Shelf((edition,)).cover == Cover(edition.book.title, edition.book.summary)
    assert Shelf((edition, other)).cover == Cover("Workbook", f"{edition.book.title} · Another")
    assert Shelf(()).cover.title == "Workbook"
