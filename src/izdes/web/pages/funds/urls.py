"""Addresses of funds: two tabs of a case, and what lies behind them."""

from django.urls import URLPattern, path

from izdes.web.pages.funds import answers, money, rows, statements

_CASE = "cases/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{_CASE}/statements/", statements.statements, name="case_statements"),
    path(f"{_CASE}/statements/upload/", statements.upload, name="case_statements_upload"),
    path(f"{_CASE}/statements/<int:statement>/", rows.statement, name="case_statements_one"),
    path(
        f"{_CASE}/statements/answers/<int:answer>/", answers.answer, name="case_statements_answer"
    ),
    path(
        f"{_CASE}/statements/answers/<int:answer>/correct/",
        answers.correct,
        name="case_statements_correct",
    ),
    path(f"{_CASE}/statements/rows/<int:row>/", rows.row, name="case_statements_row"),
    path(f"{_CASE}/money/", money.money, name="case_money"),
    path(f"{_CASE}/money/access/", money.ask, name="case_money_access"),
]
