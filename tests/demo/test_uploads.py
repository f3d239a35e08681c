"""Pictures are there in the demo, as behind a web server."""

import pytest


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "documents"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.png").write_bytes(b"picture")


def test_picture_is_served(client, uploads):
    answer = client.get("/media/images/one.png")
    assert (answer.status_code, answer.getvalue(), answer["Content-Type"]) == (200, b"picture", "image/png")


@pytest.mark.parametrize(
    "path", ["documents/one.png", "/documents/one.png", "images/../documents/one.png", "images/", "images/none.png"]
)
def test_documents_and_folders_are_not(client, uploads, db, path):
    assert client.get(f"/media/{path}").status_code == 404
