# Build: docker build -t footnote .   Run: see README.md, "Docker".

FROM python:3.11-slim AS build
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: \
        -r /tmp/requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin footnote \
    && mkdir -p /app/state \
    && chown footnote /app/state
COPY --from=build /venv /venv
WORKDIR /app
COPY run_bot.py config.yaml ./
COPY knowledge knowledge
COPY bot bot
# The clone's own modes may keep other users out.
RUN chmod -R a+rX /app
USER footnote
VOLUME /app/state
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "run_bot.py", "check", "--health"]
# The exec form: SIGTERM reaches Python itself.
ENTRYPOINT ["python", "run_bot.py"]
CMD ["serve"]
