"""Addresses of bodies, people and posts, for administrators; and of a head's own bodies."""

from django.urls import URLPattern, path

from izdes.web.pages.people import (
    bodies,
    changing,
    entering,
    heading,
    numbering,
    posts,
    requirements,
)

urlpatterns: list[URLPattern] = [
    path("bodies/", bodies.listed, name="bodies"),
    path("bodies/new/<slug:what>/", bodies.found, name="body_new"),
    path("bodies/<int:number>/", bodies.shown, name="body"),
    path("bodies/<int:number>/number/", numbering.of_body, name="body_number"),
    path("bodies/<int:number>/rename/", changing.rename, name="body_rename"),
    path("bodies/<int:number>/end/", changing.end, name="body_end"),
    path("bodies/<int:number>/supervise/", bodies.supervise, name="body_supervise"),
    path("supervisions/<int:number>/end/", bodies.end, name="supervision_end"),
    path("headed/", heading.headed, name="headed"),
    path("headed/cases/<int:number>/lead/", heading.appoint, name="headed_lead"),
    path("requirements/", requirements.listed, name="requirements"),
    path("requirements/new/", requirements.require, name="requirement_new"),
    path("requirements/waive/", requirements.waive, name="requirement_waive"),
    path("people/new/", entering.person, name="person_new"),
    path("people/<int:number>/certificates/new/", entering.certificate, name="certificate_new"),
    path("people/<int:number>/number/", numbering.of_person, name="person_number"),
    path("people/<int:number>/shut-out/", entering.shut, name="person_shut_out"),
    path("people/<int:number>/posts/new/", posts.propose, name="post_new"),
    path("people/posts/", posts.waiting, name="posts_waiting"),
    path("people/posts/<int:number>/", posts.shown, name="post"),
    path("people/posts/<int:number>/confirm/", posts.confirm, name="post_confirm"),
    path("people/posts/<int:number>/refuse/", posts.refuse, name="post_refuse"),
    path("people/posts/<int:number>/end/", posts.end, name="post_end"),
]
