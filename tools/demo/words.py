"""Texts in two languages, written in the data files as "English|Deutsch"."""

import re
import unicodedata
from dataclasses import dataclass

EN, DE = "en_US", "de_DE"
LOCALES = (EN, DE)

_FRACTION = re.compile(r"(?<=\d)\.(?=\d)")
_PLAIN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "\u00d7": "x", "µ": "u"}
)
_STANDARD = re.compile(r"^(EN|ISO|DIN|IEC|IP|USB|Wi-Fi|TIA|GL|GLS|PG|TCP|HTTP)\b")


@dataclass(frozen=True, slots=True)
class Words:
    en: str
    de: str

    def __add__(self, other: "Words") -> "Words":
        return Words(self.en + other.en, self.de + other.de)

    def of(self, locale: str) -> str:
        return self.en if locale == EN else self.de

    @property
    def same(self) -> bool:
        return self.en == self.de


def words(text: str) -> Words:
    """Split "English|Deutsch"; a single text serves both, with a decimal comma in German."""
    if "|" in text:
        english, german = text.split("|")
        return Words(english.strip(), german.strip())
    return Words(text, text if _STANDARD.match(text) else _FRACTION.sub(",", text))


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
