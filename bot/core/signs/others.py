"""Signs about somebody else: a colleague, a friend, one of the family. Strangers met on a job are work, not a sign."""

from bot.core.replies import About
from bot.core.signs.sign import Level, Sign, sign

_JOB = (
    r"males?|females?|callers?|mispers?|missing (?:person|lad|girl|teenager)|detainees?|dp|custody|cells?|patients?|136|s136|log|logs|graded?|incidents?|attended|deployed|negotiat\w*|negs?|suspects?|offenders?|nominals?|subjects?|"
    r"members? of the public|mop|informant|aggrieved|victims?|ip|residents?|scene|dispatch|rcrp|ambo|ambulance took|scenario|exercise|actor|film|tv|series|drama|book|podcast|policy|training|session|module|form|template|statement|exam|"
    r"inquest|coroner\w*|deceased|prisoner|hospital guard|bed watch|crime|cps|court|threat to life|jumper|bridge|persons?|punters?|homeless|neighbour|op|constant obs|pace|s17|power of entry|my phone|radio|battery|laptop|kms|if they|camhs|first on the scene|poster|leaflet|guidance|flowchart|paragraph|vulnerab\w+|welfare check on a"
)
_NEAR = (
    r"(?:my|our|me|a|one of (?:my|our)|another|the) (?:\w+ )?(?:mates?|friends?|colleagues?|crew ?mate|oppo|partner|wife|husband|brother|sister|son|daughter|mum|mother|dad|father|sergeant|sarge|skipper|sgt|probationer|tutor|student|tutee|team|officers?|pcs?|pcso|"
    r"special|boss|inspector|gaffer|guv|nephew|niece|cousin|girlfriend|boyfriend|fiance|missus|supervisor|dispatcher|call ?taker|call handler|boy|ex|nan|dc|ds|neighbour|flat ?mate|line manager|manager|analyst|crewie|lad|lass|girl|bloke|uncle|auntie?)"
)
_SHE = r"(?:he|she|they|who|someone|somebody|friend|mate|colleague|wife|husband|partner|son|daughter|brother|sister|mum|dad|sergeant|sarge|sgt|officer|probationer|student|boss|inspector|lad|lass|girl|crewmate|oppo|skipper|pc|pcso|dc|ds)"
_SELF = r"(?:himself|herself|themselves|hisself|themself)"

