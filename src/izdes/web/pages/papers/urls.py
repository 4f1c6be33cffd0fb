"""Addresses of papers: a tab of a case, and what lies behind it."""

from django.urls import URLPattern, path

from izdes.web.pages.papers import changing, listed, one, sheets

_TAB = "cases/<int:number>/papers"
_ONE = f"{_TAB}/<int:paper>"

urlpatterns: list[URLPattern] = [
    path(f"{_TAB}/", listed.papers, name="case_papers"),
    path(f"{_TAB}/new/", listed.new, name="case_papers_new"),
    path(f"{_ONE}/", one.paper, name="case_papers_one"),
    path(f"{_ONE}/sign/", changing.sign, name="case_papers_sign"),
    path(f"{_ONE}/annul/", changing.annul, name="case_papers_annul"),
    path(f"{_ONE}/translate/", changing.translate, name="case_papers_translate"),
    path(f"{_ONE}/language/", changing.change_language, name="case_papers_language"),
    path(f"{_ONE}/page/<int:place>/", sheets.page, name="case_papers_page"),
    path(f"{_ONE}/pdf/", sheets.pdf, name="case_papers_pdf"),
]
