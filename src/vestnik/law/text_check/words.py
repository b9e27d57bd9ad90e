"""The vocabulary of the text check, with reasons. Words are in lower case, «ё» as «е»."""

from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


def _stems(*lines: str) -> tuple[str, ...]:
    """Beginnings of words; ``$`` closes a whole word, as a space does in the text they are asked of."""
    return tuple(stem.replace("$", " ") for line in lines for stem in line.split())


# ---- addresses ----

ZONES: Final = _words(
    "ru su рф by kz com net org me info io app pro biz online shop store site tech dev life space club",
    "name moscow москва дети рус eu de uk us example invalid test",
)
"""Last labels that make «shop.ru» an address; «Telegram.Пишите» is two words with a space forgotten."""

# ---- names ----

NOT_MESSENGERS: Final = frozenset({"zoom", "several"})
"""Signatures that name no messenger: a video call, and pages of links whose contents are set elsewhere."""

ENDINGS: Final = ("а", "у", "е", "ом", "ы", "ов", "ам", "ах", "чик", "чика", "чике", "чику")
"""Case endings of «вотсап», «вайбер», and the fond «вотсапчик»."""

NEVER: Final = _words("телеграмма телеграмму телеграммы телеграммой телеграммам телеграммах телеграммами")
"""The paper telegram, which the names of Telegram collapse into."""
NEVER_JOINED: Final = _words("whatsup")
"""A name in one word, but "what's up?" in two."""

UNSURE: Final = frozenset({"телеграмме", "телеграмм"})
"""Spellings of the signatures that are forms of the paper telegram too: they need a call to write."""

SLANG: Final = {
    **dict.fromkeys(
        _words(
            "телегой телеги телегам тележку тележке телеграмку телеграмке тгшка тгшку тгшке тгк тэгэ tg tgk"
        ),
        "telegram",
    ),
    **dict.fromkeys(_words("вайбик вайбике"), "viber"),
}
"""Forms the signatures hold no place for: a cart, a trolley and a thousand kilograms are spelled so too."""

COMMON_NAMES: Final = {"Signal": "signal", "LINE": "line", "FaceTime": "facetime"}
"""English words that are messengers only in just this writing and only after a call to write."""

ONLY_AS_LISTED: Final = _words("вайбик вайбике wapp тгшка тгшку тгшке тележку тележке vider вабер")
"""Short or common spellings whose look-alikes are other words."""

SURNAMES: Final = ("вибер", "вабер")
"""Spellings that are surnames after a first name."""

DOMESTIC: Final = _words(
    "max макс максе вк вконтакте vk вкмессенджер одноклассники одноклассниках тамтам тамтаме почту",
    "почте почта почтой емейл email mail sms смс ммс сайт сайте телефон телефону дзен дзене rutube рутуб",
    "кабинет кабинете чате rcs express trueconf squadus",
)
"""What stands in one list with foreign messengers: «в MAX, WhatsApp или по телефону»."""

HOME: Final = _words(
    "max макс максе вк вконтакте vk одноклассники одноклассниках тамтам сайт сайте кабинет кабинете sms",
    "смс почту почте email телефону",
)
"""A call that goes on «в MAX» means that, and not a messenger named in passing."""

CHANNEL: Final = _stems("канал бот чат групп сообществ аккаунт channel bot chat group")
"""What a company keeps in a messenger; «тг-канал» is sure where «тг» is not."""

# ---- calls ----

SPEAK: Final = _words(
    "пишите пиши напишите напиши пишем напишем пишу отпишитесь спишемся черкните маякните стучите",
    "стучитесь постучите постучитесь стукните отвечайте ответьте ответим отвечаем отвечу отвечаю звоните",
    "звони позвоните позвони набирайте наберите созвонимся связывайтесь свяжитесь свяжись свяжемся",
    "связываемся обращайтесь обратитесь обратись общайтесь общаемся пообщаемся переписывайтесь",
    "переписываемся спрашивайте спросите спроси присылайте пришлите пришли пришлем присылаем отправляйте",
    "отправьте отправь отправим отправляем шлите шли вышлите вышлем высылаем высылайте скидывайте скиньте",
    "скинь скинем кидайте киньте кинь кинем бросьте бросайте пересылайте перешлите перешлем",
    "подписывайтесь подпишитесь подпишись подписывайся присоединяйтесь присоединитесь присоединись",
    "присоединяйся вступайте вступите вступи вступай добавляйтесь добавьтесь добавляйся консультируем",
    "проконсультируем сообщите сообщайте сообщим уведомим подскажем расскажем поможем дублируйте",
    "задавайте задайте заходите зайдите залетайте welcome велком пиш write message text chat contact call",
    "reach join subscribe follow ping dm talk читайте читай следите следи смотрите смотри переходите",
    "перейдите перейди переходи загляните заглядывайте заходи принимаем публикуем делимся выкладываем",
    "дублируем продублируем анонсируем",
)
"""Calls to write, and the promise to answer there: with them even an unsure spelling means the messenger."""

