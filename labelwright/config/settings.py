"""Settings, read from the environment and from nowhere else; docs/operators.md lists every variable.

Two modes. `embedded` (the default) is one machine, SQLite, a broker of files and a secret made at first start,
reachable from this machine only. `served` is PostgreSQL, Redis and a real host name, and it refuses to start
until each secret is set: there is no insecure fall-back.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from labelwright.config.environment import Environment

BASE_DIR = Path(__file__).resolve().parents[2]
env = Environment(os.environ)

MODE = env.choice("LABELWRIGHT_MODE", ("embedded", "served"), default="embedded")
EMBEDDED = MODE == "embedded"
DATA_DIR = Path(env.text("LABELWRIGHT_DATA", default=str(BASE_DIR / ".data"))).resolve()
if EMBEDDED:
    DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.kept_secret(DATA_DIR / "secret-key") if EMBEDDED else env.secret("LABELWRIGHT_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("LABELWRIGHT_SECRET_KEY_FALLBACKS")
DEBUG = env.flag("LABELWRIGHT_DEBUG")
if DEBUG and not EMBEDDED:
    env.refuse("LABELWRIGHT_DEBUG is on: it would show the source and settings to everybody.")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else env.required_words("LABELWRIGHT_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("LABELWRIGHT_ORIGINS")
# One proxy in front is the served default; more must be said, or X-Forwarded-For could be forged.
TRUSTED_PROXIES = 0 if EMBEDDED else env.whole("LABELWRIGHT_TRUSTED_PROXIES", default=1)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "labelwright.rest",
    "labelwright.accounts",
    "labelwright.jobs",
    "guidelines",
    "annotation",
    "datasets",
    "datasets.evaluation",
    "exports",
    "labelwright.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "labelwright.config.middleware.RequestIdentity",
    "labelwright.config.middleware.Language",
    "labelwright.config.middleware.RequestLog",
    "labelwright.config.middleware.NotedRefusals",
    "labelwright.config.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "labelwright.config.middleware.ResponseHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "labelwright.config.middleware.Problems",
]
ROOT_URLCONF = "labelwright.config.urls"
WSGI_APPLICATION = "labelwright.config.wsgi.application"
ASGI_APPLICATION = "labelwright.config.asgi.application"
TEMPLATES: list[dict[str, object]] = []
APPEND_SLASH = False

# ---- database -------------------------------------------------------------------------------------------
DATABASE_URL = env.text("LABELWRIGHT_DATABASE_URL", default="" if EMBEDDED else None)
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, engine="labelwright.database.postgresql")}
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.flag("LABELWRIGHT_PGBOUNCER")
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=60000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=120000",
        # Plans of the compiled queries are kept from their third use on; a pooler could give them to somebody else.
        "prepare_threshold": None if env.flag("LABELWRIGHT_PGBOUNCER") else 2,
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "labelwright.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Measured with eight writers: WAL + IMMEDIATE gives no "database is locked"; Django's defaults do.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
                    "PRAGMA cache_size=-16000; PRAGMA foreign_keys=ON;"
                ),
            },
            "TEST": {"NAME": env.text("LABELWRIGHT_TEST_SQLITE", default="") or None},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- people ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
SESSION_ENGINE = "labelwright.accounts.session_store"  # in the database: Redis down must not sign people out
SESSION_IDLE = timedelta(minutes=env.whole("LABELWRIGHT_SESSION_IDLE_MINUTES", default=8 * 60))
SESSION_LIFE = timedelta(hours=env.whole("LABELWRIGHT_SESSION_HOURS", default=24))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "labelwright.config.problems.csrf_failure"
if EMBEDDED:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "labelwright_session", "csrftoken"
else:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # our log-in view answers lockouts itself, as a problem document
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours; short, so that nobody can lock a colleague out for long
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXIES
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

# ---- web ------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "blob:", "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["app", "dompurify"],
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = (
    BASE_DIR / "frontend" / "dist"
)  # Vite writes hashed names; WhiteNoise serves the folder as it is
FRONTEND_INDEX = STATIC_ROOT / "index.html"
WHITENOISE_MAX_AGE = 0
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.*/assets/.+-[\w-]{8}\.\w+$"
STATICFILES_DIRS: list[Path] = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["labelwright.rest.permissions.Nobody"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "labelwright.accounts.authentication.TokenAuthentication",
        "labelwright.accounts.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["labelwright.rest.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["labelwright.rest.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "labelwright.rest.openapi.Schema",
    "EXCEPTION_HANDLER": "labelwright.config.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "labelwright.rest.renderers.AlwaysJSON",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Labelwright",
    "DESCRIPTION": (
        "Everything that the browser does goes through this API.\n\n"
        "Errors are `application/problem+json` (RFC 9457). Lists are pages by key: pass `next` back as `after`. "
        "What can be edited carries a `version`; send it back in `If-Match`. Creating requests take an "
        "`Idempotency-Key`: the same key gives the first answer again. Image geometry is in pixels of the upright "
        "image, origin top left; text offsets are Unicode code points, end exclusive; times are UTC, ISO 8601."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "OrganisationRole": "labelwright.accounts.models.OrganisationRole",
        "ProjectRole": "guidelines.models.PROJECT_ROLES",
    },
    "POSTPROCESSING_HOOKS": [
        "labelwright.rest.openapi.describe_problems",
    ],
}

# ---- jobs -----------------------------------------------------------------------------------------------
REDIS_URL = env.text("LABELWRIGHT_REDIS_URL", default="" if EMBEDDED else None)
JOB_LEASE_SECONDS = env.whole("LABELWRIGHT_JOB_LEASE_SECONDS", default=60)
SCHEMA_MIGRATION_SLICES = env.whole("LABELWRIGHT_SCHEMA_MIGRATION_SLICES", default=4)  # jobs side by side
JOB_SLICE_SECONDS = env.whole("LABELWRIGHT_JOB_SLICE_SECONDS", default=20)
WORKER_LOST_SECONDS = env.whole("LABELWRIGHT_WORKER_LOST_SECONDS", default=30)
WORKER_STUCK_SECONDS = env.whole("LABELWRIGHT_WORKER_STUCK_SECONDS", default=60)
SWEEP_SECONDS = env.whole("LABELWRIGHT_SWEEP_SECONDS", default=5)
ANSWER_HOURS = env.whole("LABELWRIGHT_ANSWER_HOURS", default=24)  # until a question is overdue
EVENT_STREAM_SECONDS = env.whole("LABELWRIGHT_EVENT_STREAM_SECONDS", default=300)
CELERY_BROKER_URL = REDIS_URL or "files://"  # labelwright/config/broker.py
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 3600,
        "socket_keepalive": True,
        "health_check_interval": 10,
        # Who rings gives up at once: the sweep rings again. Workers have their own, endless patience.
        "socket_connect_timeout": 3,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    }
    if REDIS_URL
    else {
        "data_folder_in": DATA_DIR / "broker" / "queue",
        "data_folder_out": DATA_DIR / "broker" / "queue",
        "control_folder": DATA_DIR / "broker" / "control",
        "polling_interval": 0.2,  # seconds; kombu's own second is a second that people wait for each job
    }
)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_RESULT_ACCEPT_CONTENT = ["json"]
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "labelwright"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # the sweep rings again; a request must not wait for a dead broker
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SYNC_EVERY = 1  # so that the age of its file says whether the scheduler lives
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "jobs.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}},
    "imports": {"task": "exports.sweep", "schedule": 3600, "options": {"expires": 3600}},
    "audit": {"task": "accounts.tell_audit_heads", "schedule": 24 * 3600, "options": {"expires": 3600}},
    "sessions": {"task": "accounts.forget_sessions", "schedule": 3600, "options": {"expires": 3600}},
    "digests": {"task": "annotation.send_digests", "schedule": 300, "options": {"expires": 300}},
    "leases": {"task": "annotation.expire_leases", "schedule": 30, "options": {"expires": 30}},
}

# ---- e-mail ---------------------------------------------------------------------------------------------
PUBLIC_URL = env.text(
    "LABELWRIGHT_URL",
    default="http://127.0.0.1:8000" if EMBEDDED else f"https://{(ALLOWED_HOSTS or [''])[0]}",
).rstrip("/")
EMAIL_HOST = env.text("LABELWRIGHT_SMTP_HOST", default="")
EMAIL_PORT = env.whole("LABELWRIGHT_SMTP_PORT", default=587)
EMAIL_HOST_USER = env.text("LABELWRIGHT_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.text("LABELWRIGHT_SMTP_PASSWORD", default="")
SMTP_SECURITY = env.choice("LABELWRIGHT_SMTP_SECURITY", ("starttls", "tls", "none"), default="starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_SECURITY == "starttls", SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.text("LABELWRIGHT_MAIL_FROM", default="" if EMAIL_HOST else "labelwright@localhost")
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    env.refuse("LABELWRIGHT_MAIL_FROM is not set: e-mail needs an address that it comes from.")
# Without a server the embedded default writes e-mail into the log of its worker; a served one sends none.
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console' if EMBEDDED else 'dummy'}.EmailBackend"
)
SENDS_MAIL = EMBEDDED or bool(EMAIL_HOST)
DIGEST_HOUR = env.whole("LABELWRIGHT_DIGEST_HOUR", default=7)  # of the day in UTC
if DIGEST_HOUR > 23:
    env.refuse("LABELWRIGHT_DIGEST_HOUR is an hour of the day in UTC, from 0 to 23.")

# ---- files ----------------------------------------------------------------------------------------------
S3_BUCKET = env.text("LABELWRIGHT_S3_BUCKET", default="")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": env.text("LABELWRIGHT_S3_ENDPOINT", default="") or None,
                "access_key": env.text("LABELWRIGHT_S3_ACCESS_KEY", default="") or None,
                "secret_key": env.text("LABELWRIGHT_S3_SECRET_KEY", default="") or None,
                "file_overwrite": True,
                "querystring_auth": True,
            },
        }
        if S3_BUCKET
        else {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": DATA_DIR / "files",
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    ),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"

# ---- words and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "labelwright" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# ---- logs -----------------------------------------------------------------------------------------------
LOG_LEVEL = env.choice(
    "LABELWRIGHT_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="WARNING" if EMBEDDED else "INFO"
)
LOGGING_CONFIG = "labelwright.config.logs.configure"
LOGGING = {"level": LOG_LEVEL, "json": not EMBEDDED}

env.refuse_if_incomplete()
