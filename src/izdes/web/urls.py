"""Addresses of the office."""

from allauth.account.views import LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCode
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache

from izdes.web.pages import access, account, entrance, errors, factors, sessions
from izdes.web.pages.day import day
from izdes.web.signing_in.oidc import PROVIDER

_DIRECTORY = {"provider_id": PROVIDER}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", day.home, name="home"),
    path("language/", account.set_language, name="set_language"),
    # The entrance. Names with `account_` and `mfa_` are those that the framework asks for.
    path("sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("sign-in/second/", AuthenticateView.as_view(), name="mfa_authenticate"),
    path("sign-in/recover/", entrance.recover, name="recover"),
    path("sign-in/directory/", entrance.to_directory, _DIRECTORY, name="openid_connect_login"),
    path("sign-in/directory/back/", oidc.callback, _DIRECTORY, name="openid_connect_callback"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("again/", ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("again/code/", ReauthenticateByCode.as_view(), name="mfa_reauthenticate"),
    path("again/key/", ReauthenticateWebAuthnView.as_view(), name="mfa_reauthenticate_webauthn"),
    # One's own.
    path("account/", account.account, name="account"),
    path("account/password/", entrance.ChangePassword.as_view(), name="account_change_password"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.end_others, name="end_other_sessions"),
    path("account/sessions/<int:number>/end/", sessions.end_one, name="end_session"),
    path("account/factors/", factors.index, name="mfa_index"),
    path("account/factors/app/", factors.ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("account/factors/app/picture.svg", factors.totp_picture, name="totp_picture"),
    path("account/factors/app/remove/", factors.RemoveTotp.as_view(), name="mfa_deactivate_totp"),
    path("account/factors/keys/add/", factors.AddKey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/factors/keys/<int:pk>/remove/",
        factors.RemoveKey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/factors/codes/",
        never_cache(ViewRecoveryCodesView.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/factors/codes/make/",
        factors.MakeCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    # Colleagues', for administrators.
    path("people/", access.people, name="people"),
    path("people/<int:number>/", access.person, name="person"),
    path("people/<int:number>/recover/", access.propose, name="propose_recovery"),
    path(
        "people/<int:number>/sessions/<int:session>/end/",
        access.end_session,
        name="end_colleagues_session",
    ),
    path("recoveries/<int:number>/confirm/", access.confirm, name="confirm_recovery"),
    path("recoveries/<int:number>/refuse/", access.refuse, name="refuse_recovery"),
    path("", include("izdes.web.pages.people.urls")),
    # The rooms.
    path("", include("izdes.web.pages.triage.urls")),
    path("", include("izdes.web.pages.search.urls")),
    path("", include("izdes.web.pages.case.urls")),
    path("", include("izdes.web.pages.files.urls")),
    path("", include("izdes.web.pages.subjects.urls")),
    path("", include("izdes.web.pages.funds.urls")),
    path("", include("izdes.web.pages.correspondence.urls")),
    path("", include("izdes.web.pages.loop.urls")),
    path("", include("izdes.web.pages.papers.urls")),
    path("", include("izdes.web.pages.law.urls")),
]

handler400 = errors.wrong_request
handler403 = errors.not_permitted
handler404 = errors.not_found
handler500 = errors.failed
# The framework of sign-in asks for this one.
handler429 = errors.too_many
