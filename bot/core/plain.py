"""A message as the rules read it: small letters, no disguise, one spelling for each word, nothing that means nothing.

In a plain text words stand apart by a space, or by a comma where the writer put a comma, dash or bracket, and sentences
by `` . ``. ``I'm... gonna k1ll meself!!`` becomes ``i am . going to kill myself``.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from bot.core.dialect import KEY_WORDS, MENDINGS, SAME, is_filler, key_words_by_length

_LOOKALIKES = str.maketrans(
    "аеорсухівкмнтзбдгіјѕԁɡɩʟⅼοαεικνρτυχβγηωσςδλμπϲᴀʙᴄᴅᴇғɢʜɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢłøđıƙɭʍɑ",
    "aeopcyxibkmht36drijsdgilioaeikvptuxbynwoсdlmпcabcdefghijkmnoprstuvwyzlodiklma".replace("с", "s").replace("п", "p"),
)
_LOOKALIKES_OF_EITHER_SIZE = {
    ord(alike): letter
    for small, meant in _LOOKALIKES.items()
    for alike, letter in ((chr(small), chr(meant)), (chr(small).upper(), chr(meant).upper()))
    if len(alike) == 1
}
_LEET = str.maketrans("013457@$!|*", "oieast" + "asil*")
_EMOJI = {"💀": " dead ", "☠": " dead ", "⚰": " grave ", "🪦": " grave ", "🔫": " gun ", "💊": " pills "}
_TAG = re.compile(
    r"</?(?:b|i|u|s|p|a|em|strong|br|div|span|at|code|pre|ul|ol|li|del|font|h[1-6])(?:\s[^<>]{0,200})?/?>|<[@#!][^<>\s]{0,80}>"
)
_LINK = re.compile(r"<?https?://[^\s|>]{1,300}\|?")
_TOKEN = re.compile(r"[a-z0-9@$*]+(?:['!|*@$][a-z0-9@$*]+)*|&|[.?!;:\n\r…]+|[,\-–—()\[\]{}/\"\\]+")
_SPACED = re.compile(r"(?<![a-z0-9])[a-z0-9@$!](?:[ .\-_*~/,|]{1,2}[a-z0-9@$!]){3,60}(?![a-z0-9])")
_LONG = re.compile(r"(.)\1{2,40}")  # in words of forty letters at most
_TWO_MEANS_TO = frozenset(
    """die live be b kill end do go hurt harm take wake sleep talk tlk tell b4 finish jump exist say stop""".split()
)
_FOUR_MEANS_FOR = frozenset("""me my good ever help it someone a an the u you""".split())
_WILL = frozenset(
    """be do kill end just never not die go take finish have always probably jump hang b soon wait make tell""".split()
)
_WOULD = frozenset(
    """rather sooner be like love do end kill have never not just die go prefer want jump take give wish""".split()
)
_AH = frozenset(
    """am do dont dinnae dinna divvent want wanna wish will would have just cannae canna cant cannot wad need hope
    feel think thought was were reckon wud keep might hev""".split()
)
_AM = frozenset(
    """not no done so going goin gannin gonna in at the a an feeling really proper only just tired sick scared off
    sorry reet suicidal still near that too on having thinking""".split()
)
_PAIRS = {
    ("for", "ever"): "forever", ("any", "more"): "anymore", ("any", "longer"): "anymore", ("my", "self"): "myself",
    ("me", "self"): "myself", ("me", "sel"): "myself", ("him", "self"): "himself", ("her", "self"): "herself",
    ("self", "harm"): "selfharm", ("self", "harming"): "selfharming", ("self", "harmed"): "selfharmed",
    ("self", "harms"): "selfharm", ("self", "injury"): "selfharm", ("self", "injuring"): "selfharming",
    ("good", "bye"): "goodbye", ("good", "byes"): "goodbye", ("over", "dose"): "overdose",
    ("sewer", "slide"): "suicide",
    ("un", "alive"): "unalive", ("un", "aliving"): "unaliving", ("to", "night"): "tonight",
    ("dw", "i"): "dwi", ("dwi", "i"): "dwi",
}  # fmt: skip
_JOINED_WORDS = frozenset(KEY_WORDS) | frozenset(
    """i am a to want end my it me die be not do can help going gonna wanna the of all go on live in this no with
    is off hate wish was were here have will cant dont im ive gonna cut hurt harm jump self take own over more
    any feel so tired""".split()
)


REPEATS = 12
"""How often a word is kept that follows itself on and on: more often than any sign or denial has words in its gaps."""


def plain(text: str) -> str:
    """*text* in the form the rules are written for; takes time in proportion to its length."""
    words: list[str] = []
    gaps: list[str] = []  # what stands before each word
    gap, run = " ", 0
    for token in _tokens(_undisguised(text)):
        if not token[0].isalnum() and token[0] not in "@$*&":
            ends = token[0] in ".?!;:\n\r…"
            gap = " . " if ends else ("," if gap == " " else gap)
            continue
        for word in _expanded(token, words):
            before = words[-1] if words else ""
            pair = _PAIRS.get((before, word)) if gap != " . " else None
            if pair is not None:
                words[-1] = pair
            elif not is_filler(word, before):
                run = run + 1 if word == before and gaps[-1:] == [gap] else 0
                if run < REPEATS:
                    words.append(word)
                    gaps.append(gap)
                gap = " "
    return "".join(part for pair in zip(gaps, words, strict=True) for part in pair).strip(" .,")


def legible(text: str) -> str:
    """*text* as a person sees it: no letters of other alphabets that look like ours, nothing that has no width."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if unicodedata.category(c) != "Cf").translate(_LOOKALIKES_OF_EITHER_SIZE)


