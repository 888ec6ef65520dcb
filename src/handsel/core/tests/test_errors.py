"""A refusal has a code for machines, facts for messages, a status for HTTP."""

from handsel.core.errors import DomainError, NotFound, StaleVersion


def test_a_refusal_says_its_facts_in_words() -> None:
    refusal = StaleVersion(what="ofr-1")
    assert (refusal.code, refusal.http_status, refusal.facts) == ("stale_version", 409, {"what": "ofr-1"})
    assert str(refusal) == "Somebody changed ofr-1 in the meantime."


def test_braces_in_a_fact_are_only_text() -> None:
    assert str(NotFound(what="{nobody} {0}")) == "{nobody} {0} was not found."


def test_every_refusal_is_a_domain_error() -> None:
    assert issubclass(NotFound, DomainError)
