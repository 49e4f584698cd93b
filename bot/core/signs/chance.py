"""Signs of leaving it to chance: hoping to be taken, going unprotected on purpose, envying the dead."""

from bot.core.signs.sign import Sign, sign

_HOPE = r"(?:hop(?:e|es|ing|ed)|half hoping|wish(?:ing|ed)?|pray(?:ing|ed|s)?|willing|waiting|wanted|want|wanting|almost want|dream(?:ing)? (?:of|that)|daydream(?:ing)? (?:of|that|about))"
_JEST = r"flight|beach|fantasy football|sweepstake|raffle|late for|overtime|sergeants? board|sponsor\w*|bake ?off|tickets?|session|meeting|webinar|exam|lottery|the call|training day|picked for the"
_MISSED = r"(?:come|coming|came|make it|making it|get|getting) (?:back|home|through|out)"

SIGNS: tuple[Sign, ...] = (
    sign(
        "hoping to be taken",
        rf"{_HOPE} (?:\w+ ){{0,4}}(?:(?:lorry|bus|car|train|truck|van|driver|bullet|knife|someone|somebody|something|it|one of them|a job|the next (?:one|job)|god|he|they|cancer|my heart|the (?:next|plane|bus)) )(?:\w+ ){{0,4}}(?:hits? me|takes? me|took me|finish(?:es)? me|kills? me|gets? me|wipes? me|stabs? me|runs? me|gives? out|stops?|would stop|goes (?:wrong|bad)|had been me|was me|got me)|"
        r"(?:hop(?:e|ing)|wish(?:ing)?|pray(?:ing)?) (?:that )?(?:i )?(?:\w+ )?(?:crash(?:ed)?|do not (?:come (?:back|home)|make it (?:home|back|through|to))|did not (?:come (?:back|home)|make it)|never (?:come|came|make|made) (?:back|home|it)|get (?:stabbed|shot|hit|run over|killed|cancer)|die in my sleep|it (?:was|were|had been) me|we had swapped|i had swapped)|"
        r"(?:should|could) have been me (?:that|who|on|in|instead|not)|(?:not|never) (?:mind|care|bothered|fussed|scared|arsed) (?:\w+ )?(?:if|whether|about) (?:i )?(?:\w+ )?(?:(?:do|did|will|would) not (?:come (?:back|home)|make it|survive|wake|see)|die(?:d)?|live(?:d)?|crash(?:ed)?|get (?:hurt|killed|stabbed|shot)|survive|seeing (?:morning|tomorrow|another day)|see (?:morning|tomorrow))|"
        r"if (?:a|the|some) (?:lorry|bus|car|train|truck|van|driver|heart attack|tree) (?:\w+ ){0,3}(?:hit|took|wiped|killed|got|ran|came|flattened|struck|finished) (?:\w+ )?me",
        unless=_JEST,
        says=(
            "half hoping one of them finishes me off",
            "I only pray that my heart gives out",
            "hoping I crash on the way home",
            "if a lorry wiped me out it'd solve a few things",
            "don't mind if I don't come back",
            "it should have been me that day",
        ),
        not_when=(
            "hope I get picked for the training day",
            "wish it was me on the Tenerife flight lol",
            "hoping the bus takes me to the meeting",
        ),
    ),
    sign(
        "courting danger",
        r"(?:volunteer(?:ing|ed)?|put(?:ting)? (?:my hand|myself) (?:up|forward)|going (?:in )?first|running in|taking) (?:\w+ ){0,3}(?:risk\w*|dodgy|dangerous|violent|worst|sketchy|knife|firearms) (?:\w+ )?(?:jobs?|calls?|ones?|shouts?)|"
        r"(?:stopped|not|without|no longer|leave|left|leaving|take|took|forget|keep not|stop) (?:\w+ ){0,2}(?:wearing|putting|fastening|bothering with|my) (?:\w+ )?(?:vest|stabby|body armour|seat ?belt)(?! (?:in the wash|at home|is|needs|form|to be))|"
        r"(?:shut|close|closed|closing) my eyes (?:\w+ ){0,3}(?:when|while|driving|at the wheel|on the (?:motorway|bends?))|(?:eyes shut|eyes closed) (?:at the wheel|driving|on the motorway)",
        unless=_JEST + r"|new vest|replacement|fitting|stores|wrong size|briefing|passenger|training scenario|form",
        says=(
            "been volunteering for the riskiest jobs lately",
            "stopped wearing my vest properly",
            "when I'm driving back I shut my eyes while driving",
        ),
        not_when=("left my vest in the wash", "who do I see about not wearing a vest, wrong size"),
    ),
    sign(
        "envying the dead",
        r"(?:env(?:y|ied|ious of|ying)|jealous of|lucky) (?:\w+ ){0,3}(?:dead|deceased|body|bodies|sudden deaths?|hanging|man we cut|suicides?|person who died|lad who died|ones? who (?:died|go|went)|departed|lying there)|"
        r"(?:hanging|sudden death|jumper|suicide|body|deceased|died|dead|fatal|hanged \w+|cut (?:him|her|a \w+) down) (?:\w+ ){0,8}(?:\. )?(?:(?:and|all i|i) )?(?:\w+ ){0,3}(?:lucky (?:him|her|sod|bugger|bastard|them|lad|thing)|jealous|envi(?:ed|ous)|envy|thought good for|i wished? (?:it|that) (?:was|were|had been) me|swapped? (?:places|sides)|had the right idea|deserve what (?:he|she) got)|"
        r"(?:he|she|they|lad|man|woman) had the right idea|deserve what (?:he|she) got|at peace now and i (?:want|envy)",
        unless=r"taking (?:her|his|an?) (?:umbrella|lunch|early)|early dart|retir\w*|leave|holiday|transfer\w*|dead (?:lucky|jealous)|going home early",
        says=(
            "I envy the deceased at every sudden death",
            "went to a hanging and all i thought was lucky him",
            "our kid took his life and I think he had the right idea",
        ),
        not_when=("she had the right idea taking her leave in August", "dead jealous of your holiday"),
    ),
)
