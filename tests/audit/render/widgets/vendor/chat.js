// A chat: its label hangs at the bottom edge; other channels stand behind a second click, inside the panel.
(function () {
  var base = document.currentScript.src.replace(/chat\.js.*/, ''), id = document.currentScript.getAttribute('data-id');
  var add = function (parent, tag, css, text) {
    var made = document.createElement(tag);
    made.style.cssText = css;
    if (text) made.textContent = text;
    parent.appendChild(made);
    return made;
  };
  var request = new XMLHttpRequest();
  request.open('GET', base + id + '.json');
  request.onload = function () {
    var config = JSON.parse(request.responseText);
    var box = add(document.body, 'jchat', 'position:fixed;right:0;bottom:0;z-index:2147483000;display:block');
    var label = add(box, 'div', 'background:#17181a;color:#fff;padding:12px 28px;cursor:pointer;font:15px sans-serif', config.label);
    label.onclick = function () {
      label.style.display = 'none';
      var panel = add(box, 'div', 'width:340px;height:360px;background:#fff;border:1px solid #aaa;font:15px sans-serif;padding:16px');
      add(panel, 'p', '', 'Здравствуйте! Чем помочь?');
      add(panel, 'textarea', 'width:100%;height:60px');
      var more = add(panel, 'button', 'display:block;margin-top:12px', 'Другие мессенджеры');
      more.type = 'button';
      more.onclick = function () {
        more.remove();
        config.channels.forEach(function (channel) {
          var link = add(panel, 'a', 'display:inline-block;margin:8px;padding:8px;border:1px solid #17181a', channel.title);
          link.href = channel.url;
        });
      };
    };
  };
  request.send();
})();
