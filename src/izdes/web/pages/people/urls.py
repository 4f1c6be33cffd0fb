"""Addresses of bodies, people and posts, for administrators."""

from django.urls import URLPattern, path

from izdes.web.pages.people import bodies, entering, numbering, posts

urlpatterns: list[URLPattern] = [
    path("bodies/", bodies.listed, name="bodies"),
    path("bodies/new/<slug:what>/", bodies.found, name="body_new"),
    path("bodies/<int:number>/", bodies.shown, name="body"),
    path("bodies/<int:number>/number/", numbering.of_body, name="body_number"),
    path("bodies/<int:number>/supervise/", bodies.supervise, name="body_supervise"),
    path("supervisions/<int:number>/end/", bodies.end, name="supervision_end"),
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
