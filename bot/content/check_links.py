"""Addresses and telephone numbers: only those that people may be sent to."""

import difflib
import ipaddress
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.content import said
from bot.content.document import Document
from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.problems import Problem, Severity, shown
from bot.content.source import Content, File
from bot.core import pinned
from bot.core.knowledge import Contact

LONGEST_ADDRESS = 2000
"""Teams opens no longer one from a button; Slack takes 3,000 letters."""

PINNED_NUMBERS = {"crisis-line": pinned.NUMBER, "emergency": pinned.EMERGENCY}
"""The contacts whose numbers stand in code as well, by id."""
ALWAYS_APPROVED = ("999", "111", "101")
PRESS_LINES = ("020 3276 3803", "07803 903686")
"""NPCC press lines that stand in the source documents: for journalists, never for officers."""

OUT_OF_DATE = {
    "oscarkilo.org.uk/mental-health-crisis-line-policing": "https://www.oscarkilo.org.uk/crisis-line",
}
"""Pages that still exist but are wrong, and what to link instead."""

_BEHIND_THE_SITE = re.compile(
    r"(^|\.)aws\.|amazonaws\.com$|azurewebsites\.net$|cloudfront\.net$|herokuapp\.com$|"
    r"\.(local|internal|intranet|lan|test|invalid|localhost)$|(^|\.)pnn\.police\.uk$|^(localhost|staging|test|dev|preprod|production)(\.|$)"
)
_FIELDS = ("url", "register", "recording")
_SHORTENED = frozenset({"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rb.gy", "cutt.ly"})
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]”\"]+")
_LONG_NUMBER = re.compile(r"(?<![\w/.-])(?:\+|\()?\d[\d ()\u00a0-]{7,}\d(?![\w/-])")
_SHORT_NUMBER = re.compile(
    r"(?:\b(?:ring|call|phone|dial|text|tel|telephone|contact|to|on|number|line|ffoniwch|tecstiwch|ffonio)\b[: ]+)"
    r"(\d{3} \d{3}|\d{3,6})(?![\d:/]|\.\d|\s?(?:am|pm|%|minutes|days|weeks|hours|people|officers|words))\b",
    re.IGNORECASE,
)
_SIX = re.compile(r"(?<![\d/] )(?<![\w/.:-])\d{3} \d{3}(?![\d:/]| \d)")


def problems(content: Content) -> Iterator[Problem]:
    """Links that must not go out, and numbers that nobody approved."""
    for file in content.files:
        if file.sort is not Sort.CHANNELS:
            for loc, text in file.document.texts():
                if loc and loc[-1] in _FIELDS:
                    yield from _address(file.document, loc, text, text)
                elif loc and loc[-1] in said.SAID:
                    for found in _ADDRESS.finditer(text):
                        yield from _address(file.document, loc, found[0].rstrip(".,;"), found[0])
    yield from _misspelt_hosts(content)
    yield from _numbers(content)
    yield from _contacts(content)


def _address(document: Document, loc: Loc, address: str, written: str) -> Iterator[Problem]:
    spot = document.find(loc, written)
    if address.startswith("www."):
        address = f"https://{address}"  # as people say it, and as it is shown: no link
    if not address.startswith("https://"):
        if loc[-1] not in _FIELDS:  # for those the model says it
            yield document.problem(spot, f"the address {shown(address, 60)} must start with https://")
        return
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        yield document.problem(spot, f"{shown(address, 60)} is not a whole address")
        return
    if reason := _refused(host, parts.path, bool(parts.username or port)):
        yield document.problem(spot, f"the address {shown(address, 60)} must not be published: {reason}")
    elif len(address) > LONGEST_ADDRESS:
        yield document.problem(
            spot, f"this address is {len(address)} letters long; Teams opens {LONGEST_ADDRESS} at most"
        )


