"""Signs of a farewell: goodbyes, notes, affairs put in order, and the words of the job turned on oneself."""

from bot.core.signs.sign import Sign, sign

_LEAVING = (
    r"retir\w*|leaving (?:do|card|party|speech|drinks|present)|transfer\w*|new (?:job|post|role|force|team)|moving (?:to|teams|desks|force)|secondment|promot\w*|posting|last shift before|"
    r"maternity|paternity|career break|holiday|annual leave|rehomed|funeral|tickets?|newsletter"
)
_MINE = r"(?:wife|husband|kids?|bairns?|boys?|girls?|children|family|mum|mother|dad|father|parents|sons?|daughters?|partner|babies|brother|sister|everyone|girlfriend|boyfriend|missus|lads?|team)"

SIGNS: tuple[Sign, ...] = (
    sign(
        "goodbye",
        r"goodbye (?:(?:cruel )?world|forever|for good|for the last time|my (?:loves?|darlings?|friends?)|all and sorry|everyone(?: and)? (?:i am )?sorry)|(?:say|saying|said|tell you|telling you|this is) (?:my |a |the )?(?:final |last )?goodbye(?=$| \.|,| (?:to (?:everyone|the world|you all|my)|for good|forever|everyone))|"
        r"goodbye everyone(?: \.)? (?:doing|it is|i can not|i love|i am|no more|look after)|this is (?:my |the )?(?:final|last|goodbye) (?:message|words|text|time)|see you (?:all )?(?:in the next life|on the other side)(?! of)|forgive me (?:everyone|all|mum|for what i)",
        unless=_LEAVING,
        says=(
            "goodbye cruel world",
            "I just came to say goodbye.",
            "goodbye everyone. doing it now",
            "see you in the next life bot",
        ),
        not_when=(
            "saying my goodbyes at my leaving do",
            "said goodbye to the team before my transfer",
            "see you on the other side of the mezzanine",
        ),
    ),
    sign(
        "by the time you read this",
        r"(?:by the time|when|if|before) (?:you|anyone|they|someone|somebody|he|she) (?:all )?(?:reads?|gets?|sees?|finds?|reply|replies|answers?|grades?) (?:this|me|it|my note)(?: \w+){0,3} (?:i will|i would|will be|it will|be) (?:be |have )?(?:\w+ )?(?:gone|dead|too late|over|away|ended)",
        unless=r"(?:shift|handover|rota|leave|session|webinar|over by|nights)",
        says=("By the time you read this I will be dead", "when you get this I'll be gone"),
        not_when=("by the time you read this the session will be over",),
    ),
    sign(
        "a note left behind",
        r"(?:goodbye|farewell|suicide|final) (?:letters?|notes?)(?= |$)|(?:my|a) (?:goodbye|farewell|final) message|(?:wr(?:ote|itten|ite|iting)|left|leaving|drafted|drafting|finished) (?:\w+ ){0,3}(?:letters?|notes?) "
        rf"(?:\w+ )?(?:to|for) (?:each of |all of )?(?:my|me|the|our) (?:\w+ )?{_MINE}|(?:my|the) (?:note|letters?) (?:is|are|to \w+ is|to \w+ are) (?:written|ready|done|on the|in the|finished)",
        unless=(
            _LEAVING
            + r"|(?:male|female|misper|caller|he|she|they|victim|deceased|scene|found a|left a|exhibit\w*|evidence|him|her|parking|school|sick|fit note|head ?teacher|last notes? (?:from|on|of)|final (?:letter|notice|notes?|message)s? (?:from|of|for|on|before|about)|written warning|pdr)"
        ),
        says=(
            "I've written the goodbye letters",
            "found my old suicide note and all I'd change is the date",
            "wrote a letter to my boys tonight, my note is written",
        ),
        not_when=(
            "delete my last message to the group",
            "suicide note found at the scene, which bag",
            "left a note for the team about the van",
        ),
    ),
    sign(
        "no need to worry about me",
        r"(?:not|never|will not|no one will|nobody will|no longer) (?:\w+ ){0,2}(?:have to|need to)? ?(?:worry|put up|deal|bother|fret|be bothered|see)(?:ing)? (?:\w+ )?(?:about |with |by )?(?:me|my face) (?:for )?(?:much longer|anymore|again|after|for long|no more|ever|soon|any longer)|"
        r"(?:stop|without) (?:worrying|fretting) about (?:me|i) (?:soon|forever)|i will (?:soon )?be (?:out of (?:your|everyone|everyones|his|her|their) (?:way|hair)|no (?:more )?(?:trouble|bother|burden)|gone (?:for good|forever|by (?:morning|tomorrow)))|i will not be (?:a (?:problem|burden|bother)|a drain)",
        unless=_LEAVING,
        says=(
            "you won't have to worry about me for much longer",
            "I'll be out of everyone's way soon, I'll not be a burden",
            "dreckly you'll not have to put up with me any more",
        ),
        not_when=("you won't have to put up with me any more, I've got a new job",),
    ),
    sign(
        "messages to be passed on",
        rf"tell (?:my|the|our|me) (?:\w+ )?{_MINE} (?:that )?(?:i (?:love|loved|am sorry|tried|did my best|will always)|it (?:is|was) not (?:their|her|his|them)|sorry)|tell (?:him|her|them|\w+) (?:it is|it was) not (?:his|her|their|on) (?:fault|them|her|him)|"
        rf"(?:look after|take care of|mind) (?:my|me|our) (?:\w+ )?(?:{_MINE}|dog|cat) (?:for me )?(?:when|after|once|if) i (?:am|have|do not)|remember me (?:well|kindly|as)|(?:who|someone) (?:finds|will find|is going to find|has to find) me\b",
        unless=r"(?:boots|blisters|form|holiday|leave|shift|nights|kennels?|weekend away|course|deployment|late home)",
        says=(
            "tell my kids I love them",
            "Tell Becca it's not her fault",
            "look after my dog when I'm gone",
            "my partner will be the one who finds me",
        ),
        not_when=("who will look after my dog when I am on nights",),
    ),
    sign(
        "affairs in order",
        r"(?:put|putting|got|getting|set|sorted|sorting|tied up|tying up) (?:all )?(?:my|me) (?:\w+ )?(?:affairs|loose ends)(?: in order| sorted| up)?",
        unless=r"(?:retir\w*|file|jobs|before (?:leave|my leave|i go on)|handover|case|workshop|pension day)",
        says=("I've put my affairs in order", "Got my affairs sorted and feel calm"),
        not_when=("tying up my loose ends before leave", "sorting my affairs at the retirement workshop"),
    ),
    sign(
        "the last time",
        r"(?:last|final) (?:day|night|morning|sunrise|christmas|meal|drink|cuppa) (?:on (?:earth|this earth|this planet)|alive|of my life|i will ever|for me)|this (?:is|could be|might be|will be|is gonna be) (?:it for me|the end for me|my last (?:night|day|message|one))(?! (?:shift|of|in|at|with|on|before))|tonight (?:is |might be )?(?:it|the night)(?=$| \.|,)|"
        r"(?:i (?:will|do) not|not (?:going|planning) to|doubt i will|do not (?:expect|think|reckon|plan) (?:to|i will|on|i)(?: \w+)?) (?:\w+ )?(?:be alive|see (?:tomorrow|morning|the morning|the morrow|another day|next week|the weekend|christmas|the new year|sunrise|the summer|the end of (?:the|this) (?:week|day|month|year)))",
        unless=_LEAVING
        + r"|see (?:you|them|him|her|it|the)? ?(?:tomorrow|next week) (?:then|at)|rota|off (?:tomorrow|next week)|not see (?:you|him|her)|party|meeting|match|game",
        says=(
            "tonight's the night",
            "today might be my last day alive",
            "I don't reckon I'll see the morning",
            "Tonight might be it.",
        ),
        not_when=("this is my last night of the set", "I won't see you tomorrow, I'm off"),
    ),
    sign(
        "off watch for good",
        r"(?:end of watch|off watch|book(?:ing|ed)? off|sign(?:ing|ed)? off|stand(?:ing)? (?:me|myself) down|stood (?:myself )?down|off duty|out of service|show me|put me|state (?:0|zero|six|6|11|eleven|five|5|off)|code (?:0|zero)|hand(?:ing)? (?:in )?my warrant card(?: in)?|last (?:shift|tour)|clock(?:ing)? (?:off|out)|log(?:ging)? off|over and out) "
        r"(?:\w+ ){0,3}(?:for good|permanently|forever|for the last time|from (?:life|this life|the world)|and (?:out of life|me with it|myself along with it))|(?:my|me) (?:own )?(?:end of watch|eow)(?=$| \.|,| (?:is|tonight|soon|date|today))|nfa my life|(?:over|at|on|round|beside|to) my (?:own )?(?:grave|graveside|coffin)",
        unless=_LEAVING + r"|pension|rota|unavailable|laptop|teams|system|portal|account|retirement",
        says=(
            "signing off for good",
            "show me state zero, permanently",
            "NFA my life please",
            "hold the hearing over my grave",
            "booking off permanently tonight",
        ),
        not_when=(
            "handing my warrant card in permanently when I retire",
            "logging off for the last time from the old system, the new portal is up",
        ),
    ),
    sign(
        "a log about myself",
        r"(?:put|mark|show|write|grade|log|record) me (?:down )?(?:\w+ ){0,3}(?:next |another |your )?(?:sudden death|deceased|dead|fatal|suicide|g28|high risk misper)|i (?:am|will be|would be|should be) (?:the|your|a|their|on|my) (?:next |own |high risk )?(?:sudden death|misper waiting to happen|fatality|constant|constants|statistic|next one)|"
        r"my own (?:sudden death|risk assessment|suicide|postvention|fatal|inquest|funeral)|i (?:need|should be on|want) (?:a |to be on )?constant(?:s| obs)|concern for welfare (?:is|for) me|(?:it is|that is) me who needs the (?:concern|welfare)",
        unless=r"(?:cpd|covering|relief|rota|duty|shift|bed watch|custody|taking over|on constants? (?:at|all|tonight|from))",
        says=(
            "Put me down as your next sudden death",
            "doing the NDM on my own suicide boss",
            "I'm a high risk misper waiting to happen, I'm the next statistic",
        ),
        not_when=("put me down for the sudden death CPD",),
    ),
)
