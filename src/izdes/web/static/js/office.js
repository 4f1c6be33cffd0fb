// What a script adds to pages that work without it: keys in tables, rows as links, copying.
// Everything listens on the document, so that parts of a page that are refreshed need nothing.

const ROW = "tbody a.row, tbody td:first-child .chip a";

document.documentElement.classList.add("scripted");

function rowLinks(listing) {
  return [...listing.querySelectorAll(ROW)];
}

// j and k move between rows, Enter opens one (a link does that itself). Only inside a table: a
// letter typed elsewhere stays a letter.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const listing = event.target.closest(".listing");
  // By the place of the key: on a Kazakh keyboard the same two keys move.
  const step = { KeyJ: 1, KeyK: -1 }[event.code];
  if (!listing || !step) return;
  const links = rowLinks(listing);
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : at + step];
  if (next) {
    next.focus();
    event.preventDefault();
  }
});

// Alt and a letter lead to what carries it, whatever the layout of the keyboard; without a script
// the browser's own access keys do the same on a Latin one.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const found = document.querySelector(`[data-key="${CSS.escape(event.code)}"]`);
  if (!found) return;
  event.preventDefault();
  found.focus();
  if (found.matches("a, [type=radio]")) found.click();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) {
    navigator.clipboard?.writeText(button.dataset.copy).then(() => said(button));
    return;
  }
  if (event.target.closest("a, button, input, label, summary, select, details")) return;
  if (String(getSelection()) || event.button !== 0) return;
  event.target.closest(".listing tbody tr")?.querySelector("a.row, td:first-child .chip a")?.click();
});

function said(button) {
  const before = button.getAttribute("aria-label");
  button.classList.add("done");
  button.setAttribute("aria-label", button.dataset.done ?? "✓");
  setTimeout(() => {
    button.classList.remove("done");
    button.setAttribute("aria-label", before);
  }, 1500);
}

// A session that has ended answers with the entrance: show all of it, not a piece inside a table.
document.addEventListener("htmx:beforeSwap", (event) => {
  const there = new URL(event.detail.xhr.responseURL || location.href);
  if (there.pathname.startsWith("/sign-in/")) {
    event.detail.shouldSwap = false;
    location.assign(there);
  }
});

// Printing needs what is folded away.
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("main details:not(.filters, .chooser)")) one.open = true;
});
