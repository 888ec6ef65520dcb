"""Words as search and sorting compare them: without accents, case and punctuation that nobody types."""

import re
import unicodedata
from collections.abc import Iterable

MAX_TERMS = 8
MAX_TERM_LENGTH = 60
MAX_TOKEN_LENGTH = 200
# Below this length a part of a word has no trigram, so only beginnings of words are looked up.
SHORTEST_PART = 3
# Shorter words have too little to be like, and nobody mistypes longer ones.
SHORTEST_SIMILAR, LONGEST_SIMILAR = 3, 40

SPACE = re.compile(r"\s+")
# What PostgreSQL cannot store: NUL and halves of surrogate pairs.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NOT_A_WORD = re.compile(r"[\W_]+")
LIKE_SIGNS = re.compile(r"([\\%_])")


def plain(text: str) -> str:
    """`text` without accents and case, single-spaced: *Größe  M8* becomes *grosse m8*."""
    decomposed = unicodedata.normalize("NFKD", UNSTORABLE.sub(" ", text))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return SPACE.sub(" ", letters.casefold()).strip()


def tokens(texts: Iterable[str]) -> list[str]:
    """Every word of plain texts, and every text without a space as a whole, such as a SKU; once each."""
    found: dict[str, None] = {}
    for text in texts:
        for word in (*NOT_A_WORD.split(text), *text.split(" ")):
            if word:
                found.setdefault(word[:MAX_TOKEN_LENGTH])
    return list(found)


def terms(text: str) -> list[str]:
    """What somebody typed, as plain terms that all must be found."""
    return [term[:MAX_TERM_LENGTH] for term in plain(text).split(" ")[:MAX_TERMS] if term]


def can_be_mistyped(term: str) -> bool:
    """Whether words much like `term` may be meant by it."""
    return SHORTEST_SIMILAR <= len(term) <= LONGEST_SIMILAR


def like_part(term: str) -> str:
    """A LIKE pattern that finds `term` anywhere."""
    return "%" + LIKE_SIGNS.sub(r"\\\1", term) + "%"


def prefix_query(term: str) -> str:
    """A tsquery that finds words beginning with `term`."""
    quoted = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':*"
