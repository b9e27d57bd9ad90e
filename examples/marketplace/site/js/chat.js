// Кнопка «Чат с менеджером» на странице контактов.
(function () {
  "use strict";

  var chatButton = document.querySelector(".js-chat");

  if (chatButton) {
    chatButton.addEventListener("click", function () {
      window.open("https://wa.me/79000000111?text=" + encodeURIComponent(document.title), "_blank");
    });
  }

  var channels = [
    { title: "ВКонтакте", url: "https://vk.me/yarmarka_example" },
    { title: "Telegram", url: "https://t.me/yarmarka_example_bot" },
    { title: "MAX", url: "https://max.ru/yarmarka_example_bot" }
  ];

  window.yarmarkaChannels = channels;
})();
