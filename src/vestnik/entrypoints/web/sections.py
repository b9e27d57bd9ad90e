"""The sections of the console, in the order of the navigation."""

from dataclasses import dataclass
from typing import Final

from vestnik.kernel.text import N_, Text


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the navigation; shown to whoever holds ``permission``."""

    name: str
    path: str
    title: Text
    icon: str
    permission: str

    def holds(self, path: str) -> bool:
        """Tell whether an address belongs to this section."""
        return path == self.path or (self.path != "/" and path.startswith(f"{self.path}/"))


SECTIONS: Final = (
    Section("overview", "/", N_("Обзор"), "layout-dashboard", "overview.read"),
    Section("audits", "/audits", N_("Аудит"), "radar-2", "audits.read"),
    Section("fixes", "/fixes", N_("Исправление"), "tool", "audits.read"),
    Section("law", "/law", N_("Закон"), "scale", "law.read"),
    Section("messages", "/messages", N_("Сообщения"), "send", "messages.read"),
    Section("consents", "/consents", N_("Согласия"), "writing-sign", "consents.read"),
    Section("chats", "/chats", N_("Чат"), "messages", "chats.read"),
    Section("training", "/training", N_("Обучение"), "school", "training.read"),
    Section("compliance", "/compliance", N_("Соответствие"), "clipboard-check", "overview.read"),
    Section("settings", "/settings", N_("Настройки"), "settings", "overview.read"),
)
