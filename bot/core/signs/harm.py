"""Signs of harm to oneself: self-harm, something taken, means at hand, a place, and not being safe with oneself."""

from bot.core.signs.sign import Level, Sign, sign

_ACCIDENT = (
    r"shav\w*|tin|glass|knife block|paper ?cut|cooking|chopping|kitchen|training|ost|pst|officer safety|football|rugby|gym|fell|slipp\w*|ladder|burpees|accident\w*|report (?:it|an injury|the injury)|injury on duty|iod|riot shield|"
    r"open(?:ing)? (?:the|a)|lifting|deadlift|running|bike|toaster|oven|kettle|iron\b|straighteners|coffee|tea"
)
_JOB = (
    r"caller|male|female|misper|custody|detainees?|patients?|policy|course|session|webinar|poster|leaflet|slides?|module|scenario|exercise|forms?|stats?|statistics|figures|guidance|cpd|protocol|awareness|"
    r"teenager|he|she|they|him|her|member of the public|136|log|kits?|obs levels?|incident|victim|threshold"
)
_PILLS = r"(?:pills?|tablets?|paracetamol|meds|medication|codeine|cocodamol|co codamol|sertraline|antidepressants|sleeping (?:pills|tablets)|diazepam|ibuprofen|tramadol|aspirin|insulin|propranolol|zopiclone|amitriptyline|painkillers|capsules|packets?|blister packs?|box(?:es)?|bottle)"
_MUCH = r"(?:all|whole|loads|a load|lots|a lot|too many|too much|a handful|handfuls|every|the lot|more than|double|triple|a bunch|a few (?:too many|boxes|packets)|about \w+|around \w+|\d{2,3}|twenty|thirty|forty|fifty|sixty|hundred)"

