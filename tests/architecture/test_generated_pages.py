from tools.states import pages


def test_the_state_and_rights_pages_say_what_the_tables_say() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run make states"
