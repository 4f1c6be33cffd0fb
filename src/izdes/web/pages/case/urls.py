"""Addresses of a case's pages."""

from django.urls import URLPattern, path

from izdes.web.pages.case import (
    cameras,
    episodes,
    listed,
    members,
    movements,
    one_task,
    overview,
    records,
    returns,
    sealing,
    sheet,
    tasks,
    terms,
)

_ONE = "cases/<int:number>"

urlpatterns: list[URLPattern] = [
    path("cases/", listed.case_list, name="case_list"),
    path("tasks/", tasks.mine, name="case_my_tasks"),
    path(f"{_ONE}/", overview.overview, name="case_overview"),
    path(f"{_ONE}/qualification/", overview.qualification, name="case_qualification"),
    path(f"{_ONE}/terms/", terms.terms, name="case_terms"),
    path(f"{_ONE}/terms/<int:decree>/resume/", terms.resume, name="case_terms_resume"),
    path(f"{_ONE}/episodes/", episodes.episodes, name="case_episodes"),
    path(f"{_ONE}/episodes/<int:episode>/victim/", episodes.recognise, name="case_episodes_victim"),
    path(f"{_ONE}/episodes/<int:episode>/return/", returns.add, name="case_episodes_return"),
    path(
        f"{_ONE}/episodes/<int:episode>/return/<int:row>/",
        returns.correct,
        name="case_episodes_return_correct",
    ),
    path(f"{_ONE}/identifiers/", episodes.identifiers, name="case_identifiers"),
    path(f"{_ONE}/identifiers/confirm/", episodes.confirm, name="case_identifiers_confirm"),
    path(f"{_ONE}/tasks/", tasks.tasks, name="case_tasks"),
    path(f"{_ONE}/tasks/accept/", tasks.accept, name="case_tasks_accept"),
    path(f"{_ONE}/tasks/leave-out/", tasks.leave_out, name="case_tasks_leave_out"),
    path(f"{_ONE}/tasks/add/", tasks.add, name="case_tasks_add"),
    path(f"{_ONE}/tasks/cameras/", tasks.note_camera, name="case_tasks_cameras"),
    path(f"{_ONE}/tasks/cameras/<int:recording>/", cameras.change_camera, name="case_tasks_camera"),
    path(f"{_ONE}/tasks/<int:task>/", one_task.task, name="case_tasks_one"),
    path(f"{_ONE}/tasks/<int:task>/end/", one_task.end, name="case_tasks_end"),
    path(f"{_ONE}/notes/", records.notes, name="case_notes"),
    path(f"{_ONE}/timeline/", records.timeline, name="case_timeline"),
    path(f"{_ONE}/documents/", records.documents, name="case_documents"),
    path(f"{_ONE}/history/", records.history, name="case_history"),
    path(f"{_ONE}/members/", members.members, name="case_members"),
    path(f"{_ONE}/members/name/", members.name, name="case_members_name"),
    path(f"{_ONE}/members/release/", members.release, name="case_members_release"),
    path(f"{_ONE}/members/take/", members.take, name="case_members_take"),
    path(f"{_ONE}/members/seal/", sealing.seal, name="case_members_seal"),
    path(f"{_ONE}/sheet/", sheet.sheet, name="case_sheet"),
    path(f"{_ONE}/movements/", movements.movements, name="case_movements"),
    path(f"{_ONE}/movements/lead/", movements.assign, name="case_movements_lead"),
    path(f"{_ONE}/movements/copies/<int:copy>/", movements.copy, name="case_movements_copy"),
    path(f"{_ONE}/movements/transfer/", movements.transfer, name="case_movements_transfer"),
    path(f"{_ONE}/movements/join/", movements.join, name="case_movements_join"),
    path(f"{_ONE}/movements/separate/", movements.separate, name="case_movements_separate"),
]
