"use strict";
(() => {
  const value = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.v ?? cell.querySelector("time")?.dateTime ?? cell.innerText.trim();
  };
  const compare = (one, two, isNumber) =>
    isNumber ? Number(one || -Infinity) - Number(two || -Infinity) || 0 : one.localeCompare(two, "kk");
  const sort = (table, heading) => {
    const body = table.tBodies[0];
    const at = heading.cellIndex;
    const isNumber = heading.dataset.kind === "number";
    const isDescending = heading.getAttribute("aria-sort") === "ascending";
    const keyed = [...body.rows].map((row) => [value(row, at), row]);
    keyed.sort((one, two) => compare(one[0], two[0], isNumber) * (isDescending ? -1 : 1));
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
