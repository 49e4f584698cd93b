"""Signs of not wanting to live: wishing to be dead, not to wake, not to be here, being a burden, no reason to go on."""

from bot.core.signs.sign import Level, Sign, sign

_HYPERBOLE = (
    r"(?:of|from) (?:embarrassment|shame|boredom|laughter|laughing|cringe|hunger|thirst|heat|cold|exhaustion|curiosity|happiness|mortification)|"
    r"for(?! (?:it|what|good|real|once|a (?:while|long)))|laughing|on (?:this|that|the) (?:hill|treadmill|run)|in (?:this|that) (?:heat|meeting|webinar|briefing|van|room)|"
    r"to (?:see|know|get|meet|hear|eat|go|tell|try)|a happy|my (?:hair|roots|beard)|inside"
)
_DEAD = (
    r"(?:die|dying|death|dead|be(?:ing)? dead|not (?:be|being) alive|not exist(?:ing)?|not to exist|cease to exist|stop existing|stop being alive|"
    r"stop living|stop breathing|be in the ground|be six feet under|be gone (?:for good|forever)|be out of (?:this|the) world|leave this (?:world|life|earth))"
)

SIGNS: tuple[Sign, ...] = (
    sign(
        "wanting to be dead",
        r"(?:want(?:ed|ing)? (?:to|only)|want|wish(?:ing|ed)? (?:to|for)|would (?:rather|sooner|like to|love to|prefer to)|rather|i (?:hope|pray|ask god|long) "
        r"(?:to|for|i|that i|every night to)|long(?:ing)? (?:to|for)|ready to|deserve to|feel like|feels like i (?:want|need) to|asked god (?:\w+ ){0,3}to let me|"
        r"(?:think|thinking|dream|dreaming|thoughts?|thought|fantasi[sz]e|fantasi[sz]ing) (?:of|about|bout|abt)) (?:(?:i|me|my|myself|that|to|were|was|could|would|am|will) ){0,3}"
        rf"{_DEAD}(?! (?:{_HYPERBOLE}))",
        unless=(
            r"death in service|dead (?:line|end|zone|man|pool|right|good|chuffed|lift)|sudden deaths?|(?:his|her|their) (?:death|dying)|death (?:of|by powerpoint|message|certificate|notice)|"
            r"deaths? in custody|(?:he|she|they|mum|dad|nan|patient|victim|dog|cat) (?:was|is|were|has been|had been) dying|dead (?:body|baby|child|man|woman|lad|girl|person)|my (?:phone|radio|battery)|"
            r"(?:mum|dad|mother|father|nan|grandad|brother|sister|dog|wife|husband) (?:dying|death|being dead)"
        ),
        says=(
            "I want to die",
            "wanna die man!!",
            "want to be dead x",
            "I'd rather be dead than sit through that hearing",
            "sick of it, I honestly just want to fucking die",
            "I think about being dead from when I get up",
        ),
        not_when=(
            "I'd love to die my hair pink",
            "these cakes are to die for",
            "I want to die of embarrassment",
            "dying for a brew",
            "think about death in service forms",
        ),
    ),
    sign(
        "wishing it were over",
        r"(?:wish|wished|wishing|hope|hoping|if only) (?:that )?i (?:(?:was|were) (?:dead|not (?:alive|here|born)|gone(?= (?:for good|forever))|never born|in the ground|under the ground)|"
        r"had (?:not been born|never been born|died|not woken up|never woken up)|would (?:never (?:been born|wake up)|not wake up|die)|(?:do|did|could|will|would) not "
        r"(?:wake up|exist|be alive)|could (?:die|stop existing|sleep forever|(?:go|fall) (?:to )?(?:asleep|sleep) (?:and|n) (?:not|never) wake)|could disappear forever|never (?:wake|woke) up|"
        r"have never been born|die|is dead)|i (?:would|should) (?:be|have been) (?:dead|gone) (?:by|already|before|ages)",
        unless=r"dead (?:good|chuffed|right)",
        says=(
            "wish i was dead",
            "I just wish I'd never been born",
            "hoping I don't wake up",
            "wish I could sleep and not wake up, I hope I die",
        ),
        not_when=("I wish I was there", "I hope I do not oversleep"),
    ),
    sign(
        "not wanting to live",
        r"(?:not|never|no longer|nor|without|stopped) (?:want(?:ing|ed)?(?: to)?|wish(?:ing|ed)?(?: to| for)?|care to|feel(?:ing)? like(?: to)?|fancy|interested in|bothered about|"
        r"deserve to|worth|able to keep|see (?:any|a|the) (?:\w+ )?(?:point|reason|use) (?:in|to|of|for)|going to keep) (?:\w+ )?"
        r"(?:liv(?:e|ing)(?! (?:in|with|near|at|off|abroad|on|next|there|where|out|together|by))|be(?:ing)? alive|exist(?:ing)?|breath(?:e|ing)|life)(?! insurance)",
        unless=r"(?:live (?:chat|stream|session|event|webinar|recording|scan|link))",
        says=(
            "I don't want to live",
            "don't want to be alive any more",
            "I no longer wish to be alive",
            "aa divvent want to be alive nee mair",
            "I can't see any point in living",
        ),
        not_when=(
            "I don't want to live in Wigan",
            "don't want to live with my ex",
            "I don't fancy living in the section house",
        ),
    ),
    sign(
        "no more wish to live",
        r"(?:no (?:more |longer )?(?:will|wish|desire|want|reason|point|purpose|sense|interest) (?:to|for|of|in|left to|left for|left in|more to|carrying on)|nothing (?:left |here |more )?(?:to|worth|for me to)|"
        r"(?:what|where) is the (?:point|use|sense|benefit) (?:of|in)|no one to|not (?:a|one|any|single) (?:single |good |good enough )?reason to|(?:any|one|a) reason (?:to|for me to)|"
        r"(?:can not|do not) (?:see|find|think of) (?:a|any|the|one|much) (?:\w+ )?(?:point|reason|purpose|use|sense) (?:in|of|to|for)|(?:point|sense) (?:of|in) me) "
        r"(?:my |me |this |in |any |keep on |keep |going on |carry on |carrying on |go on |be(?:ing)? |stay(?:ing)? |to )?"
        r"(?:liv(?:e|ing)(?: for)?|alive|life|existing|waking up|wake up|being here|be here anymore|breathing|survive|surviving)(?! (?:in|with|near|at|off|insurance))",
        unless=r"live (?:chat|stream|session|event)",
        says=(
            "I have no more will of live",
            "nothing left to live for",
            "what's the point of me living",
            "give me one reason to stay alive",
            "no reason to carry on living",
        ),
        not_when=("what's the point of living in London on this pay", "no reason to stay late"),
    ),
    sign(
        "not wanting to wake",
        r"(?:not|never) (?:want(?:ing|ed)?(?: to)?|have to|need to|be(?:ing)? (?:bothered|fussed|sad|upset) if i (?:did|do) not|mind (?:if i )?(?:not|never|did not)|going to|care if i (?:did|do) not|"
        r"opening my eyes|to) (?:\w+ )?wak(?:e|ing)(?: up)?(?! (?:up|the|my|at|early|for|him|her|them|anyone|everyone|you|before|to\b|in (?:the )?(?:bunk|tent)|on my))|"
        r"(?:not|never) waking up (?:again|tomorrow|anymore|one day)|(?:go|going|gone|went|fall|drift|fell) (?:off )?(?:to )?(?:sleep|asleep|bed) (?:tonight )?(?:and |hoping |wishing |praying |i would )?(?:i )?(?:would |will |to |did |do |could |might )?"
        r"(?:not|never) (?:to )?(?:wak\w+|woke|come round|get up)|sleep forever|(?:wouldn|would|do|did) not (?:mind|care) (?:if )?(?:i )?(?:did not|never|not) w(?:ake|aking|oke)\w*(?: up)?(?! (?:the|my|her|him|them))|"
        r"(?:gutted|sorry|angry|disappointed|cried because|hate that|upset) (?:that )?(?:i (?:woke|wake|am awake)|to (?:wake|have woken))(?: up)?|hop(?:e|ing) (?:my heart stops|i (?:do|will|would|did) not wake)",
        unless=r"alarm did not|baby|kids? up",
        says=(
            "I just don't want to wake up",
            "wouldn't be fussed if I didn't wake up tomorrow",
            "wish i could just go to sleep & not wake up",
            "I do wake up every morning sorry I woke up",
        ),
        not_when=(
            "I don't want to wake up the kids",
            "don't want to wake my wife",
            "never waking up early again after nights",
        ),
    ),
    sign(
        "not wanting to be here",
        r"(?:not|never|no longer) (?:want(?:ing|ed)?(?: to)?|wish(?:ing)?(?: to)?|supposed to|meant to|going to|able to) (?:to )?(?:be|stay|carry on being|keep being) (?:here|around|about|on this (?:earth|planet)|in this (?:world|life)|part of this world) "
        r"(?:anymore|no more|any ?longer|at all|on this|in this|no longer|forever|nee more|ddim)|not (?:want|wish|deserve) to be (?:on this (?:earth|planet)|in this (?:world|life)|part of this world)|(?:thoughts?|thinking|think) (?:of|about) not being (?:here|around|about)",
        unless=(
            r"(?:team|shift|station|nick|office|department|unit|job|force|role|section|squad|relief|course|meeting|training|briefing|hq|response|cid) (?:anymore|no more)|(?:thoughts?|thinking|think) (?:of|about) not being (?:here|around) (?:on|for|next|when|at)"
        ),
        says=(
            "I don't want to be here any more",
            "dont wanna be here anymore x who do I tell??",
            "Thinking about not being here a lot",
            "don't want to be in this world",
        ),
        not_when=("don't want to be on this shift anymore", "not going to be here on Thursday"),
    ),
    sign(
        "not wanting to be here, perhaps the place",
        r"(?:do|did) not (?:want|wish) to be here(?=$| \.|,)|(?:will|would) not be here (?:much longer|for much longer|for long|in the morning|at christmas|to see)",
        level=Level.CONCERN,
        says=("Ah dinnae want tae be here.", "I won't be here for much longer"),
        not_when=("I don't want to be here on Friday night", "won't be here Friday"),
    ),
    sign(
        "better off without me",
        r"better (?:off )?(?:(?:place |world |life |lives )?without (?:me|us having me)|if i (?:was|were|am|had) (?:dead|gone|not (?:here|around|alive|born)|never|out of (?:the way|it))|with me (?:dead|gone|in the ground|out of)|i am dead|dead(?: than)?(?! (?:line|good)))|"
        r"(?:happier|easier|fine|ok|safer|relieved|freer|better|grand) (?:off )?(?:without me (?:in it|around|here|alive)?|if i (?:was|were) (?:dead|gone|not (?:here|around|alive)|out of the way)|with(?:out)? me (?:in the ground|gone|dead))|"
        r"(?:world|kids?|children|wife|husband|family|mum|boys|girls|son|daughter|partner|everyone|they|all|team|shift) (?:\w+ ){0,3}(?:happier|fine|easier|grand|better|free)(?: off)? without me",
        unless=r"(?:handover|while i am (?:on leave|away|off)|on leave|meeting|rota|session without me)",
        says=(
            "everyone would be better off without me",
            "they'd be better if i wasn't around, better off dead me",
            "I think the kids will be happier without me",
            "EVERYONE WOULD BE HAPPIER WITH ME IN THE GROUND",
        ),
        not_when=("the shift ran fine without me while I was on leave",),
    ),
    sign(
        "nobody would miss me",
        r"(?:no one|nobody|not a soul|no ?body|anyone|anybody|who) (?:\w+ )?(?:would|will) (?:\w+ )?(?:miss me|notice (?:if )?i (?:was|were|am|had) (?:gone|dead|not here|died)|care if i (?:died|was dead|were dead|was gone|went)|cry (?:for me|if i))",
        unless=r"(?:miss me (?:at|on|in) (?:the )?(?:meeting|briefing|session))",
        says=("nobody would miss me", "do you think anyone would miss me?", "no one would care if i died"),
        not_when=("nobody will miss me at the briefing",),
    ),
    sign(
        "a burden",
        r"(?:i am|being|feel|feeling|i feel|become|been) (?:like )?(?:such )?(?:a |only a |nothing but a )?(?:burden|dead weight|waste of (?:space|oxygen|air|skin))(?: (?:on|to) \w+(?: \w+)?)?",
        level=Level.CONCERN,
        says=("I'm a burden to everyone", "I feel like such a burden"),
        not_when=("the burden of proof is on us", "paperwork is a burden"),
    ),
    sign(
        "tired of life",
        r"(?:tired|sick|weary|exhausted|fed up|done|bored|finished|enough|had it|sick and tired|had my fill|through|knackered) (?:of|with|from|by) "
        r"(?:living(?! (?:in|with|at|out|on|off))|being alive|(?:my |this |the |all this )?life(?=$| \.|,| (?:and|i|so|itself|altogether|full stop|now|too|but|tbh|really|ngl))|existing|existence|waking up(?! (?:at|early|for|in the night|to pee))|breathing|being a person|being me|it all and (?:i )?want out)",
        unless=r"(?:life (?:admin|on nights|hacks)|session|dissertation)",
        says=("I'm so tired of living", "had enough of life", "sick of waking up every day", "done with being alive"),
        not_when=("sick of living out of a bag", "fed up with life on nights", "tired of waking up at 4 for earlies"),
    ),
    sign(
        "life not worth it",
        r"(?:life|living|being alive|existence) (?:is|was|has|feels|seems) (?:not|no|never|hardly|pointless|meaningless|without|no longer) ?(?:\w+ )?(?:worth (?:it|living)|sense|meaning|point|worth)|life is (?:pointless|meaningless|over for me|unbearable)|"
        r"(?:no|not any|nothing|zero) (?:point|reason|use|purpose) (?:to |in |of |for )?(?:me |my )?(?:anything anymore|life|living|going on(?! the| a)|carrying on(?! with (?:the|this) (?:file|form))|existing|being here anymore)|(?:do not|not) deserve to (?:live|be alive|be here|breathe)",
        unless=r"life is over (?:until|till)|haha|lol",
        says=(
            "life isn't worth living",
            "there's no point going on",
            "I don't deserve to live",
            "life has no meaning, life is pointless",
        ),
        not_when=("no point going on the 9am call if it's recorded",),
    ),
    sign(
        "cannot go on living",
        r"(?:can not|could not|not able to|unable to|do not want to|no longer) (?:go on|carry on|keep (?:on )?going|keep on|continue|face|bear|stand|manage|do) (?:with )?(?:living|being alive|life|this life|existing|another (?:day|night|morning)(?! shift| of (?:nights|this|the|training|meetings|it)| in)|with my life)",
        says=("I can't go on living like this", "can't face another day", "I can not carry on with my life"),
        not_when=("can't face another day shift", "I can't go on the 9am call"),
    ),
    sign(
        "cannot go on",
        r"(?:can not|could not|not able to|unable to|do not want to|no longer) (?:do (?:it|this|any of this)|take (?:it|this|much more)|cope|fight|hold on|face (?:it|anything|this)) ?(?:like this|anymore|no more|any longer|much longer|with (?:it|this|anything))|(?:(?:i|we|just) )?can not (?:go on|carry on|keep going|continue) (?:like this|anymore|no more|any longer|much longer)",
        unless=r"(?:form|e ?learning|spreadsheet|system|password|diet|module|portal|printer)",
        level=Level.CONCERN,
        says=("I can't do this any more", "can't go on like this", "cant cope anymore"),
        not_when=("I can't do this e-learning module anymore",),
    ),
    sign(
        "wanting to vanish",
        r"(?:want|wish|wishing|like|love|rather|going|need|think\w* (?:of|about)) (?:to |i could |about )?(?:disappear(?:ing)?|vanish(?:ing)?|fade away|be(?:ing)? gone|go(?:ing)? away|stop everything|be no more|be nothing) (?:forever|for good|permanently|from (?:this|the) (?:world|earth|planet)|of this world|completely|altogether|properly|off the face)",
        says=("I want to disappear for ever", "want to vanish for good"),
        not_when=("the file disappeared for good",),
    ),
)
