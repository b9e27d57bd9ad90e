// Runs in every frame before the page's own scripts. It tells where the page wants to lead its visitor and
// keeps the visitor here: an address with a scheme of a program would otherwise open a question of the
// browser that nobody can answer.
((name) => {
  const tell = globalThis[name];
  delete globalThis[name];
  if (typeof tell !== 'function') return;
  const WEB = /^(?:https?|about|blob|data|javascript|file):/i;
  const stringify = JSON.stringify, text = String, Address = URL;
  const say = (url, way) => { try { tell(stringify([text(url).slice(0, 8192), way])); } catch { /* gone */ } };
  const whole = (url) => { try { return new Address(url, document.baseURI).href; } catch { return text(url); } };

  const elsewhere = () => {
    const place = {
      assign: (url) => say(whole(url), 'window'),
      replace: (url) => say(whole(url), 'window'),
      toString: () => 'about:blank',
      get href() { return 'about:blank'; },
      set href(url) { say(whole(url), 'window'); },
    };
    const other = {
      closed: false, opener: null, document: { write() {}, writeln() {}, close() {} },
      focus() {}, blur() {}, close() {}, postMessage() {}, addEventListener() {}, removeEventListener() {},
    };
    Object.defineProperty(other, 'location', { get: () => place, set: (url) => say(whole(url), 'window') });
    return other;
  };
  window.open = function open(url) {
    const target = url === undefined || url === '' ? '' : whole(url);
    if (target && target !== 'about:blank') say(target, 'window');
    return elsewhere();
  };

  if (window.navigation) {
    navigation.addEventListener('navigate', (event) => {
      if (WEB.test(event.destination.url)) return;
      say(event.destination.url, 'navigation');
      event.preventDefault();
    }, true);
  }

  // A link to a program, or one that opens a window, whether it stands in the page or only in a script.
  const leads = (link) => {
    const target = link.href && link.href.baseVal !== undefined ? whole(link.href.baseVal) : link.href;
    return target && (!WEB.test(target) || /^_?(?:blank|new)$/i.test(link.target || '')) ? target : '';
  };
  const click = HTMLElement.prototype.click;
  HTMLElement.prototype.click = function () {
    const target = this instanceof HTMLAnchorElement && !this.isConnected ? leads(this) : '';
    if (target) say(target, 'link'); else click.call(this);
  };
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((one) => one instanceof Element && one.localName === 'a');
    const target = link ? leads(link) : '';
    if (!target) return;
    say(target, 'link');
    event.preventDefault();
  }, true);

  for (const unheard of ['SharedWorker', 'RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) {
    delete window[unheard];
  }
})
