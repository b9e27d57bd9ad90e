"""What the e-mail channel is, what it can do and what it must be told."""

from typing import Final

from vestnik.kernel.address import AddressKind
from vestnik.kernel.text import N_
from vestnik.notify.driver import Manifest, Setting

_TITLE = N_("Электронная почта")

MANIFEST: Final = Manifest(
    channel="email",
    title=_TITLE.msgid,
    platform="email",
    address_kind=AddressKind.EMAIL,
    max_text=100_000,
    subject=True,
    html=True,
    receipts=frozenset(),
    settings=(
        Setting(
            "host",
            N_("Почтовый сервер").msgid,
            required=True,
            help=N_("Имя или адрес сервера, который принимает вашу почту, например smtp.example.ru.").msgid,
        ),
        Setting(
            "port",
            N_("Порт").msgid,
            default="587",
            help=N_("587 — с переходом на TLS, 465 — сразу по TLS, 25 — внутри своей сети.").msgid,
        ),
        Setting(
            "security",
            N_("Шифрование").msgid,
            default="starttls",
            help=N_(
                "starttls, tls или none. Без шифрования пароль передаётся только на этот же компьютер."
            ).msgid,
        ),
        Setting(
            "ca_certificate",
            N_("Корневой сертификат").msgid,
            help=N_(
                "Текст PEM. Нужен, если сертификат сервера выдан не общеизвестным центром: "
                "своим или Russian Trusted Root CA."
            ).msgid,
        ),
        Setting("username", N_("Имя пользователя").msgid, help=N_("Пусто — сервер пускает без входа.").msgid),
        Setting("password", N_("Пароль").msgid, secret=True),
        Setting(
            "from_address",
            N_("Адрес отправителя").msgid,
            required=True,
            help=N_("Его увидит получатель; на него же вернутся отказы.").msgid,
        ),
        Setting("from_name", N_("Имя отправителя").msgid, help=N_("Например: Магазин «Ромашка».").msgid),
        Setting(
            "helo_name",
            N_("Имя этого узла").msgid,
            help=N_("Чем назваться серверу в EHLO. Пусто — домен отправителя.").msgid,
        ),
        Setting(
            "dkim_selector",
            N_("Селектор DKIM").msgid,
            help=N_("Заполните вместе с ключом, если подпись ставит не сам почтовый сервер.").msgid,
        ),
        Setting("dkim_domain", N_("Домен DKIM").msgid, help=N_("Пусто — домен адреса отправителя.").msgid),
        Setting(
            "dkim_private_key",
            N_("Закрытый ключ DKIM").msgid,
            secret=True,
            help=N_("PEM: RSA от 2048 бит или Ed25519.").msgid,
        ),
        Setting(
            "connections",
            N_("Соединений сразу").msgid,
            default="4",
            help=N_("От 1 до 50. Сколько разрешает ваш почтовый сервер.").msgid,
        ),
    ),
)