def _refused(host: str, path: str, peculiar: bool) -> str | None:
    """Why nobody may be sent to *host*."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return "it is a machine's number, not the name of a site"
    if "." not in host or peculiar or _BEHIND_THE_SITE.search(host):
        return "it is a machine behind a site; use the address that people see in their browser"
    if host in _SHORTENED:
        return "it hides where it leads; use the full address"
    page = f"{host.removeprefix('www.')}{path.rstrip('/')}"
    if page in OUT_OF_DATE:
        return f"that page is out of date; use {OUT_OF_DATE[page]}"
    if not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", host):
        return "its name has letters in it that web addresses do not have"
    return None


def _misspelt_hosts(content: Content) -> Iterator[Problem]:
    links = [(file, loc, url) for file, loc, url in said.links(content, "url") if url.startswith("https://")]
    counts = Counter(_site(url) for _, _, url in links)
    known = [site for site, count in counts.items() if count >= 2]
    for file, loc, url in links:
        site = _site(url)
        if counts[site] == 1 and (near := difflib.get_close_matches(site, known, n=1, cutoff=0.88)):
            sentence = f"{shown(site)} is used only here; did you mean '{near[0]}'?"
            yield file.document.problem(file.document.find(loc, site), sentence, Severity.WARNING)


def _site(url: str) -> str:
    return url.removeprefix("https://").partition("/")[0].lower().removeprefix("www.")


def digits(number: str) -> str:
    """*number* as dialled within the UK."""
    plain = re.sub(r"\D", "", number.replace("(0)", ""))
    return (
        f"0{plain[2:]}" if number.strip().startswith("+44") or (plain.startswith("44") and len(plain) == 12) else plain
    )


def _numbers(content: Content) -> Iterator[Problem]:
    contacts = [contact for _, _, contact in content.items(Contact)]
    if not any(file.sort is Sort.CRISIS and file.value for file in content.files):
        return  # without the list nothing can be compared with it
    approved = {digits(contact.number): contact.number for contact in contacts}
    approved |= {digits(number): number for number in (*ALWAYS_APPROVED, pinned.NUMBER)}
    for file, loc, text in said.texts(content):
        if loc[0] == "contacts" and loc[-1] == "number":
            continue
        for written in numbers_in(text):
            if digits(written) not in approved:
                yield _unapproved(file, loc, written, list(approved.values()))


def numbers_in(text: str) -> Iterator[str]:
    """What reads like a telephone number in *text*."""
    plain = _ADDRESS.sub(" ", text)
    long = [found[0] for found in _LONG_NUMBER.finditer(plain) if _dialled(found[0])]
    yield from long
    rest = _LONG_NUMBER.sub(lambda found: " " * len(found[0]) if _dialled(found[0]) else found[0], plain)
    short = {found[1] for found in _SHORT_NUMBER.finditer(rest) if not re.fullmatch(r"(19|20)\d\d", found[1])}
    yield from short | {found[0] for found in _SIX.finditer(rest)}


def _dialled(written: str) -> bool:
    plain = digits(written)
    return 8 <= len(plain) <= 13 and (plain.startswith("0") or written.startswith("+"))


def _unapproved(file: File, loc: Loc, written: str, approved: list[str]) -> Problem:
    spot = file.document.find(loc, written)
    if digits(written) in map(digits, PRESS_LINES):
        return file.document.problem(spot, f"{shown(written)} is a press line, for journalists only; take it out")
    near = difflib.get_close_matches(digits(written), [digits(number) for number in approved], n=1, cutoff=0.75)
    meant = next((number for number in approved if near and digits(number) == near[0]), None)
    sentence = f"the number {shown(written)} is not among the contacts in crisis.yaml"
    sentence += f"; did you mean '{meant}'?" if meant else "; add it there with its source, or take it out"
    return file.document.problem(spot, sentence)


def _contacts(content: Content) -> Iterator[Problem]:
    for file, loc, contact in content.items(Contact):
        if contact.id in PINNED_NUMBERS:
            continue  # ``check_crisis`` compares it with the one in code
        spot = file.document.spot((*loc, "number"))
        plain = digits(contact.number)
        if plain in map(digits, PRESS_LINES):
            sentence = f"{shown(contact.number)} is a press line, for journalists only; it cannot be a contact"
            yield file.document.problem(spot, sentence)
        elif not re.fullmatch(r"[\d +()-]+", contact.number):
            yield file.document.problem(spot, f"'number' must hold digits and spaces only, not {shown(contact.number)}")
        elif not _whole(plain):
            sentence = (
                f"{shown(contact.number)} has {len(plain)} digits, so it cannot be dialled; check it at its source"
            )
            yield file.document.problem(spot, sentence)


def _whole(plain: str) -> bool:
    """Whether a number of these digits can exist in the UK."""
    if not plain.startswith("0"):
        return len(plain) in (3, 5, 6)
    lengths = {"01": (10, 11), "08": (8, 10, 11)}
    return len(plain) in lengths.get(plain[:2], (11,))
