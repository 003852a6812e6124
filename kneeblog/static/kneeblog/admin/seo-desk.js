/*
 * Editing in the table: the form of a page opens below its row and is saved without a reload.  Without this script the
 * same links lead to the same form on a page of its own.
 */
(() => {
  const headers = { "X-Requested-With": "XMLHttpRequest" };

  const { width } = window.kneeblogText;

  const say = (message) => {
    const status = document.querySelector("[data-seo-status]");
    if (status) status.textContent = message;
  };
  const failed = () => say(document.querySelector("[data-seo-status]")?.dataset.seoFailed || "");

  const measure = (field) => {
    const meter = field.parentElement.querySelector("output");
    const length = width(field.value.trim());
    const { seoLeast: least = 0, seoMost: most } = field.dataset;
    const fits = length <= most && (length >= least || length === 0);
    meter.value = `${length} / ${most} ${field.closest("[data-seo-unit]").dataset.seoUnit}`;
    meter.classList.toggle("kneeblog-seo__length--warn", !fits);
  };

  const prepare = (container) => {
    container.querySelectorAll("[data-seo-most]").forEach((field) => {
      const meter = document.createElement("output");
      meter.className = "kneeblog-seo__length";
      meter.setAttribute("for", field.id);
      field.after(meter);
      measure(field);
    });
  };

  const focusFirst = (editor) => editor.querySelector("input:not([type=hidden])").focus();
  const editors = new Map(); // open forms by page
  let focused = null; // the field last used in one of them

  const open = async (row) => {
    const page = row.dataset.seoRow;
    if (editors.get(page)?.isConnected) return focusFirst(editors.get(page));
    const response = await fetch(row.querySelector("[data-seo-edit]").href, { headers });
    if (!response.ok) return failed();
    const editor = document.createElement("tr");
    const cell = document.createElement("td");
    editor.dataset.seoEditor = "";
    cell.colSpan = row.cells.length;
    cell.innerHTML = await response.text();
    editor.append(cell);
    editors.set(page, editor);
    document.querySelector(`[data-seo-row="${page}"]`)?.after(editor);
    prepare(cell);
    say("");
    focusFirst(editor);
  };

  const close = (editor) => {
    const row = editor.previousElementSibling;
    editors.delete(row.dataset.seoRow);
    editor.remove();
    row.querySelector(".actions [data-seo-edit]").focus();
  };

  const save = async (form, editor) => {
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
      if (!response.ok) return failed();
      if (response.headers.get("Content-Type").startsWith("application/json")) {
        const { row, message } = await response.json();
        const parsed = document.createElement("tbody");
        parsed.innerHTML = row;
        editor.previousElementSibling.replaceWith(parsed.rows[0]);
        close(editor);
        say(message);
      } else {
        const cell = editor.cells[0];
        cell.innerHTML = await response.text();
        prepare(cell);
        const wrong = cell.querySelector(".messages, [aria-invalid=true]") || cell.querySelector("[type=submit]");
        if (wrong.tabIndex < 0) wrong.tabIndex = -1;
        wrong.focus();
      }
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-seo-edit]");
    const cancel = event.target.closest("[data-seo-editor] [data-seo-cancel]");
    if (!(link || cancel) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (cancel) close(cancel.closest("[data-seo-editor]"));
    else open(link.closest("tr")).catch(failed);
  });
  document.addEventListener("keydown", (event) => {
    const editor = event.target.closest?.("[data-seo-editor]");
    if (editor && event.key === "Escape" && !event.isComposing) close(editor);
  });
  document.addEventListener("submit", (event) => {
    const editor = event.target.closest("[data-seo-editor]");
    if (!editor) return;
    event.preventDefault();
    save(event.target, editor).catch(failed);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-seo-most]")) measure(event.target);
  });
  // A search or filter draws the table anew: a form that is open stays with its row, as it was.
  document.addEventListener("focusin", (event) => {
    if (event.target.closest("[data-seo-editor]")) focused = event.target;
  });
  document.addEventListener("w-swap:success", () => {
    editors.forEach((editor, page) => {
      const row = document.querySelector(`[data-seo-row="${page}"]`);
      if (editor.isConnected || !row) return;
      row.after(editor);
      if (document.activeElement === document.body && editor.contains(focused)) focused.focus();
    });
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-seo-form]").forEach(prepare);
  });
})();
