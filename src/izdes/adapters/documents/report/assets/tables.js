"use strict";
(() => {
  const number = (text) => {
    const found = parseFloat(text.replace(/[^\d,.-]/g, "").replace(",", "."));
    return Number.isNaN(found) ? -Infinity : found;
  };
  // What a cell is compared by: what it says itself, or its sum, time or text as seen.
  const value = (cell, kind) => {
    if (cell.dataset.v !== undefined) return kind === "number" ? number(cell.dataset.v) : cell.dataset.v;
    if (kind === "number") return number((cell.querySelector(".sum") ?? cell).innerText);
    if (kind === "time") return cell.querySelector("time")?.dateTime ?? "";
    return cell.innerText.trim();
  };
  const compare = (one, two) =>
    typeof one === "number" ? (one === two ? 0 : one - two) : one.localeCompare(two, "kk");
  const sort = (table, heading) => {
    const body = table.tBodies[0];
    const at = heading.cellIndex;
    const isDescending = heading.getAttribute("aria-sort") === "ascending";
    const keyed = [...body.rows].map((row) => [value(row.cells[at], heading.dataset.kind), row]);
    keyed.sort((one, two) => compare(one[0], two[0]) * (isDescending ? -1 : 1));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
    body.append(...keyed.map((pair) => pair[1]));
  };
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    for (const heading of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading));
      heading.append(button);
    }
  }
  for (const label of document.querySelectorAll(".filter")) {
    const rows = [...label.nextElementSibling.querySelector("table").tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLowerCase().replace(/\s/g, ""));
    label.hidden = false;
    label.querySelector("input").addEventListener("input", (event) => {
      const wanted = event.target.value.toLowerCase().replace(/\s/g, "");
      rows.forEach((row, at) => { row.hidden = !texts[at].includes(wanted); });
    });
  }
  for (const tools of document.querySelectorAll(".tools")) {
    const parts = [...tools.parentElement.querySelectorAll(":scope > details, :scope > .many > details")];
    tools.hidden = false;
    for (const button of tools.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        for (const part of parts) part.open = button.value === "open";
      });
    }
  }
  const choices = [...document.querySelectorAll(".lang")];
  const speak = () => {
    document.documentElement.lang = choices.find((choice) => choice.checked)?.value ?? "kk";
  };
  for (const choice of choices) choice.addEventListener("change", speak);
  speak();
})();
