"""One spelling for each word: what dialect, dictation, text speak and short forms stand for, typing errors mended.

Only words that the signs of danger are written with matter here; anything else may stay as it was typed.
"""

from collections.abc import Iterator
from functools import lru_cache

_SAME = """
i am: im ahm i'm
i have: ive i've aa've ah've
i would: i'd
i will: i'll
do not: dont don't donr donot dno't d'ont dotn odnt dinnae dinna divvent divvint divnt dnt doan't
does not: doesnt doesn't disnae dusnt
did not: didnt didn't didnae didna
can not: cant can't cannot cannae canna cnt carnt
could not: couldnt couldn't cudnt couldnae
will not: wont won't willnae winnae wullnae
would not: wouldnt wouldn't wudnt wouldnae widnae
should not: shouldnt shouldn't
is not: isnt isn't isnae aint ain't
am not: amnt amnae
are not: arent aren't arenae
was not: wasnt wasn't wisnae wasnae
were not: werent weren't
have not: havent haven't havnt havenae
has not: hasnt hasn't
had not: hadnt hadn't
he is: hes he's
she is: shes she's
they are: theyre they're
you are: youre you're
it is: its it's
that is: thats that's
there is: theres there's
what is: whats what's
who is: whos who's
who would: whod who'd
he will: he'll
she will: she'll
they will: they'll theyll
they would: they'd
she would: she'd
it will: it'll itll
you will: you'll youll
want to: wanna wana wannae wanny
want: wnt wahnt
going to: gonna gunna gona gonnae ganna gnna gna
going: goin gannin gannen gooin goan gooing
trying to: tryna
got to: gotta
have to: hafta
myself: meself mesel mesen missen maself masel mysel miself myslf meslf mahself mesell myselves me-self
himself: hissel hisself himsel hisen
herself: hersel
themselves: themself themsels theirselves
dead: deid ded jed daed deda
no: nae nee naw
more: mair
anymore: anymair nomore
nothing: nowt nuttin nuffin nuthin nottin
anything: owt anythin
something: summat sumthin somethin summink smth
tonight: tonite tonyt 2nite 2night 2nyt tonigh 2nyte
tomorrow: tomorra tmrw tmw 2moro 2morrow 2moz tomoz tommorow tomorow
to: tae
too: toooo
of: ov
with: wiv
without: wi'out w/out withoot wivout
and: n nd an' &
you: u yer youse yous ya yow
your: ur
are: r
because: cos coz cuz bcos bc cause
been: bin
what: wot wat
when: wen
before: b4
for: fer
someone: sum1 some1 sumone
anyone: any1
no one: no1 noone
everyone: every1 evry1 evryone everybody
nobody: nobdy noby naebody naebdy
tell: tel
telling: tellin
head: heid heed
life: lyf lyfe
live: liv
living: livin livn lving
alive: aliv alve alvie alvei
thoughts: thorts thawts thorghts thots thoughs
thinking: thinkin thinkn thnkn thinkng
think: fink thnk
feeling: feelin feeln
taking: takin
having: havin avin
doing: doin daein dain
ending: endin
killing: killin
dying: dyin
hurting: hurtin
harming: harmin
cutting: cuttin
waking: wakin wakkin
wishing: wishin
being: bein
carrying: carryin
saying: sayin
planning: plannin planing
sitting: sittin
getting: gettin gettn
struggling: strugglin
coping: copin
drinking: drinkin
crying: cryin
die: dei d1e
suicide: suicied suicde suiside sewerslide sewercide sueyside suislide suacide sewiside sooicide suey
suicidal: sewercidal suicdal suicidle suicical sewersidal sidal suicidel
kill myself: kms
kill: kll kil kikl klil
overdose: od
overdosed: oded
would: wud wid
could: cud
should: shud
really: rly
people: ppl
probably: prolly
please: pls plz plis
thanks: thx ta
mum: mam
children: bairns weans
"""
_FILLERS = frozenset(
    """just really honestly literally actually seriously simply basically genuinely truly kinda kind sorta proper
    properly fucking fuckin fkn fking effing bloody bleeding fuck fuckn frigging goddamn damn totally absolutely
    completely quite so very super even still only honest tbh ngl lol lmao haha ha x xx xxx please mate pal bab
    hun hinny like sometimes always often usually well also maybe perhaps probably possibly constantly constant
    sort now right bluntly frankly candidly ever finally quietly secretly desperately badly definitely certainly
    already yeah""".split()
)
"""Words that change nothing about whether a message is a sign; dropped, so that the rules need fewer gaps."""

