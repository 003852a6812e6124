/*
 * Previews in the SEO tab.  Title and description follow every key; what other fields say, the findings and the
 * structured data come from the server, which is sent the form as it is, when the editor has saved or a moment after
 * the last change.  Nothing is asked while the tab is closed, and nothing here touches the form's values.
 */
(() => {
  const { width, cut } = window.kneeblogText;
  const PAUSE = 1500; // milliseconds without another key, where the editor does not save by itself

  const start = (panel) => {
    const form = panel.closest("form");
    const said = panel.dataset;
    const slots = (name) => panel.querySelectorAll(`[data-slot="${name}"]`);
    const write = (name, text) => slots(name).forEach((slot) => (slot.textContent = text));
    const field = (name) => form.elements.namedItem(name);
    const typed = (name) => (field(name)?.value || "").trim();
    let answer = { brand: "", site: "", address: "", fallback: { text: "", source: "" }, picture: { url: "", source: "" } };
    let page = null; // of a page that was new when the editor opened
    let visible = false;
    let timer = null;
    let asking = null;

    const title = () => {
      if (typed("seo_title")) return [typed("seo_title"), said.sourceOwn];
      const brand = field("without_brand")?.checked ? "" : answer.brand;
      return [[typed("title"), brand].filter(Boolean).join(" | "), typed("title") ? said.sourceTitle : said.sourceNone];
    };

    const description = () =>
      typed("search_description")
        ? [typed("search_description").replace(/\s+/g, " "), said.sourceOwn]
        : [answer.fallback.text, answer.fallback.source];

    const measure = (name, text, least = 0) => {
      for (const output of slots(name)) {
        const length = width(text);
        const most = Number(output.dataset.most);
        const verdict = length > most ? said.tooLong : length < least ? said.tooShort : "";
        output.value = `${length} / ${most} ${said.unit}${verdict && ` (${verdict})`}`;
        output.classList.toggle("kneeblog-preview__wrong", Boolean(verdict));
      }
    };

    const draw = () => {
      const [heading, headingSource] = title();
      const [text, textSource] = description();
      for (const result of panel.querySelectorAll("[data-title-most]")) {
        result.querySelector("[data-slot=title]").textContent = cut(heading, Number(result.dataset.titleMost));
        result.querySelector("[data-slot=description]").textContent = cut(text, Number(result.dataset.descriptionMost));
      }
      write("card-title", typed("seo_title") || typed("title"));
      write("card-description", text);
      write("site", answer.site);
      write("address", answer.address);
      write("host", answer.address.split(" › ")[0]);
      measure("title-length", heading);
      measure("description-length", text, Number(said.least));
      write("title-source", headingSource);
      write("description-source", textSource);
      write("picture-source", answer.picture.source);
      const [image] = slots("picture");
      if (answer.picture.url && image.getAttribute("src") !== answer.picture.url) image.src = answer.picture.url;
      image.hidden = !answer.picture.url;
      slots("no-picture").forEach((slot) => (slot.hidden = !image.hidden));
    };

    const fill = (element, html) => {
      if (!element || element.shown === html) return; // what has not changed stays, and with it what is unfolded
      const open = new Set([...element.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
      element.innerHTML = element.shown = html;
      for (const summary of element.querySelectorAll("details > summary")) {
        summary.parentElement.open = open.has(summary.textContent);
      }
    };

    const address = () => (page ? said.address.replace("/0/", `/${page}/`) : said.addressNew || said.address);

    const ask = async () => {
      asking?.abort();
      const own = (asking = new AbortController());
      try {
        const response = await fetch(address(), { method: "POST", body: new FormData(form), signal: own.signal });
        const json = response.ok && response.headers.get("Content-Type")?.includes("json");
        if (!json) throw new Error(response.status);
        const found = await response.json();
        write("status", found.is_valid ? "" : said.unreadable);
        if (!found.is_valid) return;
        answer = found;
        draw();
        fill(slots("findings")[0], found.findings);
        fill(document.querySelector("[data-kneeblog-graph]"), found.graph);
      } catch (error) {
        if (!own.signal.aborted) write("status", said.failed);
      }
    };

    const changed = () => {
      draw();
      clearTimeout(timer);
      if (visible) timer = setTimeout(ask, PAUSE);
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    // The editor saves by itself: one after the other, and asked once.
    document.addEventListener("w-autosave:save", () => clearTimeout(timer));
    document.addEventListener("w-autosave:error", () => visible && ask());
    document.addEventListener("w-autosave:success", (event) => {
      page = event.detail.data?.pk || page;
      clearTimeout(timer);
      if (visible) ask();
    });
    new ResizeObserver(() => {
      const opened = panel.checkVisibility();
      if (opened && !visible) ask(); // the tab was opened: other fields may have changed
      visible = opened;
    }).observe(panel);
    draw();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-kneeblog-preview]").forEach(start);
  });
})();
