"""Signs of thoughts and plans that have taken hold: named outright, by their short forms, as a voice, a date, a search."""

from bot.core.signs.sign import Level, Sign, sign

_WORK = (
    r"comms|carousel|refresher|intervention|sessions|(?:please|thoughts) call|call 0300|independent|approved|dissertation|msc|thesis|ideation calls|calls by|call handlers|dip sample|thank you for asking|paper on|callers?|males?|females?|mispers?|detainees?|dp|custody|patients?|victims?|deceased|policy|training|course|session|webinar|seminar|"
    r"prevention|awareness|posters?|leaflets?|flyers?|banner|slides?|stats?|statistics|figures|research|module|form|question set|script|audit|guidance|cpd|"
    r"foi|article|podcast|film|book|novel|log|incident|scene|coroners?|inquest|exam|essay|presentation|auto ?repl\w+|wording|newsletter|talk on|"
    r"years ago|long past|in my (?:teens|twenties)|as a teenager|at school|recovered|all good now|lived experience|136|he|she|they|him|her|their|his|risk assess\w*|pre release|"
    r"op|operation|party|holiday|event|wedding|surprise|shift plan|training plan|meal plan|lumbar|joke but"
)
_JOBS = _WORK.replace("he|she|they|him|her|their|his|", "")
_DO = r"(?:do it|kill|end|hurt|harm|jump|die|cut|finish|go|take)"

