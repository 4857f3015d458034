"""One object that all handlers share."""

from __future__ import annotations

from fastapi import FastAPI, Request

from app.editions import Edition
from app.services import Services, services_of


def test_a_request_finds_the_services_of_its_application(workbook: FastAPI, services: Services) -> None:
    assert services_of(Request({"type": "http", "app": workbook})) is services


def test_the_book_is_that_of_the_edition_on_the_shelf(services: Services) -> None:
    before = services.shelf.edition
    assert services.book is before.book
    services.shelf.edition = Edition(before.book.empty(), services.renderer)
    try:
        assert services.book.chapters == ()
    finally:
        services.shelf.edition = before