SIGNS: tuple[Sign, ...] = (
    sign(
        "self-harm",
        r"(?:i|i am|i have|been|started|back to|gone back to|stopped|keep|urges? to|want to|thoughts of|relapsed (?:with|on)|my|again) (?:\w+ ){0,3}selfharm(?:ing|ed)?|selfharm(?:ing|ed)? (?:again|myself|since|before|every|on)|(?<!\w )selfharm\w*(?=$| \.)",
        unless=_JOB,
        says=("I've been self harming before shifts", "my self harm has started up again, i self-harmed"),
        not_when=("does Tuesday's session cover self-harm", "the self harm form in custody, where is it"),
    ),
    sign(
        "hurting myself on purpose",
        r"(?:want(?:ing)? to|going to|about to|urges? to|urge to|thoughts? (?:of|about)|thinking (?:of|about)|think (?:of|about)|thought (?:of|about)|like|need to|been|keep|kept|started|stopped|back to|back|gone back to|scared i (?:will|might|am going to)|afraid i (?:will|might)|frightened i (?:will|might)|tempted to|might|will|i can not stop|(?:also )?i(?: am)?|enjoy) "
        r"(?:hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|burn(?:ing)?|scratch(?:ing)?|punish(?:ing)?|injur(?:e|ing)|starv(?:e|ing)|bruis(?:e|ing)|hit(?:ting)?) (?:myself|my (?:arms?|wrists?|legs?|thighs?|skin))|"
        r"(?:hurt(?:ing)?|harm(?:ing|ed)?|cut(?:ting)?|burn(?:t|ed|ing)?|scratch(?:ed|ing)?|injur(?:ed|ing)) (?:myself|my (?:arms?|wrists?|legs?|thighs?)) (?:\w+ )?(?:on purpose|again|deliberately|intentionally|to (?:cope|feel|get|stop|punish|sleep|release)|in secret|most|every (?:night|day|time)|between calls)|"
        r"(?:harm(?:ing|ed)?|hurting) myself|(?:hurt|done something to|did something to|doing (?:it|things) to|do (?:bad|something|things|harm|owt|anything bad) to) myself(?=$| \.|,| (?:tonight|last|again|and|when|now))|"
        r"(?:slit|slash|cut)(?:ting|ted|ed)? (?:my|me) (?:own )?(?:wrists?|throat|veins?)",
        unless=_ACCIDENT + r"|hurt myself (?:at|on|in|playing|doing)|hit myself (?:on|with)|burning myself out",
        says=(
            "been hurting myself again when the kids are in bed",
            "I want to hurt myself",
            "I cut myself on purpose",
            "I'm going to slit my wrists",
            "I'm harming myself and nobody knows",
        ),
        not_when=(
            "I cut myself shaving",
            "hurt myself at officer safety training, where's the form",
            "burnt myself on the kettle again",
        ),
    ),
    sign(
        "something taken",
        rf"(?:i (?:have|had)?|have|had|i) ?(?:\w+ )?(?:taken|took|swallowed|downed|necked|had|take|drank|drunk|overdosed on|popped|injected|eaten) (?:\w+ ){{0,2}}{_MUCH} (?:\w+ ){{0,4}}{_PILLS}|(?:taken|took|swallowed|necked|downed) (?:all (?:of )?(?:my|the|me|his|her)|the whole|a whole|the rest of) (?:\w+ ){{0,3}}(?:{_PILLS}|bottle|lot)|"
        r"i (?:have |had )?(?:\w+ )?(?:took|taken|had|overdosed) (?:an |a )?(?:overdose|od)|i (?:have )?(?:overdosed|taken something|took something|taken the lot|swallowed something)|(?:want to|going to|thinking (?:of|about)|might|about to|planning to|i will|tempted to|thoughts of|need to) (?:take |taking )?(?:an |a )?overdos(?:e|ing)|"
        rf"(?:want to|going to|thinking (?:of|about)|might|about to|planning to|i will|i could|tempted to|could) (?:take|taking|swallow|swallowing|neck|down) (?:all |every |the whole |a load of |loads of )(?:\w+ ){{0,4}}{_PILLS}",
        unless=r"(?:caller|male|female|patient|detainee|he|she|they|dose|gp said|doctor said|course of|prescribed|as directed|taken a (?:box|bottle) (?:to|from)|exhibits?|property|seized|out of the|coffee|caffeine|naloxone|training|input|kit|biscuits?|pro plus|headache|sweets|chocolate|back to|to it\b|old tablets|ipads?|laptops?|devices?|charg\w*)",
        says=(
            "I've taken all my tablets",
            "ive took thirty paracetamol and had a drink",
            "I've taken an overdose",
            "Ive taken something I shouldn't have",
            "thinking about overdosing",
        ),
        not_when=(
            "I've taken two paracetamol for this headache",
            "she's taken an overdose, which form",
            "had an overdose of coffee",
        ),
    ),
    sign(
        "means at hand",
        r"(?:i have|i got|got|have|bought|ordered|saving|saved(?: up)?|saving up|stockpil(?:ed|ing)|collect(?:ed|ing)|hid(?:den)?|tied|tying|holding|sat with|sitting with|sat here with|looking at|staring at|counted|counting(?: out)?|lined up) "
        rf"(?:\w+ ){{0,4}}(?:rope|noose|ligature|blade|razor|gun|shotgun|{_PILLS}) (?:\w+ )?(?:(?:all )?ready|lined up|round my neck|around my neck|to my (?:head|throat|wrist|neck)|in my (?:hand|lap|mouth)|in front of me|for (?:me|tonight|when i|it|myself)|to (?:do it|end it|use on myself|kill myself|hang))|"
        rf"(?:stockpil(?:ed|ing)|saving up|been saving|hoarding) (?:my|me|the|all my|up my|up) (?:\w+ )?{_PILLS}|(?:gun|pistol|blade|knife|razor|barrel) (?:\w+ )?(?:to my head|in my mouth|to my throat|to my wrists?)|(?:everything|it is all|it all|got it all|the (?:rope|pills|tablets) (?:are|is)) (?:\w+ )?(?:laid out|ready in front of me|lined up in front of me)|(?:painless|quickest|easiest|best|least painful) way to (?:die|go|do it|end (?:it|my life)|kill myself)",
        unless=r"(?:exhibit|seized|found|property|search|training|range|scene|armoury|arv|taser|he|she|caller|male|female|detainee|kettle|coffee|kit|climbing|tow)",
        says=(
            "I've got the rope ready",
            "been stockpiling my meds",
            "tablets are all lined up in front of me, I've the pills ready",
            "what's the least painful way to die",
        ),
        not_when=(
            "got the exhibit bags ready",
            "found a rope in the boot, which property store",
            "got my tablets from the GP",
        ),
    ),
    sign(
        "a place",
        r"(?:i am|am|i have been|been|sat|stood|sitting|standing|parked|i keep|keep|find myself|want to|going to|thinking (?:of|about)|think about|thought about|might|could|ready to|about to|i will|nearly|almost|tempted to|urges? to) (?:\w+ ){0,3}(?:(?:jump|jumping|step|stepping|walk|walking|driv(?:e|ing)|steer(?:ing)?|swerv(?:e|ing)|crash(?:ing)?|throw(?:ing)?|plough(?:ing)?|lie|lying) "
        r"(?:\w+ ){0,3}(?:off|in front of|infront of|under|into|out of|from|on to|onto|on) (?:\w+ ){0,3}(?:bridge|roof|building|car park|multi ?storey|cliff|train|trains|lorry|truck|bus|tree|wall|traffic|tracks|train tracks|railway(?: line)?|window|balcony|the top|river|sea|motorway|bridge parapet|oncoming))|"
        r"(?:stood|standing|sat|sitting) (?:\w+ ){0,2}(?:on the (?:edge|ledge|wrong side|tracks|parapet|railings)|at the edge|on the bridge|on the roof) (?:\w+ ){0,4}(?:and i|thinking|wondering|can not|not sure|looking down|ready|alone|want)",
        unless=r"(?:caller|male|female|misper|suspect|driver|he|she|they|him|her|log|rtc|someone|man|woman|lad|dog|jumped out|cordon|pursuit|scene|negotiat\w*|training|commute|get to|conference|session|walk(?:ing)? (?:the|my) dog|sat ?nav|swim\w*|meet|parked (?:on|in|at) the (?:roof|top|multi|car park))",
        says=(
            "I keep thinking about driving into a tree",
            "going to jump off the bridge",
            "stood on the edge and I don't know what to do",
            "I could just step in front of a train",
        ),
        not_when=(
            "sat in traffic on the bridge, will I miss the session",
            "male standing on the edge of the bridge, who's the negotiator",
            "nearly walked into a wall",
        ),
    ),
    sign(
        "not safe with myself",
        r"(?:not|never|do not) (?:feel(?:ing)? |think i am |know if i am |sure i am |being |be )?(?:\w+ )?safe (?:with|from|around|by|in) (?:myself|my own|my head|my thoughts|me|my mind)|not (?:feel(?:ing)? |think i am |be |sure i am )?safe (?:to (?:be|go) (?:home|alone|left|on my own)|(?:on|by) my own|alone|going home|at home tonight|tonight|left alone|being alone|being left)|"
        r"(?:not|no longer|can not|never) trust myself (?:not to|tonight|alone|on my own|at home|with|to be|to stay|at the moment|when|to keep|around|driving|near)|can not trust myself(?=$| \.)|(?<!\w )not safe(?=$| \.|,)|(?:danger|risk|threat) to myself(?! (?:or others policy))|"
        r"(?:scared|frightened|afraid|worried|terrified|fear|fearful) (?:of |about |that )?(?:what )?i (?:might|will|am going to|would|could|may) (?:do(?: to myself| something(?: to myself| stupid| silly| daft| bad)?| it)?|hurt myself|act on (?:it|them))(?=$| \.|,| (?:tonight|if|when|next|at|to|on|alone|today))|"
        r"(?:going to|might|will|about to|gonna|scared i will|tempted to|before i|in case i) do something (?:stupid|silly|daft|bad|permanent|to myself|i can not take back|terrible)",
        unless=r"(?:nearest|feel safe walking|door|car park|partner is not|area|estate|with myself in (?:the|a)|cake|biscuits|chocolate|online|credit card|laptop|amazon|wine rack)|not safe to (?:drive|use|go in)|not a (?:danger|risk|threat)|glue gun|with a (?:drill|hammer|stapler)",
        says=(
            "I'm not safe by myself",
            "I don't trust myself tonight",
            "I'm scared of what I might do to myself",
            "I'm going to do something stupid",
            "Not safe. Suicidal.",
        ),
        not_when=("I don't trust myself with the biscuits", "is it safe to go home alone from the nick"),
    ),
    sign(
        "doing it",
        r"(?:i am|i will|going to|about to|want to|i have (?:decided|made up my mind) (?:to|i am)|i can not stop myself|nearly|almost|before i|i might|ready to|i have to) (?:\w+ )?(?:do|doing|did|done) it (?:tonight|now|this time|for real|properly|today|soon|once the kids|when (?:they|everyone)|before anyone|right now)(?=$| \.|,| )|going to do it(?=$| \.)",
        unless=r"(?:form|module|e ?learning|course|training|webinar|file|report|statement|pdr|fitness|bleep|shift|report|job|booking|register|session|on my break|after work|shopping|email|handover|laundry|ironing)",
        says=("gonna do it tonight", "nothin works. gonna do it"),
        not_when=("going to do it now, thanks for the link, the form's open", "I'll do it after work"),
    ),
    sign(
        "a plan",
        r"(?:i have|i got|made|making|got|have|having) (?:\w+ )?(?:a )?plan (?:and|of|to|for) (?:\w+ ){0,3}(?:how|means|die|end|kill|tonight i|do it)|(?:how and when|when and how) i (?:would|will|am going to|want to)|(?:thought about|working out|worked out|know|planned|decided) (?:exactly )?how i (?:would|will|am going to|could) (?:do it|go|die|end)",
        unless=r"(?:op|operation|event|holiday|workout|training|board)",
        says=(
            "I've thought about how and when I would",
            "I know exactly how I'd do it",
            "I have made a plan to end my life",
        ),
        not_when=("I have a plan to revise for the NIE",),
    ),
    sign(
        "dark thoughts",
        r"(?:dark|black|bad|horrible|scary|intrusive|dangerous|morbid|awful) (?:\w+ )?thoughts|(?:voices?|voice in my head|head) (?:is |are |keeps? )?(?:telling|tells) me to",
        level=Level.CONCERN,
        unless=_JOB + r"|chocolate|coffee",
        says=("I've been having dark thoughts", "got bad thorts"),
        not_when=("dark chocolate, thoughts?",),
    ),
)
