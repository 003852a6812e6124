// Titles of pages while somebody types.  Without it, or without an answer, the form works as it is.

for (const field of document.querySelectorAll("input[data-suggestions]")) {
  const list = field.list;
  const wait = 150; // milliseconds without a key
  let timer = 0;
  let asked = "";

  const suggest = async () => {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) return list.replaceChildren();
    try {
      const address = new URL(field.dataset.suggestions, document.baseURI);
      address.searchParams.set("q", words);
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || words !== asked) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map((title) => new Option(title, title)));
    } catch {
      list.replaceChildren(); // no network: nothing to suggest
    }
  };

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(suggest, wait);
  });
  field.addEventListener("compositionend", () => { timer = setTimeout(suggest, wait); });
}
