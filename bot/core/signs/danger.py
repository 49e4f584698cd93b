"""Signs of danger from others, or of a medical emergency, happening now."""

from bot.core.signs.sign import Sign, sign

_WHO = r"(?:he|she|they|husband|wife|partner|boyfriend|girlfriend|ex|fella|dad|brother|mum|stalker|somebody|someone|in laws)"
_TO_ME = r"(?:me|us|the kids|the bairns|my (?:kids|children|family|mum|daughter|son))"
_JOB = (
    r"suspect|offender|victim|ip|caller|log|scene|job|custody|detainee|arrest\w*|charge\w*|patrol|training|scenario|exercise|session|policy|dash|darac|marac|statement|crime report|cps|court|case|sentenc\w*|"
    r"commendation|laugh\w*|lol|haha|banter|sarge|skipper|sergeant|inspector|boss|mum will kill|dad will kill|if i (?:miss|forget|am late|do not book|eat)|if we (?:miss|forget)|auditor|youtuber|protest\w*"
)

SIGNS: tuple[Sign, ...] = (
    sign(
        "threatened with death",
        rf"{_WHO} (?:\w+ ){{0,4}}(?:(?:going to|gonna|threat\w+ to|tried to|try(?:ing)? to|says? (?:he|she|they) (?:will|is going to|are going to)|said (?:he|she|they) (?:would|will|is going to|was going to|are going to)|wants to|will) (?:kill|murder|shoot|stab|strangle|burn|finish) {_TO_ME})",
        unless=_JOB,
        says=(
            "he says he'll kill me if I call it in",
            "my husband is going to kill me",
            "my partner's threatened to kill me",
        ),
        not_when=("the sarge is going to kill me if the file's late", "mum will kill me if I miss Sunday lunch"),
    ),
    sign(
        "being attacked",
        rf"{_WHO} (?:\w+ ){{0,3}}(?:hitting|punching|strangl(?:ed|ing)|chok(?:ed|ing)|beat(?:ing)?|attack(?:ed|ing)|hurt(?:ing)?|smashing) (?:\w+ )?{_TO_ME}(?= (?:and|again|now|tonight|last night|when|so|up)|$| \.|,)|{_WHO} (?:\w+ ){{0,3}}(?:will not|not letting|would not|does not|refuses to)(?: let)? (?:me|us) (?:leave|out|go)|"
        rf"{_WHO} (?:\w+ ){{0,4}}(?:at|outside|kicking|banging|breaking|smashing|coming|trying to get) (?:\w+ ){{0,5}}(?:knife|gun|weapon|machete|axe|hammer|bat|door down|in the house|in my house|through the door)|"
        r"(?:i am|we are) (?:hiding|locked|trapped|barricaded|being held) (?:\w+ ){0,4}(?:bathroom|toilet|bedroom|cupboard|from (?:him|her|them)|and (?:he|she|they)|with (?:the kids|him))",
        unless=_JOB,
        says=(
            "he's outside with a knife",
            "he's hurt me and won't let me leave",
            "I'm hiding in the bathroom from him",
            "she strangled me last night",
        ),
        not_when=("suspect outside with a knife, nearest ARV?", "the boss won't let me leave early"),
    ),
    sign(
        "a medical emergency",
        r"(?:i |i am |my |he |she |crewmate |colleague |\w+ )(?:is |has |have |can not )?(?:\w+ ){0,2}(?:collapsed and (?:is |not )|not breathing|stopped breathing|is unconscious|get (?:my|his|her) breath|losing blood|having (?:a )?(?:heart attack|stroke|seizure))|(?:chest|arm) (?:\w+ ){0,3}(?:tight|pain|numb|crushing) (?:\w+ ){0,5}(?:breath|numb|arm|alone)",
        unless=_JOB
        + r"|male|female|member of the public|patient|cpr (?:course|training)|first aid (?:course|refresher|training)|kit|laughing|bleep test|hill|first aid|stairs|process|stats|report",
        says=(
            "my crewmate's collapsed and isn't breathing right",
            "my chest has gone tight, left arm numb",
            "I'm bleeding badly",
        ),
        not_when=("first aid course, what to do if someone is not breathing",),
    ),
)
