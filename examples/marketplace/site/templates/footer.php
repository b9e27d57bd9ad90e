<?php
$channels = [
    ['vk', 'ВКонтакте', 'https://vk.me/yarmarka_example'],
    ['tg', 'Telegram', 'https://t.me/yarmarka_example_bot'],
    ['max', 'MAX', 'https://max.ru/yarmarka_example_bot'],
];
?>
<footer class="bottom">
  <ul class="plain">
    <?php foreach ($channels as $channel): ?>
    <li><a class="icon-<?= $channel[0] ?>" href="<?= $channel[2] ?>"><?= $channel[1] ?></a></li>
    <?php endforeach; ?>
    <li><a href="https://wa.me/<?= $phone ?>">WhatsApp</a></li>
    <li><a href="tel:+79000000101">+7 900 000-01-01</a></li>
  </ul>
</footer>
