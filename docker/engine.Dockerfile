# The engine: API, worker, watch and migration are one image and different commands.
FROM node:24-slim AS web
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM ghcr.io/astral-sh/uv:0.9.11 AS uv

FROM python:3.13-slim AS build
COPY --from=uv /uv /bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=/app/.venv
WORKDIR /src
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --extra azure --no-install-project
COPY README.md LICENSE hatch_build.py ./
COPY priorauth/ priorauth/
COPY agents/ agents/
COPY mcp_servers/ mcp_servers/
COPY orchestrator/ orchestrator/
COPY skills/ skills/
COPY --from=web /src/orchestrator/web/ orchestrator/web/
RUN uv sync --locked --no-dev --extra azure --no-editable

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin engine \
    && install --directory --owner engine --mode 0700 /data
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PRIORAUTH_DATA_DIR=/data
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["priorauth"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
