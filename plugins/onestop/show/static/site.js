// Everything here is comfort: without it each page shows the same figures. Old pages keep the file that they were made
// with and read index.json of today, so names in that file may be added, never taken away. What is written into a page
// comes from the catalogue: `words`, which stands before this when the site is written.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fill = (text, places) => text.replace(/{(\w+)}/g, (_, name) => places[name]);

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  // "Đặc khu Phú Quý" and "dac khu phu quy" are the same.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();

  // A word as its tone and its letters, each with the mark of its shape: "hoá" and "hóa" are the same.
  const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;
  function letters(word) {
    const marked = word.normalize("NFD").replace(/đ/g, "d\u0335");
    return { tone: marked.match(TONES)?.[0] ?? "", letters: [...marked.replace(TONES, "").matchAll(/(\P{M})(\p{M}*)/gu)] };
  }
  const wordsOf = (text) => text.toLowerCase().normalize("NFC").split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean).map(letters);

  // What is typed has to be there; a diacritic that is not typed may be there.
  const begins = (word, typed) => (typed.tone === "" || typed.tone === word.tone)
    && typed.letters.every(([, letter, shape], at) => word.letters[at]?.[1] === letter && (shape === "" || shape === word.letters[at][2]));

  // The only search of all pages: each word that is typed begins a word of the text. "huong" finds Hương, not Phường.
  // Prepare a text once, then ask: matcher("thu duc")(prepared("Phường Thủ Đức")).
  const prepared = wordsOf;
  function matcher(typed) {
    const wanted = wordsOf(typed);
    return (text) => wanted.every((each) => text.some((word) => begins(word, each)));
  }

  // Of units the name counts before the kind: "phu" finds Phú Xuân, and "phuong" each Phường.
  const KIND = /^(xã|phường|đặc khu|thị trấn)\s+/iu;
  const preparedUnit = (name) => ({ name: prepared(name.normalize("NFC").replace(KIND, "")), whole: prepared(name) });
  function unitMatcher(typed, units) {
    const matches = matcher(typed);
    const part = units.some((unit) => matches(unit.name)) ? "name" : "whole";
    return (unit) => matches(unit[part]);
  }

  // "1.234" and "97,28%" as numbers; "–" and words are none.
  function number(text) {
    const signed = text.replace("▲", "").replace("▼", "-").replace(/[\s.]/g, "").replace(",", ".");
    const value = parseFloat(signed);
    return text.trim() === "=" ? 0 : value;
  }

  const LARGEST = 17; // rank, score and fifteen indicators

  const collator = new Intl.Collator("vi");

  function compare(one, other, direction) {
    const [a, b] = [number(one), number(other)];
    if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1; // what has no figure stays last
    return direction * (Number.isNaN(a) ? collator.compare(one, other) : a - b);
  }

  function sortable(table) {
    const body = find("tbody", table);
    for (const head of all("thead th[data-sort]", table)) {
      const column = head.cellIndex;
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
        const keyed = [...body.rows].map((row) => [row.cells[column].firstChild?.textContent ?? "", row]);
        keyed.sort(([one], [other]) => compare(one, other, direction));
        body.append(...keyed.map(([, row]) => row));
      });
    }
  }

  function searchable(tools) {
    const rows = all(`#${tools.dataset.for} tbody tr`).map((row) => {
      const name = find(".unit", row).textContent;
      return [preparedUnit(name), fold(name), row];
    });
    const [search, type, count] = [find("input", tools), find("select", tools), find("[role=status]", tools)];
    const show = () => {
      const matches = unitMatcher(search.value, rows.map(([unit]) => unit));
      let shown = 0;
      for (const [unit, name, row] of rows) {
        row.hidden = !matches(unit) || !name.startsWith(type.value);
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = fill(words.count, { shown, all: rows.length });
    };
    search.addEventListener("input", show);
    type.addEventListener("change", show);
    tools.hidden = false;
    show();
  }

  // A list of links to communes: type, press Enter, be there. Arrow down leads into the list.
  function finder(tools) {
    const list = document.getElementById(tools.dataset.find);
    const items = [...list.children].map((item) => [preparedUnit(find("a", item).textContent), item]);
    const [search, status] = [find("input", tools), find("[role=status]", tools)];
    const visible = () => items.filter(([, item]) => !item.hidden).map(([, item]) => find("a", item));
    const show = () => {
      const typed = search.value.trim();
      const matches = unitMatcher(typed, items.map(([unit]) => unit));
      for (const [unit, item] of items) item.hidden = typed === "" ? list.classList.contains("units") : !matches(unit);
      const links = visible();
      const first = links[0]?.textContent;
      status.textContent = typed === "" ? "" : fill(first ? words.found : words.found_none, { shown: links.length, first });
    };
    search.addEventListener("input", show);
    search.addEventListener("keydown", (event) => {
      const [first] = visible();
      if (!first || search.value.trim() === "") return;
      if (event.key === "Enter") location.assign(first.href);
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      first.focus();
    });
    tools.hidden = false;
    show();
  }

  const choice = (label, options, chosen) => {
    const select = make("select");
    for (const [value, text] of options) select.append(new Option(text, value, false, value === chosen));
    return [make("label", {}, label, select), select];
  };

  function shown(value, percent) {
    const rounded = Math.round(value * 100) / 100;
    if (Number.isNaN(rounded)) return "–";
    if (rounded === 0) return "=";
    const digits = Number.isInteger(rounded) ? 0 : 2;
    const text = rounded.toLocaleString("vi-VN", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const change = `${rounded > 0 ? "+" : ""}${text}`;
    return percent ? fill(words.percentage_points, { change }) : change;
  }

  const difference = (one, other) => shown(number(other) - number(one), one.includes("%"));

  function table(caption, heads, rows) {
    const made = make("table", {}, make("caption", {}, caption));
    made.append(make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))));
    made.append(make("tbody", {}, ...rows.map(([first, ...rest]) => make("tr", {}, make("th", { scope: "row", class: "name" }, ...[first].flat()), ...rest.map((text) => make("td", {}, text))))));
    find("thead th", made).className = "name";
    return made;
  }

  // Two rows of the table of all units, side by side: the largest difference first, measured by how far all units lie
  // apart, since percentages, days and amounts have no other measure in common.
  function compareUnits(place, source) {
    const heads = all("thead th", source).slice(1);
    const units = new Map(all("tbody tr", source).map((row) => [row.id, row]));
    const spreads = heads.map((_, at) => {
      const known = [...units.values()].map((row) => number(row.cells[at + 1].textContent)).filter((value) => !Number.isNaN(value));
      return Math.max(...known) - Math.min(...known);
    });
    const name = (id) => units.get(id).cells[0].textContent;
    const options = [...units.keys()].map((id) => [id, name(id)]).sort(([, one], [, other]) => collator.compare(one, other));
    const asked = new URLSearchParams(location.search);
    const known = (key, other) => (units.has(`u${asked.get(key)}`) ? `u${asked.get(key)}` : other);
    const first = known("a", options[0][0]);
    const [one, one_select] = choice(words.first_unit, options, first);
    const [two, two_select] = choice(words.second_unit, options, known("b", (options.find(([id]) => id !== first) ?? options[0])[0]));
    const result = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": find("h1").textContent });
    const line = (head, at, a, b) => {
      const [left, right] = [a, b].map((row) => row.cells[at + 1].textContent);
      const by = number(right) - number(left);
      const better = head.dataset.better && by ? name(by > 0 === (head.dataset.better === "higher") ? b.id : a.id) : "";
      // Rank and score stay on top.
      const size = at < 2 ? 3 - at : Math.abs(by) / spreads[at] || 0;
      const label = [...head.childNodes].map((node) => node.cloneNode(true));
      return { size, judged: better !== "" || at < 2, cells: [label, left, right, difference(left, right), better] };
    };
    const show = () => {
      const [a, b] = [units.get(one_select.value), units.get(two_select.value)];
      const lines = heads.map((head, at) => line(head, at, a, b));
      lines.sort((one, other) => other.judged - one.judged || other.size - one.size);
      const top = lines.filter(({ judged }) => judged).slice(0, LARGEST);
      const others = lines.slice(top.length);
      const columns = [words.indicator, name(a.id), name(b.id), words.difference, words.better];
      const shown = (caption, some) => table(caption, columns, some.map(({ cells }) => cells));
      const rest = make("details", {}, make("summary", {}, fill(words.others, { count: others.length })), shown(words.units_caption, others));
      result.replaceChildren(shown(words.largest_first, top), ...(others.length ? [rest] : []));
    };
    // The address names both, so that it can be sent, and another period opens with the same.
    const choose = () => {
      const [a, b] = [one_select.value, two_select.value].map((id) => id.slice(1));
      history.replaceState(null, "", `?a=${a}&b=${b}`);
      show();
    };
    one_select.addEventListener("change", choose);
    two_select.addEventListener("change", choose);
    place.append(make("div", { class: "tools" }, one, two), result);
    show();
  }

  // One unit on the charts of a page and in its table, chosen from a list or by the address.
  function chosen(place, source) {
    const rows = new Map(all("tbody tr", source).map((row) => [row.id, row]));
    const name = (code) => rows.get(code).cells[0].textContent;
    const heads = all("thead th", source).map((head) => head.textContent);
    const options = [...rows.keys()].map((code) => [code, name(code)]).sort(([, one], [, other]) => collator.compare(one, other));
    const [labelled, select] = choice(words.chosen_unit, [["", words.no_unit], ...options], "");
    const said = make("p", { role: "status" });
    const show = (code) => {
      select.value = code;
      source.classList.add("by-script"); // instead of the row that the address names
      for (const [each, row] of rows) row.classList.toggle("chosen-row", each === code);
      for (const mark of all("svg [data-unit]")) {
        mark.classList.toggle("chosen", mark.dataset.unit === code);
        if (mark.dataset.unit === code) mark.parentNode.append(mark); // above the others
      }
      if (!("said" in place.dataset)) return;
      const cells = code ? [...rows.get(code).cells].slice(1) : [];
      const facts = cells.map((cell, at) => [heads[at + 1], cell.textContent.trim()]).filter(([, text]) => text && text !== "–");
      said.replaceChildren(...(code ? [make("strong", {}, name(code)), `. ${facts.map((fact) => fact.join(": ")).join("; ")}.`] : []));
    };
    const byAddress = () => {
      if (!rows.has(location.hash.slice(1))) return;
      show(location.hash.slice(1));
      place.scrollIntoView();
    };
    select.addEventListener("change", () => {
      history.replaceState(null, "", `#${select.value}`);
      show(select.value);
    });
    addEventListener("hashchange", byAddress);
    place.append(make("div", { class: "tools" }, labelled), said);
    byAddress();
  }

  // Two periods of the table of all periods, side by side.
  function comparePeriods(place, source) {
    const periods = all("thead th[colspan]", source).map((head, at) => [String(at), head.textContent]);
    if (periods.length < 2) return;
    const [one, one_select] = choice(words.first_period, periods, String(periods.length - 2));
    const [two, two_select] = choice(words.second_period, periods, String(periods.length - 1));
    const result = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": find("h1").textContent });
    const show = () => {
      const [a, b] = [Number(one_select.value), Number(two_select.value)];
      const rows = all("tbody tr", source).map((row) => {
        const text = (at) => row.cells[at].textContent;
        const [old_rank, old_score, rank, score] = [1 + 2 * a, 2 + 2 * a, 1 + 2 * b, 2 + 2 * b].map(text);
        return [text(0), old_rank, rank, shown(number(old_rank) - number(rank)), old_score, score, difference(old_score, score)];
      });
      const [early, late] = [periods[a][1], periods[b][1]];
      const ranks = [early, late].map((period) => fill(words.rank_in, { period }));
      const scores = [early, late].map((period) => fill(words.score_in, { period }));
      const heads = [words.unit, ...ranks, words.movement, ...scores, words.score_change];
      result.replaceChildren(table(words.periods_caption, heads, rows));
    };
    one_select.addEventListener("change", show);
    two_select.addEventListener("change", show);
    place.append(make("div", { class: "tools" }, one, two), result);
    show();
  }

  // The same page of another publication; where it has none, its ranking.
  async function go(area, folder, page) {
    const wanted = area + folder + page;
    const answer = await fetch(wanted, { method: "HEAD" });
    await answer.blob(); // to its end, so that leaving the page cuts nothing off
    location.assign(answer.ok ? wanted + location.search + location.hash : `${area}${folder}index.html`);
  }

  function picker(label, options, chosen, open) {
    const [labelled, select] = choice(label, options, chosen);
    // What is chosen opens. Arrow keys change a closed list at each press: then the button, or Enter, opens.
    const button = make("button", { type: "button", hidden: "" }, words.open);
    let byArrow = false;
    select.addEventListener("keydown", (event) => {
      byArrow = event.key !== "Enter";
      if (event.key === "Enter" && !button.hidden) open(select.value);
    });
    select.addEventListener("pointerdown", () => (byArrow = false));
    select.addEventListener("change", () => {
      button.hidden = !byArrow;
      if (!byArrow) open(select.value);
    });
    button.addEventListener("click", () => open(select.value));
    return make("span", { class: "tools" }, labelled, button);
  }

  async function current(place) {
    const { area, page, publication } = place.dataset;
    const answer = await fetch(`${area}index.json`);
    if (!answer.ok) return;
    const today = await answer.json();
    const own = today.publications.find((each) => String(each.id) === publication);
    if (!own) return;
    const versions = today.publications.filter((each) => each.scheme === own.scheme && each.period_id === own.period_id);
    const newest = (list) => list.reduce((best, each) => (each.version > best.version ? each : best));
    const periods = new Map();
    for (const each of today.publications.filter((other) => other.scheme === own.scheme)) {
      periods.set(each.period_id, newest([each, periods.get(each.period_id) ?? each]));
    }
    const open = (url) => go(area, url, page);
    const latest = newest(versions);
    place.append(
      picker(words.choose_period, [...periods.values()].map((each) => [each.url, each.period]), periods.get(own.period_id).url, open),
      picker(words.choose_version, versions.map((each) => [each.url, fill(words.status_and_version, each)]), own.url, open),
    );
    const notes = today.stale.map((text) => make("p", { class: "note" }, text));
    if (latest.version > own.version) {
      const link = make("a", { href: `${area}${latest.url}index.html` }, fill(words.status_and_version, latest));
      notes.unshift(make("p", { class: "note" }, words.newer, link));
    }
    if (own.late) notes.push(make("p", { class: "note" }, fill(words.late, { figures: own.late })));
    find("#notes").append(...notes);
  }

  // The morning list: search, filters and order of the cards of all parts; a part with a match opens.
  function cards(tools) {
    const lists = all(".cards").map((list) => [list, [...list.children]]);
    const shownAs = new Map(lists.flatMap(([, own]) => own.map((card) => [card, prepared(card.textContent)])));
    const [search, status, order] = [find("input", tools), find("[role=status]", tools), find("[data-order]", tools)];
    const filters = all("select[data-by]", tools);
    for (const select of filters) {
      const values = new Set([...shownAs.keys()].map((card) => card.dataset[select.dataset.by]));
      for (const value of [...values].sort(collator.compare)) select.append(new Option(value, value));
    }
    const wasOpen = new Map(all("details.part").map((part) => [part, part.open]));
    const show = () => {
      const matches = matcher(search.value);
      let shown = 0;
      for (const [card, text] of shownAs) {
        card.hidden = !matches(text) || filters.some((select) => select.value && card.dataset[select.dataset.by] !== select.value);
        shown += card.hidden ? 0 : 1;
      }
      const narrowed = search.value.trim() !== "" || filters.some((select) => select.value);
      for (const [part, open] of wasOpen) part.open = narrowed ? find(".card:not([hidden])", part) !== null : open;
      status.textContent = fill(words.cards, { shown, all: shownAs.size });
    };
    const sort = () => {
      const key = order.value;
      const compared = (a, b) => (key === "by" ? 0 : collator.compare(a.dataset[key], b.dataset[key])) || a.dataset.by - b.dataset.by;
      for (const [list, own] of lists) list.append(...[...own].sort(compared));
    };
    search.addEventListener("input", show);
    for (const select of filters) select.addEventListener("change", show);
    order.addEventListener("change", sort);
    tools.hidden = false;
    show();
  }

  // A link leads into a closed part: the part opens.
  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const part = target && target.closest("details");
    if (!part) return;
    part.open = true;
    target.scrollIntoView();
  }

  for (const each of all("table[data-sortable]")) sortable(each);
  for (const each of all("[data-cards]")) cards(each);
  window.addEventListener("hashchange", reveal);
  reveal();
  for (const each of all(".tools[data-for]")) searchable(each);
  for (const each of all("[data-find]")) finder(each);
  for (const each of all("[data-compare=units]")) compareUnits(each, find(`#${each.dataset.of}`));
  for (const each of all("[data-compare=periods]")) comparePeriods(each, find("#matrix"));
  for (const each of all("[data-chosen]")) chosen(each, find(`#${each.dataset.chosen}`));
  for (const each of all("[data-publication]")) current(each);
  for (const each of all("button[data-print]")) {
    each.hidden = false;
    each.addEventListener("click", () => window.print());
  }
})();
