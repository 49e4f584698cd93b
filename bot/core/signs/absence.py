"""Signs of a world without oneself: who would find me, who would manage, what keeps me here, what is for afterwards."""

from bot.core.signs.sign import Sign, sign

_AWAY = (
    r"leave|holiday|annual|retir\w*|transfer\w*|secondment|posting|posted|maternity|paternity|rest days?|off sick|on nights|late|meeting|briefing|session|webinar|handover|"
    r"cover|rota|shift swap|weekend|new job|tenerife|court|training|gym|lost in|maze|meet|car park|parking|stand at|stall|sleep when|says pc|recordings?|cake|last day|for (?:one|a|two) weeks?|lanzarote|courier|delivery|hide and seek|property store|reception|email|inbox|phone number|collar number|"
    r"five ?a ?side|quiz|team photo|parkrun|lift share|desk|wifi|signal|hq building"
)
_NOT_HERE = r"(?:not (?:here|around|about|alive|in it|in (?:this|the) world|in the picture)|gone(?! (?:to|for (?:a|the|my|lunch)|on|by \d|home))|dead|no longer (?:here|around)|out of the (?:way|picture))"

SIGNS: tuple[Sign, ...] = (
    sign(
        "if I were not here",
        rf"(?:if|when|once|after|soon as|for when|until|because|till) (?:i|me) (?:was|were|am|is|are|have) (?:\w+ )?{_NOT_HERE}|(?:simpler|easier|better|kinder|nicer|happier|quieter|cheaper) (?:\w+ ){{0,4}}(?:if|without|once|when) (?:i|me) ?(?:was|were|am|died|slipped|went|vanished|disappeared)?(?: not)?(?: (?:here|around|dead|gone|in it|away))?(?=$| \.|,| (?:and|quietly|for good|in it))|"
        r"(?:world|life|shift|team|kids|family|everyone|they|she|he|wife|husband) (?:\w+ ){0,6}without me (?:in it|on it|here|around)|(?:wife|husband|kids|they|she|he|everyone|family|people|children|mum|dad) (?:\w+ ){0,3}(?:would|will) (?:\w+ )?(?:have a life|be free|be fine|be ok|cope|manage|get over it|breathe|move on|be sad for)(?: \w+){0,3} (?:if i|without me|once i|when i|after i)|"
        r"i (?:could|would|should|might as well) (?:\w+ )?(?:stop being|stop existing|not exist|cease|disappear|slip away|not be here)|easier on everyone|(?:should|do) not (?:\w+ )?(?:be|exist|belong) (?:in|on) (?:this|the) (?:life|world|earth|planet)|(?:not|never) (?:think i am )?(?:meant|supposed|made|fit) (?:to be |to live |for )?(?:in |on )?(?:this (?:life|world|earth)|(?:be )?alive|live)",
        unless=_AWAY,
        says=(
            "it would be simpler if I wasn't here",
            "world keeps turning without me in it",
            "She'd have a life again if I wasn't in it",
            "I could stop being and she'd set the same number of plates",
            "Don't think I'm meant to be in this world",
        ),
        not_when=("who covers if I'm not here on Friday, on leave", "when I'm gone on holiday who has the keys"),
    ),
    sign(
        "who would find me",
        r"(?:who|whoever|someone|somebody|nobody|no one|anyone|they|he|she|wife|husband|kids|mum|long|which of \w+|how long|until) (?:\w+ ){0,8}(?:to find me|(?:would|will|could|might) (?:\w+ )?(?:find|notice|discover) (?:me|i (?:was|am|had|have))|finds? me|found me|finding me|find my body|has to find me|notice (?:if )?i (?:did not|was not|had not|do not|stopped|vanished))|find(?:ing|s)? my body",
        unless=r"hide and seek|search dogs?|property store|(?:find(?:s|ing)? me) (?:a|the|my|on|at|in|some|another|hilarious|funny|annoying|boring|difficult)|teams|linkedin|outlook|directory|what3words|marquee|campus|building|car park|email|my (?:number|name|office|desk|form)|meet|lost|stall|the rota|hiding in|biscuits?|snack",
        says=(
            "wondering who'd find me",
            "How long would it take for somebody to notice if I didn't turn up?",
            "I looked up how long it would take for someone to find me",
        ),
        not_when=("nobody can find me on Teams", "how will they find me a desk"),
    ),
    sign(
        "what keeps me here",
        r"(?:only|all|one|sole|last) (?:thing|things|reason|reasons|person|people|one|ones)? ?(?:\w+ )?(?:that |that is |which is |who is |still )?(?:keep(?:s|ing)?|stop(?:s|ping)?|hold(?:s|ing)?) me (?:\w+ )?(?:here|alive|going|from|breathing|back|on (?:this|the) (?:earth|planet))|(?:keeps|keeping|kept) me alive|"
        r"reason (?:that )?i (?:have not(?= (?:is|done it|yet|gone)|$| \.)|am (?:here|alive)|stay alive|am not dead)|(?:nothing|no one|nobody|not much|no reason|nowt|little) (?:\w+ )?(?:left )?(?:keeping|holding|stopping|to keep|to hold|to stop) me(?: (?:here|alive|now|from|going))?|"
        r"(?:nothing|no one|nobody|no reason|not much|what is|anything|reason) (?:\w+ )?(?:left |worth |there )?(?:to|for|worth) (?:me to )?(?:stay(?:ing)?|stick(?:ing)? around|hang(?:ing)? (?:on|around)|hold(?:ing)? on|be(?:ing)? (?:here|alive)|carry(?:ing)? on|keep(?:ing)? going) ?(?:for|alive|here)?(?=$| \.|,| (?:anymore|now|and|is|with))|"
        r"(?:no|what is the|is there any|is there a|zero) (?:\w+ )?(?:point|purpose|use) (?:in|of|to) (?:me|my existence|my being|being me)(?=$| \.|,| (?:anymore|being here|now|at all|is))|(?:reasons?|excuse) to (?:argue|stay|hang on|keep breathing|not do it|stay alive)|part of me wants to live|i (?:should|do) not (?:\w+ ){0,3}(?:get|deserve) to (?:\w+ ){0,2}(?:live|living|carry on|be alive|breathe)",
        unless=r"(?:in this (?:job|role|team|force)|in the (?:job|police|office|team)|on (?:response|this team)) (?:is|are)|late (?:shift|finish)|coff[ei]e?|fleet|therapy day|caffeine|biscuits?|from (?:joining|registering|logging|signing|booking)|awake|stay (?:late|for (?:the|lunch|drinks))|webinar|session|overtime|meeting|course|party|conference",
        says=(
            "the only thing keeping me here is the cat",
            "Only reason I've not is I know who's on shift",
            "Nothing left to stay for",
            "no point in me",
            "he has gone and I've no reason to stay alive",
        ),
        not_when=(
            "only thing keeping me going is coffee",
            "no point in me registering if it's full",
            "what's the point of the course",
        ),
    ),
    sign(
        "for afterwards",
        r"(?:for|until|till|so that|ready|sorted|read|open|opened|only) (?:\w+ ){0,3}(?:when|once|after|for when) i (?:am|have) (?:\w+ )?(?:gone|dead|not here|passed|left this)|(?:after|before) i (?:die|go for good|do it|end it|go for ever)(?=$| \.|,| (?:i|so|and|they|she|he|tonight))|after me (?:you|she|they|there)|"
        r"(?:will|wills|letters?|passwords?|funeral|insurance|notes?|affairs|house|everything|finances|paperwork|life insurance) (?:is |are |have been |has been |all )?(?:\w+ )?(?:sorted|done|paid(?: off)?|written|ready|in order|in the drawer|on the side|signed)(?: \w+){0,8} (?:pick the (?:day|date)|only me left|tonight|just me left|clear to go|i am (?:leaving|ready|calm|clear)|nothing left|no one has to)|"
        r"(?:sorted|done|written|updated|changed|finished|paid) (?:the|my|our) (?:\w+ )?(?:will|funeral)(?: \w+){0,8} (?:only me|passwords|letters|dog to|clear to go|to my mums?|ready to go)|paid (?:the|my|for my) (?:own )?funeral|(?:planned|chosen|picked|written) (?:the songs for )?my (?:own )?(?:funeral|eulogy|obituary|headstone)|(?:life insurance|pension|policy) (?:would|will) (?:fix|sort|clear|pay)(?: \w+){0,4}(?: if i| once i| when i|$)|worth more (?:\w+ )?dead|"
        r"(?:new|good|needs? a|needs? another|find(?:ing)? a|another) (?:home|owner|mum|dad|family) (?:\w+ ){0,3}(?:because|as|cos|when|once|since|soon) (?:because |as |since )?i (?:am|will) (?:going to be |be )?(?:not|gone)",
        unless=_AWAY
        + r"|moving house|solicitor recommend\w*|free will scheme link|my (?:nan|grandad|mum|dad)s funeral",
        says=(
            "Sorted the will, sorted the passwords. Only me left to sort, read it when I'm gone",
            "will's done, passwords in the drawer, just need to pick the day",
            "ive paid my funeral off so nobody gets a bill",
            "I'm worth more dead",
        ),
        not_when=("is the will writing session still on", "my mum's funeral is Monday, all sorted and paid"),
    ),
    sign(
        "leaving the world",
        r"(?:want|wanting|wanna|ready|going|time|need|like|wish|just|leaving|leave|off|done with|finished with|out of|gone from|away from|awa|away) (?:to )?(?:\w+ ){0,2}(?:leave |get off |get out of |be gone from |from |fae |off |with |of |out of )?(?:this|the) (?:\w+ )?(?:world|earth|planet|mortal coil|life)(?=$| \.|,| (?:for good|now|soon|tonight|forever|behind|altogether|and|please|is|as))|mortal coil|"
        r"(?:pop(?:ping)? m[ye] clogs|kick(?:ing)? the bucket|peg(?:ging)? it|checking out|check out|log(?:ging)? out of life|alt f4 me|clock out of life|punch(?:ing)? out|cash(?:ing)? in my chips|meet my maker)(?=$| \.|,| (?:and|permanently|for good|tonight|soon|i am serious|for real|now|forever|not))|"
        r"(?:permanent|proper|forever|eternal|long|final|endless) (?:\w+ )?(?:quiet|sleep|silence|rest|peace)(?=$| \.)|(?:quiet|sleep|silence|rest|peace) (?:\. )?the (?:permanent|endless|long|eternal)(?: one)?(?=$| \.)|quiet that does not end|(?:make|making|put|putting) (?:an )?end (?:with|to|of|for) (?:myself|me|my)|want (?:it|this|everything|it all|all of it) to (?:\w+ )?(?:stop|end|be over)(?! (?:raining|snowing|beeping|at|by|before|so))|out of my misery",
        unless=r"hotel|travelodge|room|who won|did we|the score|beeping|tell me what|page|quiz|self checkout|till|library|sessions?|books?|best (?:job|brew|team|coffee|cake)|in the world|of the world|trip|tour|interval|holiday|webinar|training|meeting|printer|alarm|rain|paint|advert|series|season|new player|stock|hibernat\w*|want (?:it|this) to end before|want this to end so i can",
        says=(
            "want awa fae the world, for good",
            "Ready to pop me clogs and I'm serious",
            "bollocks to it all, I'm checking out. permanently",
            "I just want quiet. Proper quiet. The permanent sort.",
            "I'm going to make an end with myself",
        ),
        not_when=(
            "best brew in the world",
            "checking out of the hotel, is the session on",
            "I want this meeting to end",
        ),
    ),
)
