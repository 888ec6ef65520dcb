from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

SCRIPTED_SVG = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def pictures(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "products").mkdir(parents=True)
    (tmp_path / "secret.key").write_text("canary")
    return tmp_path / "media"


def test_a_live_process_says_so_without_the_database(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}


@pytest.mark.django_db
def test_a_ready_process_tells_the_outbox_backlog(client: Client) -> None:
    assert client.get("/health/ready").json() == {"status": "ready", "outbox_backlog": 0}


@pytest.mark.django_db
def test_metrics_are_for_this_machine_only(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403


@pytest.mark.django_db
def test_a_picture_is_served_in_a_sandbox(client: Client, pictures: Path) -> None:
    (pictures / "products" / "drum.svg").write_text(SCRIPTED_SVG)
    response = client.get("/media/products/drum.svg")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "../secret.key",
        "..%2fsecret.key",
        "products/../../secret.key",
        "products",
        "none.svg",
        "page.html",
        "a%00.svg",
        "a" * 300 + ".png",
    ],
)
def test_nothing_but_pictures_leaves_the_media_folder(client: Client, pictures: Path, name: str) -> None:
    (pictures / "page.html").write_text("<script>alert(1)</script>")
    response = client.get(f"/media/{name}")
    assert response.status_code in {400, 404}
    assert b"canary" not in response.content


@pytest.mark.django_db
def test_metrics_are_off_unless_the_installation_switches_them_on(client: Client, settings: Settings) -> None:
    settings.METRICS = False
    assert client.get("/metrics").status_code == 404
