"""What the framework is told of a directory that signs officers in by OpenID Connect."""

from urllib.parse import urlsplit

from izdes.web.config import Configuration

PROVIDER = "directory"


def directory_settings(configuration: Configuration) -> dict[str, object]:
    """Return the settings of the directory; nothing where there is none."""
    if not configuration.oidc_issuer:
        return {}
    app = {
        "provider_id": PROVIDER,
        "name": configuration.oidc_issuer,
        "client_id": configuration.oidc_client_id,
        "secret": configuration.oidc_client_secret,
        "settings": {"server_url": configuration.oidc_issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "SCOPE": ["openid", "profile"]}}


def directory_origin(configuration: Configuration) -> tuple[str, ...]:
    """Return the origin of the directory, for the policy of pages; nothing where there is none."""
    if not configuration.oidc_issuer:
        return ()
    parts = urlsplit(configuration.oidc_issuer)
    return (f"{parts.scheme}://{parts.netloc}",)
