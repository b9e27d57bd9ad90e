// A call-back: a pulsing circle; its window of channels is a frame of the vendor's.
(function () {
  var base = document.currentScript.src.replace(/callback\.js.*/, '');
  var circle = document.createElement('div');
  circle.id = 'cbk';
  circle.style.cssText = 'position:fixed;left:20px;bottom:30px;width:70px;height:70px;border-radius:50%;background:#e54;z-index:100;cursor:pointer';
  circle.onclick = function () {
    var frame = document.createElement('iframe');
    frame.src = base + 'callback.html';
    frame.style.cssText = 'position:fixed;left:20px;bottom:120px;width:300px;height:220px;background:#fff;border:2px solid #e54;z-index:101';
    document.body.appendChild(frame);
    circle.onclick = null;
  };
  document.body.appendChild(circle);
})();