GENERAL: Final = _words(
    "приходите ждем заказывайте закажите закажи оформляйте оформите записывайтесь запишитесь запишись",
    "оставляйте оставьте уточняйте уточните узнавайте узнайте узнай получайте получите получи участвуйте",
    "голосуйте передавайте передайте бронируйте забронируйте проходите пройдите войдите примем ведем",
    "работаем вещаем проводим разыгрываем приглашаем приглашаю зовем продаем обновляем показываем",
    "покупайте ищите найдите находите продолжим продолжаем продолжите find see visit get check meet order",
    "book available",
)
"""Calls and promises that say where by a preposition: «переходите в…», «принимаем заказы через…»."""

DIRECT: Final = _words(
    "скачайте скачивайте установите устанавливайте откройте открывайте открой выбирайте выберите",
    "используйте пользуйтесь добавьте добавляйте добавь запустите запускайте подключайтесь подключитесь",
    "жмите нажмите нажимайте нажми кликните кликайте тапните сканируйте отсканируйте ищите найдите",
    "находите выбери use click open add install появился появилась появились появилось открыли запустили",
    "завели создали",
)
"""Calls that take the messenger as their object: «откройте WhatsApp», «нажмите на значок»."""

ALL_CALLS: Final = SPEAK | GENERAL | DIRECT
MOVES: Final = _words("переходите перейдите перейди переходи")
"""Of the calls those that say where from as well: «перейдите с Telegram на MAX»."""

IDIOMS: Final = _words("стесняйтесь забудьте бойтесь сомневайтесь откладывайте забывайте hesitate forget")
"""After «не» these call all the same: «не стесняйтесь написать»."""

WEAK: Final = _words(
    "принимает принимают отвечает отвечают консультирует консультируют",
    "написать писать связаться связываться обратиться обращаться позвонить звонить задать заказать",
    "записаться подписаться перейти вступить присоединиться отправить отправлять прислать присылать",
    "скинуть получить получать узнать узнавать открыть общаться следить найти посмотреть уточнить",
    "оставить передать передавать оформить забронировать бронировать добавиться переслать сообщить",
    "спросить консультироваться проконсультироваться пообщаться можно наш наша наше нашем нашу нашей наши",
    "нашего нашему мой моем моя мою чат чате группа группе группу канал канале бот боте бота",
    "сообщество сообществе связь связи контакт контакты консультация консультации поддержка поддержки",
    "поддержку запись записи заказ заказы заявки вопросы отзывы показания доступны доступен доступна",
    "доступно есть мы теперь также тоже ответит ответят напишет пришлет отправит поможет проконсультирует",
    "подскажет свяжется удобно удобнее быстрее лучше рады пожаловать способы бесплатно онлайн online us",
    "our touch",
)
"""Words that make an offer of «… в WhatsApp» when nothing in the clause denies it."""

# ---- what is no offer ----

MOTION: Final = _stems(
    "переех переезж переход перейд перешл переше перебра перенес перенос перевел перевод мигрир ушли ушел",
    "уходи moved move switch",
)
"""Moving says where from and where to: «из WhatsApp» is a departure, «в Telegram» is a call."""
MOTION_NOT: Final = _words(
    "перешлите перешлем перевода переводу переводом переводы переводов перевод переводе"
)

AGAINST: Final = _stems(
    "закрыт$ закрыта$ закрыто$ закрыты$ закрыли$ закрыл$ закрыла$ закрыв закроем$ закроет закрыти покида",
    "покин отключ отказ прекра прекращ переста удал заблокир блокир огранич замедл запре нельзя недоступ",
    "неактив небезопас взлом экстремис иностранн зарубежн штраф исключ убрал убира завершил приостан",
    "расста попроща прощай устаре аналог альтернатив замен раньше$ ранее$ бывш прежн отписа выйдите$",
    "вышли$ сбо угроз опасн остерег поддел фальш якобы$ просят$ предлагают$ убеждают$ уговаривают$",
    "требуют$ фейк fake лже самозван обман$ клон двойник stopped$ closed$ left$ leaving$ unavailable$",
    "blocked$ banned$ formerly$",
)
"""Departure, prohibition, trouble, and what strangers ask for."""

