"""Titles, page numbers, names and amounts as banks print them in three languages."""

import pytest

from izdes.adapters.statements.pdf.amounts import figure_in
from izdes.adapters.statements.pdf.sides import name_at_the_beginning
from izdes.adapters.statements.pdf.words import page_count, title_of


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        ("Дата Сумма Операция Детали", "moment amount operation details"),
        ("Күні Сомасы Операция Толығырақ", "moment amount operation details"),
        ("Date Amount Transaction Details", "moment amount operation details"),
    ],
)
def test_titles_are_known_in_three_languages(titles: str, columns: str) -> None:
    assert [title_of(title) for title in titles.split()] == columns.split()


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("1/3", (1, 3)),
        ("Страница 2 из 12", (2, 12)),
        ("стр. 2 из 3", (2, 3)),
        ("3 беттің 1-беті", (1, 3)),
        ("Page 1 of 3", (1, 3)),
        ("АО «Банк Дала», Страница 1 из 3", (1, 3)),
        ("чек 1/3", None),
        ("01/05/2026", None),
    ],
)
def test_pages_are_counted_in_many_ways(printed: str, count: tuple[int, int] | None) -> None:
    assert page_count(printed) == count


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Айгүл С.", "Айгүл С."),
        ("Айгүл С. на карту *1234", "Айгүл С."),
        ("Серік Айгүл Мақсат қызы", "Серік Айгүл Мақсат қызы"),
        ("АЙГУЛЬ С.", "АЙГУЛЬ С."),
        ("ТОО «Ромашка и Ко» за товар", "ТОО «Ромашка и Ко»"),
        ("На карту *1234", ""),
        ("Kaspi Gold *1234", ""),
        ("С Kaspi Депозита", ""),
        ("Такси", ""),
        ("за товар «Ромашка»", ""),
        ("за обед", ""),
        ("", ""),
    ],
)
def test_a_name_is_taken_only_where_it_looks_like_one(words: str, name: str) -> None:
    assert name_at_the_beginning(words) == name


@pytest.mark.parametrize("printed", ["", "-", "₸", "12 лет", "5,00 рублей и ещё", "1" * 70])
def test_what_is_no_amount_is_none(printed: str) -> None:
    assert figure_in(printed) is None