def sentences(text: str) -> list[str]:
    """*text* as it was typed, cut where sentences and lines end; the pieces hold no more than 300 characters."""
    pieces = (piece.strip() for piece in re.split(r"(?<=[.?!…;])\s+|[\n\r]+", text))
    return [piece[at : at + 300] for piece in pieces if piece for at in range(0, len(piece), 300)]


def _undisguised(text: str) -> str:
    if not text.isascii():
        for sign, word in _EMOJI.items():
            text = text.replace(sign, word)
    if "<" in text or "&" in text:
        text = _LINK.sub(
            " ", _TAG.sub(lambda tag: " " if "br" in tag[0] or "p" in tag[0] else "", html.unescape(text).lower())
        )
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("ʼ", "'"))
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    text = text.lower()
    if not text.isascii():
        text = text.translate(_LOOKALIKES)
    text = text.replace("`", "'").replace("´", "'")
    return _SPACED.sub(_closed_up, text)


def _closed_up(spaced: re.Match[str]) -> str:
    """``k i l l  m y s e l f`` as words; left alone when no words come of it, as in a list of grades."""
    joined = "".join(c for c in spaced[0] if c.isalnum() or c in "@$!").translate(_LEET)
    parted = _parted(joined)
    return spaced[0] if parted is None else " ".join(parted)


def _parted(joined: str) -> list[str] | None:
    """*joined* cut into known words, with at least one key word among them; None when it cannot be."""
    best: list[list[str] | None] = [[]] + [None] * len(joined)
    for end in range(1, len(joined) + 1):
        for start in range(max(0, end - 14), end):
            head = best[start]
            if head is not None and joined[start:end] in _JOINED_WORDS:
                known = best[end]
                if known is None or len(known) > len(head) + 1:
                    best[end] = [*head, joined[start:end]]
    found = best[-1]
    return found if found and any(word in KEY_WORDS or word in ("die", "harm", "hurt") for word in found) else None


def _tokens(text: str) -> Iterator[str]:
    found = _TOKEN.findall(text)
    for at, token in enumerate(found):
        if token in _HANGING:
            after = found[at + 1] if at + 1 < len(found) else ""
            before = found[at - 1] if at else ""
            yield _in_context(token, before, after)
        else:
            yield token


_HANGING = frozenset("2 4 b ill id ah aa a am wi bleeding bleedin kms".split())


