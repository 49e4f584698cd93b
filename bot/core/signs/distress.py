"""Signs of distress without danger: what a job left behind, low mood, no sleep, no strength left. Met with support."""

from bot.core.signs.sign import Level, Sign, sign

_TOPIC = r"session|course|webinar|leaflet|poster|policy|resources? (?:on|about)|article|podcast|module|training|slides?|stats?|newsletter|research|form|pack|guide|presentation|link|login|password|register|system|printer|laptop"
_OK = r"(?:laughing|lol|haha|but worth it|in a good way|happy tears|good tired|sorted now|over it now|back to normal|fine now)"

SIGNS: tuple[Sign, ...] = (
    sign(
        "not coping",
        r"(?:i am|i was|am|not|i have been|been|can not|barely|hardly|struggling to|not really) (?:\w+ )?(?:not coping|coping|cope|copin)(?=$| \.|,| (?:with|at|well|since|anymore|very|much|and|on))|i am (?:\w+ )?(?:not ok|not okay|not alright|not all right|in bits|falling apart|broken|cracking up|losing it|at breaking point|at rock bottom|in pieces|in a (?:bad|dark|really bad) (?:way|place)|at my wits end|at the end of my tether)|"
        r"(?:can not|could not) (?:stop (?:crying|shaking|thinking about (?:it|that|the|him|her))|shake (?:it|this) off|get (?:it|him|her|that|the (?:image|smell|sound|picture)\w*) out of my (?:head|mind|nose)|face (?:work|going (?:in|back)|another shift|it anymore))|i am (?:\w+ )?struggling(?=$| \.|,| (?:since|with (?:my|the job|what|everything|life|sleep|nights|it)|mentally|lately|at the moment|a bit|and|after))|struggling since|struggling (?:mentally|emotionally|lately|to cope)|need (?:some )?(?:help|support|to talk|someone to talk to)(?=$| \.|,)",
        level=Level.CONCERN,
        unless=_OK
        + r"|struggling to (?:find|log|open|register)|cope with (?:the )?(?:demand|volume)|ringtone|heat|noise|smell of",
        says=(
            "I'm not coping",
            "can't stop crying",
            "struggling since the job on Friday",
            "I'm in bits",
            "I need to talk",
        ),
        not_when=("I'm struggling to find the link",),
    ),
    sign(
        "what a job left behind",
        r"(?:keep|still|always|can not stop|not stopped|every time i|i) (?:\w+ )?(?:seeing|hearing|smelling|reliving|replaying|dreaming (?:of|about)|picturing) (?:\w+ ){0,2}(?:his|her|their|the|that|it|him|a) ?(?:\w+ )?(?:face|eyes|body|scream\w*|voice|child|baby|lad|girl|boy|smell|hands?|shoes?|over and over|again)?|(?:flash ?backs?|(?:i|having|have|get|getting|had|of|the|awful|bad|my|horrible) nightmares|intrusive (?:thoughts|images)|bad dreams)|"
        r"(?:went to|attended|first on scene at|dealt with|been to|did|job|saw) (?:\w+ ){0,4}(?:suicide|hanging|sudden death|cot death|fatal|rtc|stabbing|baby|child|dead (?:body|child|baby|kid|man|woman|girl|boy|lad)|drowning|unalived)(?: \w+){0,8}\W{1,3}(?:\w+ ){0,8}(?:can not (?:sleep|stop|shake|switch|get)|shaking|in my head|stuck|not (?:slept|sleeping|right|been right|ok)|sleep|haunt\w*|crying|tears|get over|shake it|still (?:hear|see))",
        level=Level.CONCERN,
        unless=_TOPIC,
        says=(
            "I keep seeing her face",
            "went to a suicide last week and can't shake it off",
            "having nightmares since the crash",
        ),
        not_when=("is there a session on nightmares", "attended a sudden death, which form"),
    ),
    sign(
        "low, anxious, worn out",
        r"(?:i am|i feel|feeling|been feeling|i have been|been|feel|am so|got|having|had|having a|i get|getting|with|diagnosed with|suffer\w* (?:with|from)) (?:\w+ ){0,2}(?:depressed|depression|low|down|anxious|anxiety|panicky|panic attacks?|panic attack|hopeless|worthless|numb|empty|broken|burn(?:t|ed) out|burnout|overwhelmed|tearful|weepy|stressed|lonely|isolated|ashamed|guilty|ptsd|cptsd|at rock bottom|lost|useless|a failure|exhausted|drained|on edge|miserable|fed up with everything)(?=$| \.|,| (?:and|since|after|about|at|all|with|lately|for|again|every|because|in|tbh|as|x|too|most|before|on|the|i))|^(?:panic attack\w*|stressed|burnt out|burned out|depressed|anxious|exhausted)(?:$| \.|,| )",
        level=Level.CONCERN,
        unless=_OK
        + r"|"
        + _TOPIC
        + r"|lost (?:my|the|it)|penalties|football|match|england|going down|down in my|low (?:battery|on (?:fuel|diesel|milk|stock)|staff)|down (?:for|to|as|the|at|on)|numb (?:bum|foot|leg)|feeling (?:lucky|festive)|empty (?:car|van|nick)|stressed (?:the|that)|with (?:ptsd|anxiety|depression) (?:on|in)",
        says=(
            "I feel so low",
            "burnt out and need help",
            "having panic attacks before parade",
            "been feeling depressed since March",
        ),
        not_when=("put me down for the session", "is there a session on anxiety", "feeling lost, where's the login"),
    ),
    sign(
        "no sleep",
        r"(?:can not|could not|not|have not|no|never|hardly|barely|unable to) (?:\w+ )?(?:sleep(?:ing)?|slept)(?: \w+){0,6} (?:since|after (?:the|that|what)|because|worr\w*|thinking|going over|weeks?|months?)|(?:awake|up) (?:all night|every night) (?:worr\w*|thinking|going|with my|because|since|crying|again)|wide awake",
        level=Level.CONCERN,
        unless=_OK + r"|not a wink because of the (?:dog|neighbour)|session|baby teeth",
        says=("not slept properly since the stabbing", "have not slept for weeks"),
        not_when=("can not sleep in the session room",),
    ),
    sign(
        "drinking, crying, dreading",
        r"(?:drinking|drink) (?:\w+ )?(?:too much(?! (?:coffee|tea|water|coke|red bull))|more than|every night|to (?:sleep|cope|forget|get through)|heavily|most nights|myself to sleep)|(?:i|been|keep|start|started|always|keeps) (?:\w+ )?(?:cry|crying|cried|in tears|bursting into tears|sobbing|break down|breaking down|broke down)(?=$| \.|,| (?:in|on|at|every|all|most|for|before|after|over|about|when|again|and|because|since|myself))|dread(?:ing)? (?:\w+ )?(?:work|tomorrow|every shift|going (?:in|back|to work)|each shift|my shifts?|the phone)",
        level=Level.CONCERN,
        unless=_OK
        + r"|tears of (?:joy|laughter)|drinking (?:water|coffee|tea)|drink (?:more|too much) (?:water|coffee|tea)|film|onions|speech|leaving do|sneezed|oh my days|lol",
        says=("drinking too much since the divorce", "I cried in the car again", "dreading going back"),
        not_when=("crying laughing at the sarge", "drinking too much coffee"),
    ),
    sign(
        "bullied, bereaved, breaking up",
        r"(?:being|been|getting|am|feel) (?:\w+ )?(?:bullied|harassed|victimised|singled out|picked on|racially abused|discriminated)|(?:lost|buried|losing) (?:my|our|me) (?:\w+ )?(?:mum|dad|mother|father|wife|husband|son|daughter|brother|sister|nan|baby|best mate|friend|partner|crewmate|boy|girl|grandad)|(?:my|me) (?:marriage|relationship) (?:is|has|ended|fell|broke|breaking)|(?:miscarriage|stillborn|stillbirth)|(?:grief|grieving)|(?:gambling|debts?|in debt) (?:\w+ )?(?:problem|trouble|secret|out of control|and (?:i|my|no))",
        level=Level.CONCERN,
        unless=_TOPIC + r"|lost (?:my|our) (?:son|daughter)s? (?:coat|phone|shoe)",
        says=("I'm being bullied by my sergeant", "lost my dad in January", "my marriage is over"),
        not_when=("bullying policy link please, being bullied is slide 4 of the training",),
    ),
)