SIGNS: tuple[Sign, ...] = (
    sign(
        "somebody means to die",
        rf"(?:want(?:s|ed|ing)? to|going to|threaten(?:s|ed|ing)? to|tr(?:y|ied|ying) to|about to|plan(?:s|ned|ning)? (?:to|on)|think(?:s|ing)? (?:of|about)|thought (?:of|about)|thoughts of|talk(?:s|ed|ing)? (?:of|about)|will|might|may|says (?:he|she) will|joke?(?:s|d|ing)? about|scared (?:he|she|they) will|wanna|feels? like) (?:\w+ )?"
        rf"(?:kill(?:ing)? {_SELF}|hang(?:ing)? {_SELF}|(?:hurt|harm|cut)(?:ing|ting)? {_SELF}|unalive(?:ing)? {_SELF}|top(?:ping)? {_SELF}|(?:end|ending|take|taking) (?:his|her|their) (?:own )?life|(?:end|ending) it(?: all)?(?=$| \.|,| (?:tonight|soon|and|now|all))|do (?:himself|herself) in|die(?! (?:of|for|on|if|in|when|laughing|trying|from))|be dead|jump)|"
        rf"(?:been |is |are |keeps |started )(?:hurting|harming|cutting) {_SELF}|(?:be|is|been|was) (?:\w+ )?selfharming",
        unless=_JOB
        + r"|\bi (?:am (?:going|about) to|might|may|will)\b|\bi want|jump (?:on|in|over|to|at|into|off the call)",
        about=About.OTHER,
        says=(
            "my mate says he's going to kill himself",
            "she told me she wants to die",
            "He's been cutting himself",
            "my brother's talking about ending it all",
        ),
        not_when=(
            "male on the bridge threatening to kill himself",
            "the misper said he wants to die",
            "the dog wants to kill the squirrel",
        ),
    ),
    sign(
        "somebody close means to die",
        rf"{_NEAR} (?:\w+ ){{0,8}}(?:suicidal|(?:kill|hang|hurt|harm|end|cut)(?:ing|ting)? {_SELF}|wants to (?:die|be dead|end it)|end (?:his|her|their) (?:own )?life|take (?:his|her|their) (?:own )?life|not want to (?:live|be here|be alive|wake up)|selfharming|(?:dead|better off) (?:dead|without)|suicide)",
        unless=(
            r"males?|females?|callers?|mispers?|custody|detainee|patient|log|attended|deployed|negotiator|victim|training|session|module|course|prevention|form|policy|poster|leaflet|died by|died of|awareness|lost (?:a|my|our|his|her)|bereave\w*|anniversary of|funeral|killed (?:himself|herself|themselves)|took (?:his|her|their)|to suicide|"
            r"attended|a suicide|dealt with|went to|been to|\bjobs?\b|sudden death|the suicide|suicide (?:job|call|of|last|on|at|in|yesterday|today)|paper|book|film|documentary|research|joking about killing the"
        ),
        about=About.OTHER,
        says=(
            "I think one of my officers is suicidal",
            "a lad on my team, PC, he's talking of suicide",
            "My wife keeps saying she does not want to be here",
        ),
        not_when=(
            "my colleague went to a suicide yesterday",
            "we lost a friend to suicide in Feb",
            "one of my officers had a suicidal caller",
        ),
    ),
    sign(
        "somebody does not want to live",
        rf"(?:he|she|they|who|\w+) (?:does|do|did|would) not (?:\w+ )?(?:want|wish|deserve|see the point) (?:to |in )?(?:be (?:here|around) anymore|live|living|be alive|exist|wake up|carry on living)|(?:{_SHE}) (?:\w+ ){{0,6}}(?:better off (?:dead|without (?:him|her|them))|(?:wish(?:es|ed)?|said) (?:he|she|they) (?:was|were|had never been) (?:dead|born)|tired of (?:living|life|being alive|waking up)|had enough of (?:life|living|being alive)|nothing (?:left )?to live for|not (?:safe|be safe) (?:from|with) (?:himself|herself|themselves))",
        unless=_JOB + r"|\bi do not\b|\bi did not\b|\bwe do not\b|live (?:with|in|near|at)|exist (?:on|in)|you do not",
        about=About.OTHER,
        says=(
            "Rhys on the shift said he doesn't want to live",
            "she reckons we'd be better off without her",
            "she told me she does not want to be here anymore",
        ),
        not_when=("she doesn't want to live in Cardiff", "the caller says he does not want to live"),
    ),
    sign(
        "somebody has said goodbye",
        rf"(?:{_SHE}|text|message|voicemail|post(?:ed)?|sent|left) (?:\w+ ){{0,6}}(?:goodbye(?: \w+)?|saying sorry for everything|suicide note|a note (?:for|saying|to)|farewell|sorry for everything)(?: \w+){{0,12}}\W{{0,3}}(?:\w+ ){{0,8}}(?:not (?:answer\w*|reply\w*|pick\w*)|phone (?:is |gone |going )?(?:\w+ )?(?:off|voicemail)|can not (?:find|reach|get hold)|voicemail|gone missing|no (?:answer|reply)|left the group|turned (?:his|her|their) phone off|switched off)|"
        rf"(?:he|she|they) (?:\w+ ){{0,3}}(?:left|wrote|written) (?:\w+ )?(?:a |the )?(?:suicide|goodbye) (?:note|letter)",
        unless=_JOB + r"|leaving do|retire\w*|dentist",
        about=About.OTHER,
        says=(
            "My mate sent a goodbye text and he's not answering",
            "she said sorry for everything and now her phone is off",
        ),
        not_when=("suicide note left by the deceased, which exhibit bag",),
    ),
    sign(
        "somebody I worry about",
        rf"(?:worried|concerned|scared|frightened|fear|bad feeling) (?:\w+ )?(?:about|for|sick about) {_NEAR}|{_NEAR} (?:\w+ ){{0,3}}(?:struggling|not coping|not (?:himself|herself|themselves)|in a (?:bad|dark|really bad) (?:way|place)|broke down|breaking down|in tears|crying|burn(?:t|ed) out|depressed|at breaking point|having panic attacks|not (?:sleeping|eating))",
        level=Level.CONCERN,
        about=About.OTHER,
        unless=r"about (?:my|our) (?:team|boss|manager)s? (?:rota|budget)|crying laughing|tears of laughter|struggling (?:to (?:find|get|log|register|join|open|access)|with (?:the (?:link|login|system|form|portal)|login))|signal|parking|wifi",
        says=(
            "I'm worried about a mate on my shift",
            "my colleague's really struggling since the job",
            "one of my team's not coping",
        ),
        not_when=("my colleague is struggling to log in to the portal",),
    ),
)
