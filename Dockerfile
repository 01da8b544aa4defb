# syntax=docker/dockerfile:1
# One image for web, worker and scheduler; docker-compose.yml says which command each runs.

FROM node:24-bookworm-slim AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
# uv checks every package against the hash in uv.lock; --no-dev leaves out what only tests need.
COPY --from=ghcr.io/astral-sh/uv:0.13.8 /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/app/.venv
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --extra s3

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin labelwright \
    && install -d -o labelwright -g labelwright -m 0700 /data /data/tmp /objects
WORKDIR /app
COPY --from=packages /app/.venv /app/.venv
COPY manage.py ./
COPY labelwright/ labelwright/
COPY guidelines/ guidelines/
COPY annotation/ annotation/
COPY datasets/ datasets/
COPY exports/ exports/
COPY --from=frontend /src/frontend/dist frontend/dist
RUN .venv/bin/python -m compileall -q labelwright guidelines annotation datasets exports
# LABELWRIGHT_MODE is served: without its secrets and host names the image refuses to start.
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    LABELWRIGHT_MODE=served LABELWRIGHT_DATA=/data TMPDIR=/data/tmp
VOLUME /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "labelwright.config.probe", "web"]
CMD ["uvicorn", "labelwright.config.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", "--workers", "2", "--timeout-keep-alive", "75", "--timeout-graceful-shutdown", "10"]
