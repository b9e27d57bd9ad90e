// A router with an empty root element: what a visitor sees is drawn from data.
const routes = { '/spa.html': () => fetch('/spa.json').then((answer) => answer.json()) };
routes[location.pathname]().then((data) => {
  const root = document.getElementById('root');
  root.innerHTML = `<h1>${data.title}</h1><p>${data.text}</p>`;
  for (const [host, name] of data.links) {
    const link = document.createElement('a');
    link.href = `https://${host}/${name}`;
    link.textContent = 'Ответим здесь';
    root.append(link);
  }
});
