#!/bin/sh
# backup.sh FOLDER: copy database and uploads into a new folder below FOLDER, while the portal runs.
# Reads DATABASE_URL and PORTAL_DATA_DIR like the portal. The search index is not in it: it is made anew.
set -eu
: "${1:?usage: backup.sh FOLDER}" "${DATABASE_URL:?}" "${PORTAL_DATA_DIR:?}"
umask 077
target="$1/linli-$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$1"
mkdir "$target.part"
# The database first: a file that is uploaded between the two is then at worst one too many.
pg_dump --format=custom --no-owner --dbname="$DATABASE_URL" --file="$target.part/database.dump"
mkdir -p "$PORTAL_DATA_DIR/media"
tar -C "$PORTAL_DATA_DIR" -czf "$target.part/media.tar.gz" media
mv "$target.part" "$target"
echo "$target"