def _in_context(token: str, before: str, after: str) -> str:
    """What *token*, one of ``_HANGING``, means between its neighbours."""
    if token == "2" and after in _TWO_MEANS_TO:  # noqa: S105 -- a digit, not a password
        return "to"
    if token == "4" and after in _FOUR_MEANS_FOR:  # noqa: S105
        return "for"
    if token == "b" and before in ("2", "to", "not", "ill", "i'll", "wont", "will"):  # noqa: S105
        return "be"
    if token == "ill" and after in _WILL and before not in ("am", "im", "i'm", "feel", "was"):  # noqa: S105
        return "i'll"
    if token == "id" and after in _WOULD:  # noqa: S105
        return "i'd"
    if token in ("ah", "aa", "a") and after in _AH:
        return "i"
    if token == "am" and before not in ("i", "ah", "aa", "a") and after in _AM:  # noqa: S105
        return "im"
    if token == "wi" and after not in ("di", "'di", "n", "'n", "yn", "ddim", "moyn", "isie", "wedi"):  # noqa: S105
        return "with"
    if token in ("bleeding", "bleedin") and after in ("badly", "out", "heavily", "everywhere", "a", "from"):
        return "losing blood"
    if token == "kms" and before.isdigit():  # noqa: S105
        return "kilometres"
    return token


def _expanded(token: str, so_far: list[str]) -> tuple[str, ...]:
    """The words *token* stands for; ``i am`` only once, also after ``i``."""
    if len(token) > 40:
        token = token[:40]
    found = SAME.get(token)
    if found is None:
        bare = (token[:-2] if token.endswith("'s") else token).replace("'", "")
        found = SAME.get(bare) or (_mended(bare),)
    if len(found) == 1 and " " in found[0]:
        found = tuple(found[0].split())
    return found[1:] if len(found) > 1 and found[0] == "i" and so_far[-1:] == ["i"] else found


def _mended(word: str) -> str:
    if word in MENDINGS:
        return MENDINGS[word]
    if word.isalpha() and len(word) < 8:
        if _LONG.search(word):
            return _shortened(word)
        return word
    if any(c in "0134578@$!|*" for c in word) and any(c.isalpha() for c in word):
        return _unmasked(word)
    if _LONG.search(word):
        return _shortened(word)
    if len(word) >= 8 and word not in KEY_WORDS:
        parted = _parted(word)
        if parted is not None and len(parted) > 1:
            return " ".join(parted)
    return word


def _shortened(word: str) -> str:
    once, twice = _LONG.sub(r"\1", word), _LONG.sub(r"\1\1", word)
    for shorter in (twice, once):
        known = SAME.get(shorter) or ((MENDINGS.get(shorter, shorter),) if _known(shorter) else None)
        if known:
            return " ".join(known)
    return once


def _known(word: str) -> bool:
    return word in _JOINED_WORDS or word in MENDINGS


def _may_be(key: str, guess: str) -> bool:
    """Whether *guess*, which is as long and has stars for letters, may stand for *key*."""
    ends = key.startswith(guess.partition("*")[0]) and key.endswith(guess.rpartition("*")[2])
    return ends and all(letter in (meant, "*") for meant, letter in zip(key, guess, strict=True))


def _unmasked(word: str) -> str:
    for one in ("i", "l") if "1" in word else ("",):
        guess = word.replace("1", one).translate(_LEET)
        if "*" in guess:
            meant = [key for key in key_words_by_length().get(len(guess), ()) if _may_be(key, guess)]
            if guess.strip("*") and len(meant) == 1:
                return meant[0]
            guess = guess.replace("*", "")
        same = SAME.get(guess)
        if same:
            return " ".join(same)
        if _known(guess):
            return MENDINGS.get(guess, guess)
    if re.fullmatch(r"[a-z]+[013]{1,2}[a-z]+(?:[013][a-z]+)*", word):  # a digit inside a word, as in tak3n
        return word.translate(_LEET)
    parts = re.split(r"[!|@$*]", word)
    return " ".join(part for part in parts if part) or word
