"""What the frameworks may say on our pages: read from their source, from the parts that we use."""

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

Message = tuple[str, ...]

# Module -> the classes that our pages use; none: all of it.
USED: dict[str, tuple[str, ...]] = {
    "allauth.account.adapter": ("DefaultAccountAdapter",),
    "allauth.account.forms": (
        "PasswordVerificationMixin",
        "LoginForm",
        "ChangePasswordForm",
        "ReauthenticateForm",
    ),
    "allauth.mfa.adapter": (),
    "allauth.mfa.base.forms": (),
    "allauth.mfa.models": (),
    "allauth.mfa.totp.forms": (),
    "allauth.mfa.webauthn.forms": (),
    "django.contrib.auth.password_validation": (),
    "django.forms.fields": ("Field", "CharField", "BooleanField", "JSONField"),
    "django.core.validators": (
        "MaxLengthValidator",
        "MinLengthValidator",
        "ProhibitNullCharactersValidator",
    ),
    "izdes.web.signing_in.adapters": (),
}
# Nobody has an address of e-mail or a telephone here, nobody signs up or stays signed in, and a key
# alone signs nobody in.
_NEVER = ("email", "Email", "phone", "blacklisted", "Please use other username", "Remember Me")
_NEVER_SAID = {
    "Passwordless",
    (
        "Enabling passwordless operation allows you to sign in using just this key, but imposes "
        "additional requirements such as biometrics or PIN protection."
    ),
    "The password reset token was invalid.",
    "Username can not be used. Please use other username.",
}
_SIMPLE = {"_", "gettext", "gettext_lazy"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_WITH_CONTEXT = {"pgettext", "pgettext_lazy"}


def said() -> Iterator[Message]:
    """Yield every message that may be said: its singular, and its plural where it has one."""
    for module, classes in USED.items():
        spec = find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
        parts = [
            node
            for node in ast.walk(tree)
            if not classes or (isinstance(node, ast.ClassDef) and node.name in classes)
        ][: None if classes else 1]
        assert len(parts) == (len(classes) or 1)
        for part in parts:
            yield from filter(_may_be_said, _messages(part))


def _messages(tree: ast.AST) -> Iterator[Message]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        texts = [str(one.value) for one in call.args if isinstance(one, ast.Constant)]
        if call.func.id in _SIMPLE:
            yield (texts[0],)
        elif call.func.id in _PLURAL:
            yield (texts[0], texts[1])
        elif call.func.id in _WITH_CONTEXT and "Login" not in texts:
            yield (f"{texts[0]}\x04{texts[1]}",)


def _may_be_said(message: Message) -> bool:
    return message[0] not in _NEVER_SAID and not any(word in message[0] for word in _NEVER)
