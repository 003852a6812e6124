/*
 * The import desk: progress without a reload, and reviewing by keyboard.  Without this script all of it is there: the
 * page shows how far an import is when it is loaded again, and every decision has its button.
 */
(() => {
  const begin = () => {
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    const EVERY = 1000;

    // Progress ----------------------------------------------------------------------------------------------------------

    const job = document.querySelector("[data-job]");
    const show = (state) => {
      const part = (name) => job.querySelector(`[data-job-${name}]`);
      part("said").textContent = state.said;
      part("phase").textContent = state.phase;
      part("slow").hidden = !state.waits_long;
      const bar = part("progress");
      if (state.total) {
        bar.max = state.total;
        bar.value = state.done;
      } else bar.removeAttribute("value");
      part("count").textContent = state.total ? `${state.done} / ${state.total}` : state.done || "";
      if (part("status").textContent !== state.phase) part("status").textContent = state.phase; // told once a phase
    };
    const poll = async () => {
      try {
        const response = await fetch(job.dataset.job, { headers });
        if (response.ok && !response.redirected) {
          const state = await response.json();
          if (!state.busy) return window.location.reload();
          show(state);
        }
      } catch {
        // The server is away for a moment; it is asked again.
      }
      window.setTimeout(poll, EVERY);
    };
    if (job) window.setTimeout(poll, EVERY);

    // Uploading: what the server would refuse after minutes is refused before ---------------------------------------------

    const upload = document.querySelector("[data-upload]");
    upload?.addEventListener("submit", (event) => {
      const input = upload.querySelector("[type=file]");
      const status = upload.querySelector("[data-upload-status]");
      const isTooLarge = input.files[0] && input.files[0].size > Number(input.dataset.limit);
      status.textContent = isTooLarge ? upload.dataset.tooLarge : upload.dataset.sending;
      if (isTooLarge) event.preventDefault();
    });

    // Keys: never while somebody writes, nor with Ctrl, Alt or a window above ------------------------------------------

    const isFree = (event) =>
      !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) &&
      !event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=dialog]");

    const page = document.querySelector("[data-page]");
    const onPage = (event) => {
      const target = {
        j: "[data-after]", k: "[data-before]", e: "[data-edit]", a: '[data-key="a"]', w: '[data-key="w"]',
      }[event.key];
      const found = target && page.querySelector(target);
      if (!found) return;
      event.preventDefault();
      found.click();
    };

    const review = document.querySelector("[data-review]");
    const rows = () => [...review.querySelectorAll("[data-row]")];
    const say = (text) => {
      review.querySelector("[data-review-status]").textContent = text;
    };
    const current = () => review.querySelector("[data-row][aria-current]");
    const goTo = (row) => {
      current()?.removeAttribute("aria-current");
      row.setAttribute("aria-current", "true");
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    };
    const step = (by) => {
      const all = rows();
      const at = all.indexOf(current());
      const next = at < 0 ? all[0] : all[at + by];
      if (next) return goTo(next);
      const link = review.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]");
      if (link) link.click();
      else say(review.dataset.end);
    };

    const count = (state, by) => {
      const shown = review.querySelector(`[data-state-link="${state}"] .import-desk__count`);
      if (shown) shown.textContent = Number(shown.textContent) + by;
    };
    const decide = async (row, act) => {
      const body = new FormData();
      body.set("pk", row.dataset.row);
      body.set("act", act);
      body.set("csrfmiddlewaretoken", review.querySelector("[name=csrfmiddlewaretoken]").value);
      const response = await fetch(review.dataset.decide, { method: "POST", body, headers });
      if (!response.ok || response.redirected) return say(review.dataset.failed);
      const { worked, said, state, label } = await response.json();
      say(said);
      if (!worked) return;
      count(row.dataset.state, -1);
      count(state, 1);
      row.dataset.state = state;
      const tag = row.querySelector("[data-state-label]");
      tag.textContent = label;
      tag.className = `import-desk__tag import-desk__tag--${state.replaceAll(" ", "")}`;
      if (row === current()) step(1);
    };
    const onList = (event) => {
      const row = current();
      const acts = {
        j: () => step(1),
        k: () => step(-1),
        a: () => decide(row, "accepted").catch(() => say(review.dataset.failed)),
        w: () => decide(row, "needs work").catch(() => say(review.dataset.failed)),
        e: () => row.querySelector("[data-edit]")?.click(),
        o: () => row.querySelector("[data-open]").click(),
        x: () => row.querySelector("[name=pk]").click(),
      };
      if (!acts[event.key] || (!row && !"jk".includes(event.key))) return;
      event.preventDefault();
      acts[event.key]();
    };

    if (page || review) {
      document.addEventListener("keydown", (event) => {
        if (isFree(event)) (page ? onPage : onList)(event);
      });
    }
    if (review) {
      const all = review.querySelector("[data-choose-all]");
      const boxes = () => [...review.querySelectorAll("[name=pk]")];
      const told = () => {
        const chosen = boxes().filter((box) => box.checked).length;
        review.querySelector("[data-chosen]").textContent = chosen ? `${chosen} / ${boxes().length}` : "";
        all.checked = chosen > 0 && chosen === boxes().length;
      };
      review.addEventListener("change", (event) => {
        if (event.target === all) boxes().forEach((box) => { box.checked = all.checked; });
        told();
      });
      review.addEventListener("focusin", (event) => {
        const row = event.target.closest("[data-row]");
        if (!row || row === current()) return;
        current()?.removeAttribute("aria-current");
        row.setAttribute("aria-current", "true");
      });
      told();
    }
  };

  // Wagtail loads scripts before the page is there.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
