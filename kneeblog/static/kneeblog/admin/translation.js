/*
 * The translation editor: segments are saved without a reload, terms and placeholders go in at the cursor, and
 * Ctrl+Enter leads to the next segment to do.  Without this script every button still does its work on the server.
 */
(() => {
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const desk = () => document.querySelector("[data-desk]");
  const say = (message) => {
    desk().querySelector("[data-desk-status]").textContent = message;
  };
  const failed = () => say(desk().dataset.deskFailed);
  const field = (row) => row.querySelector("textarea");
  // What was refused stands in the field, but nowhere else.
  const isDirty = (textarea) => textarea.value !== textarea.defaultValue || textarea.matches("[data-unsaved]");

  const nextOpen = (row) => {
    const open = [...document.querySelectorAll("[data-segment][data-open]")].filter((other) => other !== row);
    const after = open.find((other) => row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
    return after || open[0];
  };

  const insert = (textarea, before, behind) => {
    const { selectionStart: start, selectionEnd: end, value } = textarea;
    const words = value.slice(start, end);
    textarea.focus();
    textarea.setRangeText(before + (behind ? words : "") + behind, start, end, "end");
    if (behind && !words) textarea.selectionEnd = textarea.selectionStart = start + before.length;
  };

  const save = async (form, goOn) => {
    const row = form.closest("[data-segment]");
    const sent = new FormData(form);
    const response = await fetch(form.action, { method: "POST", body: sent, headers });
    if (!response.ok || response.redirected) return failed();
    const { row: markup, progress, saved, message } = await response.json();
    const current = field(row).value;
    const hadFocus = row.contains(document.activeElement);
    const parsed = document.createElement("template");
    parsed.innerHTML = markup.trim();
    const fresh = parsed.content.firstElementChild;
    if (!saved) field(fresh).dataset.unsaved = "";
    row.replaceWith(fresh);
    if (current !== sent.get("text")) field(fresh).value = current; // written while it was being saved
    desk().querySelector("[data-desk-progress]").innerHTML = progress;
    say(message);
    const next = goOn && saved ? nextOpen(fresh) : null;
    if (next) field(next).focus();
    else if (hadFocus) field(fresh).focus();
    if (goOn && saved && !next) say(desk().dataset.deskDone);
  };

  const suggest = async (link) => {
    const row = link.closest("[data-segment]");
    link.remove();
    const response = await fetch(link.href, { headers });
    if (!response.ok) return failed();
    row.querySelector("[data-offers]").innerHTML = await response.text();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-segment-form]");
    if (!form) return;
    event.preventDefault();
    const textarea = field(form.closest("[data-segment]"));
    if (event.submitter?.matches("[data-use], [data-take]")) textarea.value = event.submitter.value;
    if (event.submitter?.matches("[data-use]")) textarea.focus();
    else save(form, false).catch(failed);
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-before]");
    if (chip) insert(field(chip.closest("[data-segment]")), chip.dataset.before, chip.dataset.behind);
    const link = event.target.closest("[data-suggest]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      suggest(link).catch(failed);
    }
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-segment-form]");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    save(form, true).catch(failed);
  });
  // What memory has close to a segment is asked for when somebody begins to translate it.
  document.addEventListener("focusin", (event) => {
    const row = event.target.matches("[data-segment-form] textarea") && event.target.closest("[data-segment][data-open]");
    const link = row && row.querySelector("[data-suggest]");
    if (link) suggest(link).catch(failed);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("[data-segment-form] textarea")].some(isDirty)) event.preventDefault();
  });
})();
