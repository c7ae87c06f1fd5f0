"""Django's settings. Everything that differs between installations comes from `environment.py`."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.utils.translation import gettext_lazy as _

from tandem.config.environment import CHECKOUT, listed, read_environment
from tandem.config.secrets import secret_key

ENVIRONMENT = read_environment()

DEBUG = os.environ.get("TANDEM_DEBUG") == "1"
SECRET_KEY = secret_key(ENVIRONMENT.data)
ALLOWED_HOSTS = listed("TANDEM_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = listed("TANDEM_ORIGINS")
ROOT_URLCONF = "tandem.config.urls"
WSGI_APPLICATION = "tandem.config.wsgi.application"

INSTALLED_APPS = [
    "tandem.core",
    "tandem.accounts",
    "tandem.relationships",
    "tandem.messaging",
    "tandem.facts",
    "tandem.assessments",
    "tandem.scorecards",
    "tandem.improvement",
    "tandem.onboarding",
    "tandem.sourcing",
    "tandem.incentives",
    "tandem.analytics",
    "tandem.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    # First, so that redirects, errors and static files carry the policy too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tandem.accounts.transactions.TransactionMiddleware",
    "tandem.accounts.requests.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tandem.core.partials.PartialsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tandem.accounts.requests.LanguageMiddleware",
    "tandem.accounts.requests.ActorMiddleware",
    "tandem.accounts.requests.SecondFactorMiddleware",
    "tandem.accounts.requests.SideMiddleware",
    "tandem.core.refusals.RefusedMiddleware",
    "tandem.accounts.transactions.TellNowMiddleware",
    "tandem.accounts.transactions.UndoMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tandem.config.navigation.navigation",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "tandem.core.database",
        "NAME": unquote(parts.path.lstrip("/")) or "tandem",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


# The command line starts the embedded server and sets DATABASE_URL before Django is set up.
DATABASES = {"default": database(ENVIRONMENT.database_url or "postgresql:///tandem")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "tandem.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tandem.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of what changed about one's sign-in
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_FORMS = {
    "login": "tandem.accounts.forms.sign_in.LoginForm",
    "reauthenticate": "tandem.accounts.forms.sign_in.ReauthenticateForm",
    "change_password": "tandem.accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "tandem.accounts.forms.sign_in.SetPasswordForm",
    "reset_password": "tandem.accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "tandem.accounts.forms.sign_in.ResetPasswordKeyForm",
}
MFA_ADAPTER = "tandem.accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "tandem.accounts.forms.sign_in.AddKeyForm",
    "edit_webauthn": "tandem.accounts.forms.sign_in.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Tandem"
MFA_TOTP_TOLERANCE = 1
# Browsers give passkeys to localhost without TLS; anywhere else they ask for https themselves.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.production

# One's own directory, where it is named: it signs in people who are known here already, and nobody else.
OIDC_ISSUER = os.environ.get("TANDEM_OIDC_ISSUER", "")
SOCIALACCOUNT_ADAPTER = "tandem.accounts.adapter.DirectoryAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "tandem.accounts.directory.DirectoryProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "directory",
                "name": os.environ.get("TANDEM_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("TANDEM_OIDC_CLIENT", ""),
                "secret": os.environ.get("TANDEM_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
# How many proxies of one's own stand before Tandem: the visitor's address is that many from the right.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TANDEM_PROXIES", "1" if ENVIRONMENT.production else "0"))

# In the database, so that all web processes count failed sign-ins together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
# Messages bear the tone that their toast has.
MESSAGE_TAGS = {
    messages.INFO: "info",
    messages.SUCCESS: "good",
    messages.WARNING: "warning",
    messages.ERROR: "bad",
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
# Of the menu and the languages; rooms bring their own.
LOCALE_PATHS = [CHECKOUT / "tandem" / "config" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TANDEM_TIME_ZONE", "UTC")

STATIC_URL = "/static/"
STATIC_ROOT = CHECKOUT / "build" / "static"
# The typefaces of printed pages; `make setup` puts them there.
FONTS = CHECKOUT / "build" / "fonts"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENVIRONMENT.files},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ENVIRONMENT.files
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000


def origin(address: str) -> list[str]:
    """Where an address is at home; nothing for none."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A form that begins signing in at the directory is answered with the way there.
        "form-action": [SELF, *origin(OIDC_ISSUER)],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token in their body