NOT: Final = _words("не ни never not don dont won cannot longer нет никогда никто никому")
"""Denials; any of them in a clause undoes an offer that is not a call."""
DENY: Final = _words("не ни never not никогда don dont won cannot doesn longer")
"""Of them those that stand before the verb they deny."""
OURS: Final = _words("наш наша наше нашем нашу нашей")
"""«в нашей телеге»: nobody keeps a cart for customers."""
ASIDE: Final = _words("спасибо благодарим thanks thank ли")
"""Who is thanked for subscribing, and who asks whether, is not called."""
ONLY: Final = _words("только лишь only")
"""«не только в MAX» denies nothing."""
ONLY_OR_IDIOM: Final = ONLY | IDIOMS
PASSED: Final = _words(
    "нужно надо стоит следует будем будет будут можем может должны вправе просим рекомендуем смогут сможем",
    "и или or and ни больше уже им нам вам нас туда t",
)
"""Words between «не» and the verb it denies: «не нужно писать»."""
IMPOSSIBLE: Final = _words("нельзя запрещено невозможно")

WARNING: Final = _stems("мошен злоумышл фишинг аферист обманщик преступник scam fraud phish")
"""A sentence with these warns; «сообщите о мошенниках» does not."""
ABOUT_THEM: Final = _words("о об про на жертвой жертвами")

SOURCE: Final = _words(
    "из без вместо кроме против о об обо про от instead without from about until of у помимо"
)
"""Prepositions after which a messenger is left, replaced or spoken about."""
PLACE: Final = _words("в во на через по к ко on via in through at by to внутри")
"""Prepositions after which it is a place to go to or a way to write by."""
FROM: Final = _words("с со")
"""A departure after a verb of motion, else the number one writes from."""

OBJECTS: Final = _stems(
    "логотип чехл чехол накле принт кружк брелок брелк футболк надпис реклам продвиж маркетинг таргет",
    "настройк безопасност защит стат новост книг дизайн интеграц разработк создани рассылк логин подарочн",
    "premium logo sticker security settings",
)
"""Between the call and the name these are what is called for: «закажите рекламу в Telegram»."""
GOODS_AFTER: Final = _stems("premium логотип маркетинг реклам рассылк настрой интеграц ads")
"""After the name: «закажите Telegram-маркетинг»."""

FILLERS: Final = _words(
    "и или либо но а также тоже еще в во на через по к нам нас нами с до номер номеру номера номером тел",
    "телефон телефону моб мобильный круглосуточно ежедневно всегда только даже любой удобный удобном",
    "мессенджер мессенджере мессенджеры мессенджеров мессенджерах приложении приложение официальный",
    "официальном наш нашем нашу нашей or and on via us at by плюс ник никнейм логин id аккаунт аккаунта",
    "контакт пользователь account user username для связи заказа записи заказов вопросов справок",
    "сообщение сообщением звонок форма тут здесь там это отдел продаж администратор менеджер оператор увы",
    "уже now",
)
"""Words that add no sense of their own to a label."""
TRANSPARENT: Final = _stems(
    "наш мо групп чат канал бот мессенджер официальн приложени нов сообществ аккаунт закрыт общ рабоч our",
    "the ваш свой сво любим привычн популярн таких иконк значок кнопк домов личн сообщени сам",
)
"""Stems one may walk over from the name back to its preposition: «в нашем официальном канале Telegram»."""
JOINTS: Final = _words("и или либо а также плюс and or & в во через по на on via из")
"""What may stand between names of one list."""

BREAKS: Final = _words(
    "но однако зато поэтому если чтобы хотя потому когда где пока but because if while so that"
)
"""Conjunctions that begin a clause without a comma."""

NOT_PAST: Final = _words(
    "если или цели недели модели отели кабели мебели мысли дали двери неделе открыли запустили завели",
    "создали",
)
"""Words in -ли that are no verbs of the past, or announce something new."""

SHORTENED: Final = _words("тел моб г ул д кв стр им т е п пн вт ср чт пт сб вс доб руб коп")
"""A full stop after these ends no sentence."""
