// A send button: one floating circle, whose channels live with the vendor and unfold after a click.
(function () {
  var base = document.currentScript.src.replace(/send\.js.*/, '');
  var make = function (value, kind) {
    return { wa: 'https://wa.me/' + value, tg: 'https://t.me/' + value, vb: 'viber://chat?number=%2B' + value, vk: 'https://vk.me/' + value }[kind];
  };
  fetch(base + 'send.json?id=' + (window.sendOptions || {}).id).then(function (answer) { return answer.json(); }).then(function (config) {
    var root = document.createElement('div');
    root.style.cssText = 'position:fixed;right:24px;bottom:24px;z-index:99999;display:flex;flex-direction:column;gap:10px';
    var circle = document.createElement('div');
    circle.setAttribute('role', 'button');
    circle.style.cssText = 'width:60px;height:60px;border-radius:50%;background:#3a7;cursor:pointer';
    circle.addEventListener('click', function () {
      if (root.children.length > 1) return;
      config.channels.forEach(function (channel) {
        var link = document.createElement('a');
        link.href = make(channel.value, channel.kind);
        link.target = '_blank';
        link.style.cssText = 'display:block;width:60px;height:60px;border-radius:50%;background:' + config.colour;
        root.insertBefore(link, circle);
      });
    });
    root.appendChild(circle);
    document.body.appendChild(root);
  });
})();