if ENVIRONMENT.production:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("TANDEM_MAIL_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(ENVIRONMENT.data / "mail")
EMAIL_HOST = os.environ.get("TANDEM_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("TANDEM_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("TANDEM_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TANDEM_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("TANDEM_MAIL_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("TANDEM_MAIL_FROM", "Tandem <tandem@localhost>")

TANDEM_LAKE = ENVIRONMENT.lake
TANDEM_PRODUCTION = ENVIRONMENT.production


def own_address() -> str:
    """Where Tandem is reached: what links in mails begin with, which no request is there to tell."""
    given = os.environ.get("TANDEM_URL") or next(iter(CSRF_TRUSTED_ORIGINS), "")
    if not given and ENVIRONMENT.production:
        given = f"https://{ALLOWED_HOSTS[0]}"
    return given or "http://127.0.0.1:8000"


TANDEM_URL = own_address()
# Requests a minute that each token of the API may make.
TANDEM_API_RATE = int(os.environ.get("TANDEM_API_RATE", "600"))

# Addresses whose views begin and end their transactions themselves: the API counts a token's requests outside of them.
TANDEM_OWN_TRANSACTIONS: tuple[str, ...] = ("/api/v1/",)

# What a person must be able to do for a room (the namespace of its URLs) to be there at all.
ROOM_CAPABILITIES = {
    "analysis": "read_suppliers",
    "relationships": "read_suppliers",
    "facts": "read_suppliers",
    "scorecards": "read_suppliers",
    "assessments": "read_suppliers",
    "assessments_supplier": "read_customers",
    "onboarding": "read_suppliers",
    "onboarding_supplier": "read_customers",
    "improvement": "read_suppliers",
    "improvement_supplier": "read_customers",
    "sourcing": "read_suppliers",
    "incentives": "read_suppliers",
    "incentives_supplier": "read_customers",
    "portal": "read_customers",
    "portal_customer": "read_suppliers",
}
# Where those begin who look at customers only.
SUPPLIERS_HOME = "portal:home"

# The tabs of a relationship's page, from their rooms: key, label, icon, and a URL that takes the slug.
RELATIONSHIP_TABS = [
    ("overview", _("Overview"), "id-badge-2", "relationships:overview_tab"),
    ("qualification", _("Qualification"), "clipboard-list", "onboarding:qualification_tab"),
    ("documents", _("Documents"), "certificate", "onboarding:documents_tab"),
    ("screening", _("Screening"), "shield-check", "onboarding:screening_tab"),
    ("passport", _("Passport"), "building", "onboarding:passport_tab"),
    ("evaluation", _("Evaluation"), "chart-radar", "assessments:evaluation"),
    ("assessments", _("Questionnaires"), "clipboard-list", "assessments:assessments_tab"),
    ("performance", _("Performance"), "gauge", "scorecards:performance_tab"),
    ("analysis", _("Analysis"), "chart-line", "analysis:analysis_tab"),
    ("improvement", _("Improvement"), "tools", "improvement:improvement_tab"),
    ("incentives", _("Rewards and penalties"), "gavel", "incentives:incentives_tab"),
    ("deliveries", _("Deliveries"), "truck-delivery", "facts:deliveries_tab"),
    ("requests", _("Requests"), "send", "portal_customer:requests_tab"),
    ("history", _("History"), "history", "relationships:history_tab"),
]

# Pages behind links without a password, from one address.
LINK_PAGES_A_MINUTE = 120

# What rooms above have of a member: label, icon, and a URL that takes the membership.
MEMBER_PAGES: list[tuple[Any, str, str]] = [
    (_("Categories looked after"), "category", "relationships:duties"),
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TANDEM_LOG_LEVEL", "WARNING")},
}
