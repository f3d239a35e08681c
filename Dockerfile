# Two stages: packages are installed in the first, the second has no compiler, no pip cache and no root.
FROM python:3.13-slim AS build
WORKDIR /src
COPY setup.py pyproject.toml constraints.txt README.md LICENSE ./
COPY portal portal
COPY search search
RUN python -m venv /opt/linli \
 && /opt/linli/bin/pip install --no-cache-dir -c constraints.txt . \
 && find /opt/linli -name __pycache__ -prune -exec rm -rf {} +

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/linli --create-home linli
COPY --from=build /opt/linli /opt/linli
COPY manage.py /opt/linli/manage.py
ENV PATH=/opt/linli/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    PORTAL_DATA_DIR=/var/lib/linli \
    PORTAL_STATIC_DIR=/opt/linli/static
# Static files belong to the image; the values below only let the settings load.
RUN cd /opt/linli \
 && SECRET_KEY=only-for-collecting-static-files-0123456789 ALLOWED_HOSTS=build SEARCH_URL=http://build \
    PORTAL_DATA_KEYS=only-for-collecting-static-files-9876543210-and-longer DATABASE_URL=postgres://build python manage.py collectstatic --no-input --verbosity 0 \
 && mkdir -p /var/lib/linli/media /var/lib/linli/log \
 && chown -R linli:linli /var/lib/linli
WORKDIR /opt/linli
USER linli
VOLUME /var/lib/linli
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=12s --start-period=30s CMD ["python", "-m", "portal.operations.probe"]
CMD ["gunicorn", "portal.wsgi", "--config", "python:portal.operations.gunicorn"]
