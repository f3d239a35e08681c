#!/bin/sh
# restore.sh FOLDER: put a copy made by backup.sh into an empty database and a folder without uploads.
# Reads DATABASE_URL and PORTAL_DATA_DIR like the portal. Afterwards: manage.py migrate, manage.py rebuild_search.
set -eu
: "${1:?usage: restore.sh FOLDER}" "${DATABASE_URL:?}" "${PORTAL_DATA_DIR:?}"
tables=$(psql --no-psqlrc --tuples-only --no-align --dbname="$DATABASE_URL" \
    --command="SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
if [ "$tables" -ne 0 ]; then
    echo "The database is not empty ($tables tables); restore into a new one." >&2
    exit 1
fi
if [ -e "$PORTAL_DATA_DIR/media" ] && [ -n "$(ls -A "$PORTAL_DATA_DIR/media")" ]; then
    echo "$PORTAL_DATA_DIR/media is not empty; move it away first." >&2
    exit 1
fi
pg_restore --no-owner --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$1/database.dump"
mkdir -p "$PORTAL_DATA_DIR"
tar -C "$PORTAL_DATA_DIR" -xzf "$1/media.tar.gz"
echo "Restored; now: manage.py migrate, manage.py rebuild_search"
