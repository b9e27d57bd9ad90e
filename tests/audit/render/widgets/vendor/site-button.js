// A site button: all of it is written at once, the channels stay hidden until the circle is pressed.
(function () {
  var root = document.createElement('div');
  root.innerHTML = '<div class="btn-inner" style="position:fixed;right:50px;bottom:50px;z-index:10100">' +
    '<div class="btn-social" style="display:none"><a class="btn-item" style="display:block;width:56px;height:56px;background:#29a" ' +
    'href="https://api.whatsapp.com/send?phone=79005550115"></a><a style="display:block;width:56px;height:56px;background:#47a" ' +
    'href="https://vk.me/fiction"></a></div><div class="btn-open" style="width:66px;height:66px;border-radius:50%;background:#00aeef;cursor:pointer"></div></div>';
  document.body.appendChild(root);
  root.querySelector('.btn-open').addEventListener('click', function () {
    var social = root.querySelector('.btn-social');
    social.style.display = social.style.display === 'none' ? 'block' : 'none';
  });
})();
