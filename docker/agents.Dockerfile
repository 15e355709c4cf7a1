# The four specialists: one image, each container told which one it is by SPECIALIST, or by its name under Foundry.
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
RUN uv sync --locked --no-dev --extra azure --no-editable

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin agent \
    && install --directory --owner agent --mode 0700 /data
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PRIORAUTH_DATA_DIR=/data \
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=false
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 8088
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8088/readiness', timeout=4)"]
CMD ["sh", "-c", "exec priorauth agent \"${SPECIALIST:-$FOUNDRY_AGENT_NAME}\" --host 0.0.0.0 --port 8088"]
