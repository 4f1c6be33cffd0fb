"""Addresses of the window."""

from django.urls import URLPattern, path

from izdes.web.window.pages import (
    asking,
    calling,
    errors,
    esigning,
    files,
    languages,
    rows,
    sending,
    starting,
    status,
    while_typing,
)

_PAYMENTS, _LOANS = {"told": rows.PAYMENTS}, {"told": rows.LOANS}

urlpatterns: list[URLPattern] = [
    path("", starting.start, name="window_start"),
    path("language/", languages.set_language, name="window_language"),
    path("begin/", starting.begin, name="window_begin"),
    # The golden hour.
    path("stop/", starting.stop, name="window_stop"),
    path("urgent/", starting.urgent, name="window_urgent"),
    # An operator, while somebody calls.
    path("call/", calling.call, name="window_call"),
    # The report, a question a page.
    path("report/payments/", rows.row_list, _PAYMENTS, name="window_payments"),
    path("report/payments/<int:number>/", rows.row, _PAYMENTS, name="window_payment"),
    path(
        "report/payments/<int:number>/drop/", rows.drop_row, _PAYMENTS, name="window_drop_payment"
    ),
    path("report/loans/list/", rows.row_list, _LOANS, name="window_loans"),
    path("report/loans/<int:number>/", rows.row, _LOANS, name="window_loan"),
    path("report/loans/<int:number>/drop/", rows.drop_row, _LOANS, name="window_drop_loan"),
    path("report/files/", files.files, name="window_files"),
    path("report/files/<str:key>/drop/", files.drop, name="window_drop_file"),
    path("report/check/", sending.check, name="window_check"),
    path("report/<slug:name>/", asking.step, name="window_step"),
    path("recognise/", while_typing.recognise, name="window_recognise"),
    # Once it was sent.
    path("receipt/", sending.receipt, name="window_receipt"),
    path("signing/", sending.signing, name="window_signing"),
    path("signing/electronic/", esigning.of_draft, name="window_esign"),
    path("signing/statement/", esigning.statement_of_draft, name="window_esign_statement"),
    path("protocol/", sending.protocol, name="window_protocol"),
    path("leave/", sending.leave, name="window_leave"),
    # The victim's page.
    path("status/", status.ask, name="window_status"),
    path("status/report/", status.told, name="window_told"),
    path("status/protocol/", status.protocol, name="window_told_protocol"),
    path("status/signing/", esigning.of_status, name="window_told_esign"),
    path("status/statement/", esigning.statement_of_status, name="window_told_statement"),
    path("status/leave/", status.leave, name="window_status_leave"),
]

handler400 = errors.wrong_request
handler403 = errors.not_permitted
handler404 = errors.not_found
handler500 = errors.failed
