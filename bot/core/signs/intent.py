"""Signs of meaning to end one's own life: said outright, in slang, or as a thought that keeps coming."""

from bot.core.signs.sign import Level, Sign, sign

_LAUGHTER = (
    r"laughing|with laughter|on (?:the|that|those|my|a) (?:\w+ )?(?:stairs?|steps?|ice|hill|run|bike|treadmill|way|kerb|hurdles?)|"
    r"tripping|slipping|falling|to (?:get|finish|make|meet|hit|pass|do|please|keep|earn)|over (?:the|this|that|a|my)|trying|getting|"
    r"for (?:this|the|overtime|a)|at (?:the )?(?:gym|circuits)|in (?:the gym|training)"
)
_DROWNING = r"in (?:\w+ )?(?:paper\w*|work|coffee|tea|emails?|files?|gravy|admin|gin|wine|disclosure)"
_GERUND_OR_BASE = (
    r"kill(?:ing)?|unaliv(?:e|ing)|hang(?:ing)?|top(?:ping)?|neck(?:ing)?|gas(?:sing)?|shoot(?:ing)?|drown(?:ing)?|"
    r"murder(?:ing)?|strangl(?:e|ing)|suffocat(?:e|ing)|poison(?:ing)?|stab(?:bing)?|destroy(?:ing)?|extinguish(?:ing)?|"
    r"delet(?:e|ing)|eras(?:e|ing)|exterminat(?:e|ing)"
)
_LEANING = (
    r"want(?:s|ed|ing)? to|would (?:like|love) to|going to|about to|ready to|plan(?:ning|ned|s)? (?:to|on|of)|inten(?:d|ds|ding|t) "
    r"(?:to|on|of)|decided (?:to|on)|tr(?:y|ied|ying) to|think(?:ing|s)? (?:of|about|bout|abt)|thought (?:of|about)|thoughts? (?:of|about|bout|abt|to)|"
    r"consider(?:ed|ing)?|contemplat(?:e|ed|ing)|feel(?:ing)? like|urges? to|tempted to|tell(?:ing|s)? me to|how to|how i (?:would|will|could|might)|"
    r"ways? (?:to|of)|idea of|off to|got to|have to|need to|let me|help me|scared (?:of|i will|i might|i am going to)|"
    r"i (?:might|may|will|shall|could|should|must|would)|might as well|might|i am|voice to|dream(?:ing|t)? (?:of|about)|close to|came near to|nearly|almost|"
    r"nothing stopping me|stop me(?: from)?|stop myself(?: from)?|not to|to"
)
_HERE_IT_ENDS = (
    r"(?=$| \.|,| (?:all|now|tonight|today|tomorrow|soon|here|for good|forever|this|after|before|once|when|because|and|but|or|if|in the|on|x|"
    r"anymore|quickly|properly|at last|at the|myself|i|my))"
)