SIGNS: tuple[Sign, ...] = (
    sign(
        "suicide, and nobody else is named",
        r"suicidal(?= (?:by|thoughts?|feelings?|urges?|ideation|since|by|again|cops?|and would|all|am i|for|every|most|still|because|after|pc|officer here))|(?:suicide|unalive|unalivey) (?:thoughts?|feelings?|urges?|ideation)|"
        r"suicide is (?:\w+ ){0,3}(?:on my mind|in my head|all i|the (?:only )?(?:answer|way|option)|my)|(?:^|\. )it is suicide(?=$| \.)|(?:feeling|feel) (?:\w+ )?unalive\w*|"
        r"(?:thoughts?|thinking) (?:of|about) (?:\w+ )?(?:self ?destruct\w*|not existing|being gone)|my (?:own )?suicide|how suicidal am i",
        unless=_JOBS,
        says=(
            "suicidal thoughts, more days than not",
            "Suicide is on my mind constantly",
            "suicidal by Saturday, and they hand me my rota",
            "Feeling v unalive-y tonight",
            "My plan is made. It's suicide.",
        ),
        not_when=(
            "suicidal thoughts, is that on slide 4 of the training",
            "what code is a suicidal caller",
        ),
    ),
    sign(
        "the short forms of it",
        r"(?:having|have|got|constant|active|passive|proper|my|with|no) si(?=$| \.|,| (?:again|and|worse|constant|daily|since|all|every|is|for|now|but))|(?:^|\. )si (?:worse|constant|again|is|all|daily|getting|back|most)|"
        r"(?:^|\. )(?:sh|self h) (?:relapse|again|back|urges)|(?:ideation|intent) (?:and|plus|with|yes) (?:\w+ )?(?:intent|plan|means|ideation)|(?:passive|active) ideation|(?:ready|going|want|wanting) to ctb|it is an intention",
        unless=_WORK + r"|special investigation|section|units?|metric",
        says=(
            "SI worse. No one knows.",
            "having SI again",
            "SH relapse, three days",
            "I have ideation and intent",
            "ready to ctb",
        ),
        not_when=("is passive ideation on the training slide", "no SI units on the form"),
    ),
    sign(
        "anybody wanting it, and meaning oneself",
        r"(?:is it|am i|are you|would it be|is wanting|if you (?:are|were|feel)|when you|how do (?:you|i)|who do (?:you|i)|where do (?:you|i)|what do (?:you|i)|can (?:you|i)|do (?:you|i)) (?:\w+ ){0,8}(?:(?:want|wanting|wanted|going|thinking|planning|plan|ready|to) (?:\w+ ){0,2}"
        r"(?:kill(?:ing)? yourself|unalive yourself|end(?:ing)? (?:your|my) (?:own )?life|die|dying|your own death|to die|be dead)|die of wanting)|"
        r"(?:says?|saying|voice|head|tells? me) (?:to )?kill yourself",
        unless=_WORK + r"|want to die of|die (?:of|for|laughing|from) (?!wanting)|watch|learn how to stop people",
        says=(
            "is it normal to plan your own death? asking because I am",
            "Is it normal to want to kill yourself every set of nights?",
            "how do you ask for help when you want to die?",
            "I hear a voice saying kill yourself",
        ),
        not_when=(
            "what do I say to a caller who wants to die",
            "how do you ask a patient if they want to kill themselves",
        ),
    ),
    sign(
        "a voice or a thought that orders",
        rf"(?:voices?|thoughts?|head|brain|mind|something) (?:\w+ ){{0,4}}(?:tell(?:s|ing)?|told|saying|says?|order(?:s|ing)?|giv(?:es?|ing) me|want(?:s|ing)?|keeps? (?:telling|saying)) (?:\w+ ){{0,2}}(?:to (?:just )?{_DO}|instructions|i should (?:\w+ )?{_DO})(?! (?:on (?:the|a) holiday|to bed|to the|the dishes|over))|"
        r"the thoughts (?:are |is |have |keep |were )?(?:\w+ )?(?:back|worse|winning|here|getting (?:worse|louder|closer)|louder|a date|started|coming back)|admit(?:ted)? the thoughts|thoughts (?:that|which) (?:frighten|scare|terrify) me|act on (?:it|them|the thoughts|my thoughts)",
        unless=_WORK + r"|second thoughts|thoughts on|chocolate|biscuit",
        says=(
            "there's a voice that tells me to do it",
            "the thoughts have started giving me instructions",
            "the thoughts are back and louder",
            "I've been having thoughts that frighten me",
        ),
        not_when=("my brain tells me to go to bed", "having second thoughts about the course"),
    ),
    sign(
        "a plan, a day, a way",
        r"(?:a|the|my|got|have|made|is) (?:\w+ )?plan (?:and|n|with|plus) (?:a |the )?(?:\w+ )?(?:day|date|time|place|means|note|method)|(?:a|the) (?:date|day) (?:in mind|picked|chosen|set|circled|decided)|(?:picked|chosen|chose|set|decided on) (?:a|the|my) (?:day|date|spot|place|method|way|time)(?=$| \.|,| (?:and (?:i|a|the)|to|for it))|"
        r"(?:planning|planned) (?:it|my (?:own )?(?:exit|death|end|way out|suicide)|to go(?=$| \.|,))|my plan is (?:made|set|ready|in place)|(?:my )?(?:own )?way out of (?:being alive|life|living|it all|everything)|ways? (?:to die|out of (?:being alive|life))|"
        r"(?:googl\w+|searched|search\w*|looked up|looking up|reading about|read about) (?:\w+ ){0,3}(?:how (?:people|others|to|you) (?:\w+ ){0,2}(?:end|kill|die|overdose|hang)|ways? to (?:die|end|go)|methods?|how (?:many|long|much) (?:\w+ ){0,4}(?:take|takes|find me|kill|die))|"
        r"how (?:many|much) (?:\w+ ){0,4}(?:would|will|does|do|to) (?:\w+ )?(?:it )?(?:take|need) to (?:die|kill|end|finish|overdose)|i (?:have )?(?:thought it through|made my mind up|made up my mind|decided)(?= (?:to (?:go|die|end|leave this))|$| \.)",
        unless=_JOBS
        + r"|register|conference|course|holiday|leave|sergeants?|cid|transfer|retire\w*|wedding|book|venue|room|visit|running|race|decided (?:what|which)|decided (?:and|on) (?:the|which)|for (?:the|our) (?:visit|event|session|do|leaving|party)|to (?:meet|run|hold)",
        says=(
            "I've got a plan and a date",
            "he's safe, I'm not. I've picked the day",
            "I googled how people end their lives",
            "how many would it take to die",
            "planning my own exit",
        ),
        not_when=(
            "picked a date for the training",
            "have we a plan and a date for the visit",
            "how much does it take to register",
        ),
    ),
    sign(
        "asking what kills",
        r"(?:can|could|will|would|do|does) (?:you|i|it|someone|a person|that|they) (?:\w+ )?(?:die|kill (?:you|me|someone)|be fatal) (?:from|of|by|if|with|when) (?:\w+ )?(?:drink\w*|tak\w+|swallow\w*|eat\w*|inject\w*|mix\w*|jump\w*|fall\w*|bleed\w*|an overdose|too many|paracetamol|pills|tablets)",
        unless=_WORK + r"|on duty|bored\w*|laugh\w*|coffee|canteen|sandwich|out of date|mould\w*|decaf|sushi|curry",
        says=("can u die from drinking that stuff, serious question", "would you die of an overdose of those"),
        not_when=("can you die from drinking canteen coffee", "what if a patient could die from taking that"),
    ),
    sign(
        "the one thought left",
        r"(?:ending|end|finishing|finish|doing|stopping) (?:it|it all|everything|myself) (?:is|was|has been|seems) (?:\w+ ){0,2}(?:all i|the only|what i|my only|on my mind|the answer|easier|an option)|(?:if i had|had i|wish i had|have not got|do not have|not got) (?:\w+ )?(?:the )?(?:guts|courage|nerve|bottle|balls|strength) (?:to |i would )(?:do it|end|kill|go through|jump|die)|"
        r"i (?:will|shall|am going to|would) be dead (?:by|before|soon|tonight|tomorrow|and)|my (?:own )?life is over(?! (?:if|until|till|the|when the))|dead by my own|by my own (?:hand|choosing|choice)|(?:selfharmed|selfharming) (?:in|at|on|this|last|twice|today|yesterday|tonight)|going to try (?:it )?again|i (?:picture|imagine|rehearse|plan|see) (?:it|my death|my funeral|myself (?:dead|gone|hanging|falling|jumping)) (?:on|in|every|all|when|at|over)",
        unless=_WORK + r"|driving test|recipe|marathon|exam",
        says=(
            "Ending it is all I think about on cordons",
            "if I had the guts I'd do it tonight",
            "I will be dead by my own choosing",
            "self harmed in the ladies at work twice this week",
        ),
        not_when=("my life is over if the coffee machine breaks", "going to try again with the driving test"),
    ),
    sign(
        "why am I alive",
        r"why am i (?:\w+ )?(?:alive|here at all|living|breathing|not dead)|(?:can|may|could|let|please let|wish (?:they|you|someone|god) would let) (?:i|me) (?:\w+ )?die(?= (?:now|please|already|today|tonight)|$| \.|,)|"
        r"(?:dying|death|being dead) (?:would|will|is|feels|seems|sounds|looks) (?:\w+ )?(?:be |like )?(?:a |the |my )?(?:\w+ )?(?:result|relief|cheaper|easier|better|kinder|answer|only|option|release|mercy|welcome|nice|good|peaceful)|(?:if|when) i (?:was|were|am|died|die) (?:dead )?(?:i |they |she |he |it |everyone |no one |nobody |the )(?:\w+ )?(?:would|will|could|can|have)|"
        r"(?:kill|shoot|finish) me (?:now )?(?:\. )?(?:i mean it|for real|please i|i would thank|i am serious)|(?:not|never) living (?:much|any) longer|(?:stay|staying|keep|keeping) (?:myself )?alive(?=$| \.|,| (?:currently|for|with|is|until|another|because|at|and))",
        unless=r"when i die (?:i want|laughing)|sleep when i|plants?|fish|battery|houseplant|sourdough|cactus|hamster|dog alive|phone|tradition|death (?:in service|of the)|lol|haha",
        level=Level.CRISIS,
        says=(
            "why am i still alive?",
            "can i die now?",
            "dying would be a result at this stage",
            "kill me. I mean it",
            "PDR: stay alive, currently failing",
        ),
        not_when=("I'll sleep when I'm dead", "how do I keep my plants alive on nights"),
    ),
)
