/*
 * The advertising rules beside the page: fetches the lists when the editor opens and after every save, leads to the
 * place of a finding, and asks for the reason of a waiver in a dialog.  Nothing here touches the form's values.
 */
(() => {
  const lists = () => [...document.querySelectorAll("[data-kneeblog-findings]")];
  const dialog = () => document.getElementById("kneeblog-waiver");
  const dialogBody = () => document.querySelector("[data-kneeblog-dialog]");
  let page = null; // of a page that was new when the editor opened
  let fetching = null;
  const shown = new WeakMap();

  const address = () => {
    const known = lists()[0]?.dataset.address || "";
    return page ? known.replace("/0/", `/${page}/`) : known.includes("/0/") ? "" : known;
  };

  const say = (list, text) => {
    const status = list.querySelector("[data-kneeblog-status]");
    if (status.textContent !== text) status.textContent = text;
  };

  // Nothing but JSON is an answer: whoever may not, or is logged out, is led to a page.
  const read = (response) =>
    response.ok && response.headers.get("Content-Type")?.includes("json") ? response.json() : null;

  const show = (answer) => {
    for (const list of lists()) {
      const html = answer[list.dataset.kneeblogFindings];
      // What has not changed stays, and with it the focus.
      if (shown.get(list) !== html) list.querySelector("[data-kneeblog-list]").innerHTML = html;
      shown.set(list, html);
      say(list, answer.status);
    }
    const badge = document.querySelector(
      "[data-side-panel-toggle='advertising-rules'] [data-side-panel-toggle-counter]",
    );
    if (badge) {
      badge.textContent = answer.count;
      badge.hidden = answer.count === 0;
    }
  };

  const refresh = async () => {
    const from = address();
    if (!from) return;
    fetching?.abort();
    const own = (fetching = new AbortController());
    try {
      const response = await fetch(from, { headers: { Accept: "application/json" }, signal: own.signal });
      const answer = await read(response);
      if (!answer) throw new Error(response.status);
      show(answer);
    } catch (error) {
      if (!own.signal.aborted) lists().forEach((list) => say(list, list.dataset.failed));
    }
  };

  // The place of a finding ---------------------------------------------------------------------------------------------

  const find = (fragment) => {
    const path = new URLSearchParams(fragment.split(":w:")[1] || "").get("contentpath") || "";
    const names = path.split(".").filter(Boolean);
    if (!names.length) return null;
    let found = document.querySelector("form[data-edit-form]");
    for (const name of names) {
      const next = found.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
      if (!next) break; // the block has gone meanwhile: the field that held it
      found = next;
    }
    if (!found.matches("form")) return found;
    return document.getElementById(`id_${names[0]}-FORMS`); // rows of an inline panel
  };

  const unfold = (panel) => {
    const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  };

  const inputOf = (target) => {
    const inputs = target.querySelectorAll("[contenteditable=true], textarea, select, input, button");
    const usable = [...inputs].filter((input) => input.type !== "hidden" && input.checkVisibility());
    return usable.find((input) => !input.matches("button")) || usable[0];
  };

  const jump = (fragment, frames = 60) => {
    const target = find(fragment);
    if (!target) return;
    if (!target.checkVisibility()) {
      target.dispatchEvent(new CustomEvent("w-focus:focus", { bubbles: true })); // opens the tab
      for (let panel = target; panel; panel = panel.parentElement?.closest("[data-panel]")) unfold(panel);
    }
    target.querySelectorAll(":scope > [data-panel]").forEach(unfold);
    const input = inputOf(target);
    if (!input) {
      if (frames) requestAnimationFrame(() => jump(fragment, frames - 1)); // the tab is still opening
      return;
    }
    const side = document.querySelector("[data-form-side].form-side--open");
    if (side && side.offsetWidth > 0.8 * window.innerWidth) side.querySelector("[data-form-side-close-button]").click();
    input.focus({ preventScroll: true });
    input.scrollIntoView({ block: "center" });
  };

  // Waivers --------------------------------------------------------------------------------------------------------------

  const ask = async (url, options) => {
    const response = await fetch(url, { headers: { Accept: "application/json" }, ...options });
    const answer = await read(response);
    if (answer?.form) {
      dialogBody().innerHTML = answer.form;
      dialog().dispatchEvent(new CustomEvent("w-dialog:show"));
      dialogBody().querySelector("[aria-invalid=true]")?.focus();
      return;
    }
    dialog().dispatchEvent(new CustomEvent("w-dialog:hide"));
    if (!answer) return refresh();
    fetching?.abort();
    show(answer);
    lists()[0].querySelector("[data-kneeblog-status]").focus(); // the button that had it is gone
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-kneeblog-jump]");
    const button = event.target.closest("button[data-kneeblog-form]");
    if (link) {
      event.preventDefault();
      jump(link.getAttribute("href"));
    } else if (button) {
      ask(button.dataset.kneeblogForm);
    }
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-kneeblog-dialog]")) return;
    event.preventDefault();
    ask(event.target.action, { method: "POST", body: new FormData(event.target) });
  });

  document.addEventListener("w-autosave:success", (event) => {
    page = event.detail.data?.pk || page;
    refresh();
  });

  window.addEventListener("load", () => {
    refresh();
    if (window.location.hash.includes(":w:contentpath")) setTimeout(() => jump(window.location.hash), 200);
  });
})();