SIGNS: tuple[Sign, ...] = (
    sign(
        "killing oneself",
        rf"(?:{_GERUND_OR_BASE}) (?:of )?myself(?! (?:{_LAUGHTER}|{_DROWNING}|up\b|in the foot|for lunch))",
        unless=r"(?:top|topping) myself up|drown\w* myself in|(?:laugh|joke|funny|hilarious) (?:\w+ ){0,4}kill\w* myself",
        says=(
            "I'm going to kill myself",
            "k1ll myself tonight",
            "thinking of topping meself",
            "I know exactly how I'd hang myself",
            "gona unalive myself",
            "the thoughts of killing myself are getting louder",
        ),
        not_when=(
            "nearly killing myself laughing at the sarge",
            "killing myself to get this file done",
            "need to top myself up with coffee",
            "I'd only shoot myself in the foot",
            "drowning myself in paperwork",
        ),
    ),
    sign(
        "having tried",
        r"(?:tr(?:y|ied|ying) to|attempt(?:ed|ing)? to|nearly|almost|(?:came|come) close to) (?:(?:kill|kills|killed|hang|hanged|drown|drowned|"
        r"end|ended|top|topped) (?:myself|my life|it all|things)|tak(?:e|ing) my (?:own )?life|took my (?:own )?life|die)"
        rf"(?! (?:{_LAUGHTER}|of \w+|laughing|when the|at the (?:thought|sight|look)))",
        says=(
            "I tried to kill myself at the weekend",
            "nearly ended my life Sunday and I'm sat here doing files",
            "when I tried to die nobody noticed",
        ),
        not_when=(
            "nearly killed myself on the stairs",
            "I nearly died of embarrassment",
            "nearly died when the super walked in",
        ),
    ),
    sign(
        "an attempt of my own",
        r"attempts? on my (?:own )?life|(?:my|a|another|second|third|of) (?:own )?(?:last )?suicide attempts?|(?:since|after|had|survived|before) (?:my|an) (?:own )?attempt|"
        r"third attempt in my life|my attempt (?:was|in|at the)",
        unless=r"fitness|bleep|exam|board|nie|sergeants?|test|application|driving|course|arrest|robbery|burglary|fraud|phishing|pass",
        says=(
            "My suicide attempt was in the spring",
            "came out of hospital after my attempt and I still feel the same",
        ),
        not_when=("my second attempt at the bleep test", "my first attempt was in the wrong format"),
        level=Level.CONCERN,
    ),
    sign(
        "ending one's life",
        r"(?:end|ending|ended|finish|finishing|stop|stopping|leave|leaving|quit|quitting|put(?:ting)? (?:an )?end to|end of|close|closing|"
        r"give up(?: on)?|giving up(?: on)?|get rid of|getting rid of|throw away|surrender) (?:my|me|this) (?:own )?(?:life|existence|days|"
        r"misery|suffering|story)(?! (?:in the (?:police|job|force)|as a (?:copper|cop|police|pc)|sentence|insurance|admin|here))",
        unless=r"(?:prison|custodial|tariff|insurance|sentence)",
        says=(
            "I want to end my life",
            "Been thinking about ending me life",
            "I think to finish my life",
            "I want to put end to my days",
        ),
        not_when=("does this end my life insurance cover",),
    ),
    sign(
        "taking one's own life",
        r"(?:tak(?:e|ing|en)|took) (?:my|me) (?:own )?life(?! (?:back|in my hands|into my|savings|over|with|seriously|insurance|and put))|"
        r"tak(?:e|ing) (?:my|me) own (?:way )?out",
        unless=r"(?:job|shift|work|police|force|court|case|they|he|she) (?:\w+ ){0,3}(?:took|taken|taking) my life",
        says=("I have been contemplating taking my own life", "going to take my life"),
        not_when=("taking my life in my hands driving this van", "I want to take my life back"),
    ),
    sign(
        "ending it",
        rf"(?:{_LEANING}) (?:end(?:ing|ed)?|finish(?:ing)?) (?:it|this|things|everything|the lot|myself|me)(?: all)?{_HERE_IT_ENDS}"
        r"(?! (?:with|by (?:half|friday|monday|noon|\d)))",
        unless=(
            r"(?:report|file|statement|form|course|module|shift|call|chat|log|meeting|essay|book|series|game|relationship|marriage|engagement|"
            r"contract|tenancy|subscription|booking|interview|incident|pursuit|portfolio|paperwork|training|round|run|race|session|coffee|brew|sandwich) "
            r"|with (?:him|her|them|my (?:boyfriend|girlfriend|partner|ex|bf|gf|fella))|break up|finish it off"
        ),
        says=(
            "I'm going to end it",
            "thinking about ending it all",
            "want to end things",
            "off to end it. you were good company",
            "been planning how I would end it tonight",
        ),
        not_when=(
            "I want to end it with my boyfriend",
            "going to finish it by Friday",
            "can I end the chat",
            "trying to finish this report",
        ),
    ),
    sign(
        "ending it all, as a thought",
        r"(?:end(?:ing)? it all|do(?:ing)? away with myself|do(?:ing)? myself in|finish(?:ing)? myself(?: off)?|end(?:ing)? myself|"
        r"off(?:ing)? myself(?! (?:in|and|now))|put(?:ting)? myself (?:out of my misery|under (?:a|the) (?:train|bus|lorry))|"
        r"string(?:ing)? myself up|t?hrow(?:ing)? myself (?:off|under|out of|in ?front of|in front of)|chuck(?:ing)? myself (?:off|under|in front of)|"
        r"check(?:ing)? (?:myself )?out (?:for good|permanently|early|of life)|(?:i would|i will|i might|going to|want to) do (?:myself )?a (?:mischief|dutch)|"
        r"catch(?:ing)? the bus (?:forever|for good)|commit(?:ting)? (?:suicide|it)|self ?exit)",
        unless=r"(?:take|took|taking|booked|day|days|week|time|wash\w*|brush\w*|get|got|dust\w*|shake|shook) (?:\w+ ){0,3}off myself|"
        r"(?:he|she|they|people|someone|anyone|who|officers?|man|woman|male|female|father|mother) (?:\w+ ){0,3}commit",
        says=(
            "just end it all",
            "thinkin bout doin away wi missen",
            "I'm going to do myself in",
            "wud any1 even no if i ofd myself, might throw myself off",
            "a much bigger part of me wants to commit suicide",
        ),
        not_when=("took the day off myself", "finishing the file myself", "the report says he committed suicide"),
    ),
    sign(
        "suicide as my own",
        r"(?:my|me) (?:own )?(?:suicide|sudden death|death)(?= (?:note|plan|letter|attempt|is|would|will|might|was|and|tonight|has|have|been|in)|$| \.|,)|"
        r"(?:plan|planning|planned|decided on|considering|contemplating|attempt|attempting|thinking (?:about|of)|think (?:about|of)|thought (?:about|of)|"
        r"thoughts? (?:about|of)|wanting|want|tempted by|obsessed with|risk of|dream(?:ing)? of|urges? (?:of|for)|close to|driven to|verge of|"
        r"googling|googled|searched|researching|turning to) (?:\w+ )?suicide",
        unless=(
            r"(?:policy|training|course|session|prevention|awareness|leaflet|poster|slides?|stats?|statistics|figures|report|research|module|"
            r"webinar|seminar|presentation|workshop|event|form|question|dip sample|audit|guidance|cpd|foi|article|podcast|film|book|series|novel|essay|"
            r"dissertation|exam|log|incident|caller|male|female|misper|custody|detainee|patient|scene|risk assess\w*|in service|pension|benefits?|"
            r"insurance|nomination|grant|lump sum|coroner|inquest|if he|if she|he was|she was|he is|she is|he has|she has|they)"
        ),
        says=(
            "Suicidal thoughts all day, thinking about suicide",
            "is it normal to think about suicide every day",
            "I've started planning my own suicide",
            "ive decided on suicide",
        ),
        not_when=(
            "we are thinking of suicide prevention training for the shift",
            "the caller was thinking about suicide",
            "what would my death in service benefit be",
        ),
    ),
    sign(
        "suicidal, of oneself",
        r"(?:i am|i feel|feel|feeling|felt|i have been|been|getting|becoming|i get|makes me|making me|me|i might be|i may be|i must be|"
        r"i think i may be|i think i am|become|am) (?:\w+ )?suicidal|suicidal (?:as|and (?:scared|alone|i|on my own|drunk)|again|myself|tonight|tbh|ok)|"
        r"(?<!\w )suicidal(?=$| \.|,)|i (?:have|had|get|am having|am getting|have been having|keep having|keep getting) "
        r"(?:\w+ ){0,3}suicidal (?:thoughts|ideation|feelings|urges)|(?:my|having|these|constant|active|passive) (?:\w+ )?suicidal (?:thoughts|ideation|feelings|urges)",
        unless=(
            r"(?:caller|male|female|misper|detainee|patient|policy|training|course|session|webinar|poster|leaflet|slides?|module|scenario|actor|"
            r"exercise|form|stats?|figures|statistics|foi|guidance|person is|someone is|people|members? of the public|if (?:he|she|they)|ideation means|"
            r"in case of|log|thrive|rcrp|threshold|callers|code|136|custody)"
        ),
        says=(
            "I am suicidal",
            "suicidal. please help",
            "feeling suicidal on nights",
            "Am I allowed to have suicidal thoughts? because I have suicidal thoughts, loads",
            "I'm having su1cidal thoughts",
        ),
        not_when=(
            "what code is a suicidal caller",
            "how do I deal with a male feeling suicidal",
            "the poster asks are you feeling suicidal, ring the line",
        ),
    ),
    sign(
        "wanting to, with no more said",
        r"(?:i (?:want|need|am going|am ready|have decided|might|will) (?:to )?(?:unalive|hang|jump|overdose|kermit))(?=$| \.|,| (?:tonight|now|myself|off|soon))",
        unless=r"(?:jump (?:on|in|over|to|at)|hang (?:on|up|about|around|out|back|fire|the|it|my)|ship|queue|teams|call|training)",
        says=("i want to unalive", "I'm going to jump"),
        not_when=("I want to hang on for the next one", "I might jump on the webinar now"),
    ),
)
