# One image with everything: `docker build -t minutes .` then see compose.yaml.
# Behind a company's own package index: --build-arg PIP_INDEX_URL=… ; CPU builds of torch: --build-arg TORCH_INDEX=…
FROM python:3.11-slim

ARG PIP_INDEX_URL=
ARG TORCH_INDEX=

# Compiled code of ctranslate2 and torch needs GNU OpenMP, which the slim image lacks.
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/minutes
COPY pyproject.toml constraints.txt install.sh README.md LICENSE THIRD_PARTY.md ./
COPY minutes ./minutes
COPY api ./api
COPY exports ./exports
COPY docs/api.md ./docs/api.md
COPY docs/guide.md ./docs/guide.md
RUN ./install.sh .venv

# Meetings are confidential: the program owns nothing but its data folder.
RUN useradd --create-home --uid 10001 minutes && install --directory --owner=minutes /data
USER minutes
ENV PATH="/opt/minutes/.venv/bin:$PATH" MINUTES_DATA=/data OMP_WAIT_POLICY=PASSIVE
VOLUME /data
WORKDIR /meetings
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD ["/opt/minutes/.venv/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://localhost:8000/healthz')"]
ENTRYPOINT ["minutes"]
CMD ["serve", "--host", "0.0.0.0"]