_NOT_FILLER_AFTER = {
    "like": frozenset({"would", "feel", "feeling", "felt", "feels", "look", "looks", "sound", "id", "not", "do", "on"}),
    "kind": frozenset({"a", "be", "what", "some", "this", "that", "any"}),
    "sort": frozenset({"a", "to", "can", "will", "some", "what", "this", "that", "get"}),
    "well": frozenset({"yn", "as", "very", "not", "get", "getting", "all", "doing", "going"}),
    "right": frozenset({"the", "not", "all", "is", "was"}),
    "now": frozenset({"right", "by", "until", "till"}),
    "ever": frozenset({"for"}),
    "only": frozenset({"the", "if", "my"}),
    "mate": frozenset({"my", "a", "me", "our", "his", "her", "best", "crew", "old", "good"}),
    "pal": frozenset({"my", "a", "me", "our", "old"}),
    "so": frozenset({"and", "or"}),
    "hun": frozenset({"fy", "yn", "ei", "dy", "fi", "eu", "fyn"}),
}

KEY_WORDS = [
    "suicide",
    "suicidal",
    "suicides",
    "killing",
    "myself",
    "himself",
    "herself",
    "themselves",
    "overdose",
    "overdosed",
    "goodbye",
    "alive",
    "anymore",
    "tablets",
    "paracetamol",
    "existing",
    "exist",
    "burden",
    "forever",
    "harming",
    "hurting",
    "worthless",
    "hopeless",
    "thoughts",
    "ending",
    "tonight",
    "bridge",
    "breathing",
    "living",
    "nothing",
    "everyone",
    "without",
    "better",
    "wake",
    "dying",
    "dead",
    "kill",
    "pills",
    "life",
    "want",
    "selfharm",
    "hanging",
    "noose",
    "ligature",
    "hebdda",
    "hunanladdiad",
    "marw",
    "lladd",
    "bywyd",
    "eisiau",
]
"""Words worth mending when one letter of them is dropped, doubled, swapped or mistyped."""

_REAL = frozenset(
    """alice alike ant awake ake banging batter bending biding bill billing bills bitter breaching bride bridged
    bridges bridget burdens burdon buren butter bwyd changing charming clive dad daed dea dean ding diving doing
    dread drying dyeing endings exists exit exiting exits eying farming fending fill filling fills fridge gills
    giving goodbyes goose handing hangings harding harping hills homeless hunting hurling hurtling ill killings
    kills krill lad ladd lending letter lie lies lifer lifes liking lining live loose loving lying mar maw
    mending mill milling mills moose mothing noise norse nose nothings noting notting olive overdoses pending
    piles pill pillow polls pulls ranging rending ridge sending skill skilling spills tables tablet tending tent
    thought tonights tying vending vying wakes waken wan wants wanton warming wat wending will willing wills
    wreathing ying""".split()
)
"""Real words one letter away from a key word: never mended."""


def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in _SAME.strip().splitlines():
        meant, _, typed = line.partition(":")
        for word in typed.split():
            table[word] = tuple(meant.split())
            table.setdefault(word.replace("'", ""), tuple(meant.split()))
    for word in ("ill", "id", "hell", "shell", "an", "ya"):  # words of their own once the apostrophe is gone
        table.pop(word, None)
    return table


def _near(word: str) -> Iterator[str]:
    """Everything one typing error away from *word*: a letter dropped, swapped, doubled, added or changed."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            if tail and len(word) > 4:
                yield head + letter + tail[1:]


def _mendings() -> dict[str, str]:
    mendings: dict[str, str] = {}
    keys = set(KEY_WORDS)
    for word in KEY_WORDS:
        for wrong in _near(word):
            if len(wrong) >= 3 and wrong not in keys and wrong not in _REAL:
                mendings.setdefault(wrong, word)
    return mendings


SAME = _table()
MENDINGS = _mendings()


def is_filler(word: str, before: str) -> bool:
    """Whether *word*, coming after *before*, can be left out without changing what is meant."""
    return word in _FILLERS and before not in _NOT_FILLER_AFTER.get(word, ())


@lru_cache(maxsize=1)
def key_words_by_length() -> dict[int, tuple[str, ...]]:
    """For words with letters starred out."""
    lengths = {len(word) for word in KEY_WORDS}
    return {length: tuple(word for word in KEY_WORDS if len(word) == length) for length in lengths}
