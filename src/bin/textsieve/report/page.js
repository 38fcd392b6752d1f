
"use strict";
const byId = (id) => document.getElementById(id);
const list = byId("documents");
const documents = [...list.children].map((article) => ({
  article,
  marks: [...article.querySelectorAll("del")],
  blocks: [...article.querySelectorAll("i.evidence")],
  text: [article.dataset.name, ...[...article.querySelectorAll("del, .evidence")].map((mark) => mark.dataset.rule ?? mark.textContent)].join(" ").toLowerCase(),
}));
const boxes = [...document.querySelectorAll("input[name=category]")];

function filter() {
  const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const wanted = byId("search").value.trim().toLowerCase();
  let shown = 0;
  for (const { article, marks, blocks, text } of documents) {
    let marked = false;
    for (const block of blocks) block.hidden = !on.has("block");
    for (const mark of marks) {
      const isOn = on.has(mark.dataset.category);
      mark.classList.toggle("off", !isOn);
      marked ||= isOn;
    }
    article.hidden = !(marked && text.includes(wanted));
    shown += article.hidden ? 0 : 1;
  }
  byId("shown").textContent = shown + " shown";
}

function order() {
  const key = byId("order").value;
  const byName = (a, b) => a.article.dataset.name.localeCompare(b.article.dataset.name, "en", { numeric: true });
  const byKey = (a, b) => b.article.dataset[key] - a.article.dataset[key] || byName(a, b);
  documents.sort(key === "name" ? byName : byKey);
  list.append(...documents.map(({ article }) => article));
}

for (const box of boxes) box.addEventListener("change", filter);
byId("search").addEventListener("input", filter);
byId("order").addEventListener("change", order);
byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
});
filter();
