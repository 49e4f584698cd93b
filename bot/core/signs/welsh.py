"""Signs in Welsh, north and south, written as people type it; accents are already folded. Not yet checked by a speaker."""

from bot.core.replies import About
from bot.core.signs.sign import Level, Sign, sign

_WANT = r"(?:eisiau|isio|isho|isie|ishe|moyn|mo'yn|am|awydd|dymuno|hoffwn|hoffi|barod i|ysu am|gweddïo am|gweddio am|meddwl am)"
_I = r"(?:dwi|dwim|dwin|dw|rwy|rwyf|wi|wyf|fi|fin|on i|oni|o'n i|roeddwn|byddai|bydda|fydda|hoffwn|sai|sa i|smo fi|wy)"
_JOB = r"cwrs|sesiwn|hyfforddiant|poster|taflen|galwr|dalfa|atal|ystadegau|ffurflen|polisi|bwyd|paned|syched|chwerthin|newyn|gwres|annwyd|oerfel"

SIGNS: tuple[Sign, ...] = (
    sign(
        "lladd fy hun",
        r"(?:lladd|ladd|crogi|grogi|boddi|foddi|saethu) (?:fy|yn|fyn|v|fi) ?hun(?:an)?|(?:rhoi |roi |dod a |ddod a |gwneud )?(?:diwedd|ddiwedd|terfyn|derfyn|pen|ben) (?:ar|i) (?:fy|y|yr|fi|ym|mywyd|fywyd|bywyd|betha|bethau|bopeth|y cwbl|y cyfan|y cwbwl|hyn|hwn)(?: m| cyfan| cwbl| cwbwl| bywyd| mywyd| fywyd)?|"
        r"(?:cymryd|gymryd|gorffen|orffen|dod a|gwaredu|dibennu|bennu) (?:fy|yn|y|fi) ?(?:m)?(?:bywyd|mywyd|fywyd)(?: fy hun)?",
        unless=_JOB + r"|ei (?:hun|fywyd)|ar y (?:sesiwn|shifft|wythnos)|diwedd y",
        says=(
            "Dwi wedi bod yn meddwl lladd fy hun ers wythnosau",
            "cael syniada drwg am roi diwedd ar betha",
            "meddwl am orffen fy mywyd",
        ),
        not_when=("mae o wedi lladd ei hun", "sesiwn ar atal hunanladdiad"),
    ),
    sign(
        "eisiau marw",
        rf"{_WANT} (?:i )?(?:farw|marw|bod yn farw|bod wedi marw|trigo|cysgu am byth|diflannu am byth)|(?:dwin?|dw i|fi|rwy|wi) (?:yn )?(?:barod|haeddu) (?:i )?(?:farw|marw)|(?:hunanladdol)|(?:meddyliau?|meddwl|teimlo|syniadau|ystyried) (?:\w+ )?(?:am )?(?:hunan ?laddiad|hunanladdol)|gwell (?:da fi|gen i|gyda fi|tasen i|taswn i|pe bawn i|petawn i|se fi) (?:\w+ )?(?:farw|marw|fod wedi marw|ddim yma)",
        unless=_JOB + r"|marw o (?:isio|eisiau|chwant)|bron a marw",
        says=("Dw i eisiau marw", "fi moyn marw", "Rwy'n meddwl am hunanladdiad", "teimlo'n hunanladdol"),
        not_when=("Dwi'n marw o isio bwyd", "dwi bron â marw isio paned"),
    ),
    sign(
        "ddim eisiau byw",
        rf"(?:ddim|dim|byth|methu|ffaelu|sai|smo|dwim|sa i|nagw i|m) (?:\w+ )?(?:{_WANT}|yn gallu|gallu|gweld pwynt|gweld pwrpas|pwynt|pwrpas) (?:mewn )?(?:i )?(?:byw|fyw|bod yma|bod ma|bod yn fyw|bodoli|deffro|dihuno|codi eto|cario (?:ymlaen|mlaen|mla'n|mlan) (?:byw|efo bywyd))|"
        r"(?:dim|does dim|sdim|sna'm|sdim ots|heb) (?:\w+ )?(?:pwynt|pwrpas|rheswm|reswm|awydd|ots) (?:\w+ )?(?:i |mewn |am )?(?:fi |mi )?(?:fyw|byw|bodoli|fod yma|bod yma|cario (?:ymlaen|mlaen))|(?:cael|di cael|ca'l|cal) (?:digon|llond bola?|hen ddigon) (?:o|ar) (?:fyw|bywyd|fy mywyd|bodoli|bob dim)|"
        r"(?:blino|wedi blino|di blino|laru|wedi laru) (?:ar )?(?:byw|fyw|bodoli|fy mywyd|mywyd|deffro)",
        unless=_JOB + r"|byw (?:yn|mewn|gyda|efo|da|adra|adre|yng|ym) ",
        says=(
            "Dw i ddim eisiau byw",
            "dwi ddim isio bod yma ddim mwy",
            "Wi 'di ca'l llond bola ar fyw",
            "does dim pwynt byw",
        ),
        not_when=("dwi ddim eisiau byw yn Wrecsam",),
    ),
    sign(
        "gwell hebdda i",
        r"(?:gwell|well|hapusach|haws|iawn) (?:off |eu byd |i bawb )?(?:hebdda|hebddo|heb) ?(?:i|fi|mi)|(?:fydda|fyddai|fydda i|bydda|fyddaf|na fydda) i? ?(?:ddim|m|'m) (?:yn fyw|yma (?:fory|yfory|erbyn|llawer hirach|am hir|wythnos nesa))|(?:baich|fwrn|faich) (?:ar|i) (?:bawb|pawb|fy|nheulu)|(?:hwyl fawr|ffarwel|ta ta|nos da) (?:am byth|bawb am byth|fyd)|nodyn (?:hunanladdiad|ffarwel)|llythyr(?:au)? ffarwel",
        unless=_JOB + r"|gwyliau|ymddeol|swydd newydd",
        says=("Bydd pawb yn well hebdda i", "fydda i ddim yn fyw erbyn dydd Gwener", "ffarwel am byth"),
        not_when=("fydda i ddim yma fory, ar wyliau ydw i, gwyliau",),
    ),
    sign(
        "brifo fy hun",
        r"(?:brifo|frifo|niweidio|anafu|torri|dorri|llosgi|cosbi|loesi|hunan ?niweidio|hunan ?anafu) ?(?:(?:fy|yn|fyn|fi) ?hun(?:an)?|eto)|hunan ?niweid\w*|hunan ?anaf\w*|(?:ddim|dim|m) (?:yn )?(?:\w+ )?(?:saff|ddiogel|sâff) (?:\w+ )?(?:ar fy mhen|efo|gyda|da) (?:fy hun|fi'n hun|yn hun|fy hunan)|(?:trystio|ymddiried yn) (?:fy|yn) hun|(?:gwneud|neud|wneud) (?:rwbath|rhywbeth|rhwbeth) (?:gwirion|i fy hun|twp|stiwpid)",
        unless=_JOB + r"|ei hun|siafio|gegin",
        says=("Dwi'n brifo fy hun eto", "dwi ddim yn saff ar fy mhen fy hun"),
        not_when=("torri'r gwair fy hun",),
    ),
    sign(
        "rhywun arall",
        r"(?:lladd|ladd|crogi|brifo|niweidio|torri) (?:ei|eu) ?hun(?:an)?|(?:ddim|m) (?:eisiau|isio|isho|moyn) (?:byw|bod yma|marw)|(?:eisiau|isio|moyn) marw|gadael nodyn|hunanladdol",
        unless=_JOB + rf"|wedi lladd ei hun|{_I} |sesiwn|neithiwr wedi|marw o",
        about=About.OTHER,
        says=("mae fy ffrind yn sôn am ladd ei hun", "mae Rhys ar y shifft wedi dweud ei fod o ddim isio byw"),
        not_when=("sesiwn am bobl sydd eisiau marw",),
    ),
    sign(
        "methu ymdopi",
        r"(?:methu|ffaelu|ddim yn gallu|methu a|ffili) (?:ymdopi|copio|cysgu|cario (?:ymlaen|mlaen|mlan|mla'n)|mynd ymlaen|stopio (?:crynu|crio|llefen|meddwl)|switchio|handlo)|(?:teimlon?|timlon?) (?:yn )?(?:\w+ )?(?:isel|ofnadwy|unig|anobeithiol|wag|crap|shit|ar goll)|(?:crio|llefen|llefain|crynu) (?:drwy|bob|trwy|yn y)|dan (?:straen|bwysau)|(?:iselder|pryderus|gorbryder|hunllefau|wedi ypsetio|torri lawr|torri fy nghalon|chwalu|straen ofnadwy|poeni am (?:fy|ffrind|cydweithiwr))",
        level=Level.CONCERN,
        unless=r"cwrs|sesiwn|hyfforddiant|poster|taflen|polisi|pwy sy",
        says=("dwi'n methu ymdopi", "dwi'n teimlo'n isel iawn", "Methu stopio crynu"),
        not_when=("pryd mae'r sesiwn ar straen",),
    ),
)
