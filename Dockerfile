# banggiao with everything pinned, for a worker in a container or a Docker work pool (docs/operations.md).
#   docker build --tag banggiao .
#   docker run --rm --volume "$PWD":/data banggiao banggiao run landing
FROM python:3.12-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    DO_NOT_TRACK=1 \
    GX_ANALYTICS_ENABLED=false \
    PREFECT_SERVER_ANALYTICS_ENABLED=false

WORKDIR /opt/banggiao
COPY pyproject.toml constraints.txt prefect.yaml README.md LICENSE ./
COPY schemas schemas
COPY articles articles
COPY warehouse warehouse
COPY flows flows
COPY sql sql
COPY seeds seeds
RUN pip install --disable-pip-version-check --constraint constraints.txt . \
    && useradd --uid 10001 --create-home banggiao \
    && install --directory --owner banggiao /data

USER 10001
# landing/ and warehouse/ are looked for here. No entry point: a Docker work pool gives the whole command.
WORKDIR /data
CMD ["banggiao", "--help"]
