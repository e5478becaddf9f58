// The live panel of /verdelen: sliders, finding, map, bars and table, all drawn from one message of the engine.
// While a slider moves the panel asks the engine (one question under way, the newest next); on release it commits the key.

import { MunicipalMap, drawLegend, element, mount } from "./municipal_map.js";

const RETRY_MS = 1500;
const BAR_ROOM = 1.1;
const count = new Intl.NumberFormat("nl-NL");
const decimals = (digits) => new Intl.NumberFormat("nl-NL", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const one = decimals(1), two = decimals(2);
const minus = (text) => text.replace("-", "−");
const number = (value) => minus(count.format(value));
const signed = (value, format = count) => (value > 0 ? "+" : "") + minus(format.format(value));
const rate = (value) => (value >= 20 ? count : value >= 1 ? one : two).format(value);
const arrow = (value) => (value > 0 ? "▲" : value < 0 ? "▼" : "=");
const sorted = (object) => Object.fromEntries(Object.entries(object ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
const positive = (weights) => sorted(Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0)));

/** Two scenarios are the same when this text is. */
function identity(scenario) {
  const own = Object.fromEntries(Object.entries(scenario.group_weights ?? {}).map(([group, weights]) => [group, positive(weights)]));
  const rest = { ...scenario, weights: positive(scenario.weights), group_weights: sorted(own), tasks: sorted(scenario.tasks) };
  return JSON.stringify(sorted(rest));
}

class LivePanel {
  constructor(root) {
    this.root = root;
    this.measure = "verschil";
    this.mode = "kaart";
    this.selected = null;
    this.build();
  }

  // -- building, once ------------------------------------------------------------------------------------------------

  build() {
    const el = element;
    this.finding = el("h2", { class: "finding" });
    this.summary = el("p", { class: "summary" });
    this.status = el("p", { class: "status", role: "status" });
    this.warnings = el("ul", { class: "warnings" });
    this.spoken = el("p", { class: "only-spoken", "aria-live": "polite" });

    this.preset = el("select", { id: "preset" });
    this.presetText = el("p", { class: "hint" });
    this.preset.addEventListener("change", () => this.usePreset(this.preset.value));
    const reset = el("button", { type: "button", class: "plain" }, "Begin opnieuw");
    reset.addEventListener("click", () => {
      this.scenario = { ...this.scenario, group_weights: {}, reference: Object.keys(this.data.references)[0] };
      this.usePreset(this.data.presets[0].key);
    });
    this.own = el("input", { type: "checkbox", id: "own" });
    this.own.addEventListener("change", () => this.useOwnKey(this.own.checked));
    this.ownLabel = el("label", { for: "own" });
    this.sliders = el("div", { class: "sliders" });
    this.reference = el("select", { id: "reference" });
    this.reference.addEventListener("change", () => {
      this.scenario = { ...this.scenario, reference: this.reference.value };
      this.moved(true);
    });
    const controls = el("details", { class: "controls", open: true },
      el("summary", {}, el("span", { role: "heading", "aria-level": "2" }, "Wat telt mee?")),
      el("div", { class: "field row" }, el("label", { for: "preset" }, "Voorbeelden"), reset, this.preset, this.presetText),
      el("div", { class: "own" }, this.own, this.ownLabel),
      this.sliders,
      el("div", { class: "field" }, el("label", { for: "reference" }, "Vergelijk met"), this.reference));
    if (window.matchMedia("(max-width: 800px)").matches) controls.open = false;

    this.mapTitle = el("h3", {});
    this.mapHost = el("div", { class: "map-host" });
    this.legend = el("div", { class: "legend" });
    this.measurePick = this.picker("Kleur", { verschil: "Verschil", per_1000: "Per 1.000 inwoners", aantal: "Aantal" }, "measure");
    this.modePick = this.picker("Vorm", { kaart: "Kaart", tegels: "Tegels" }, "mode");
    this.map = new MunicipalMap(this.mapHost, (id) => this.select(id));
    const mapBlock = el("section", { class: "map-block" }, this.mapTitle, el("div", { class: "pickers" }, this.measurePick, this.modePick), this.mapHost, this.legend);

    this.barBody = el("tbody", {});
    this.barHead = el("th", { scope: "col", class: "figure" });
    this.barCaption = el("caption", {});
    this.rows = new Map();
    const head = (text, kind) => el("th", { scope: "col", class: kind }, text);
    const bars = el("table", { class: "bars" }, this.barCaption,
      el("thead", {}, el("tr", {}, head("Gemeente", ""), el("td", { class: "bar", "aria-hidden": "true" }), this.barHead, head("Nu", "figure"), head("Verschil", "figure"))),
      this.barBody);
    this.why = el("div", { class: "why", "aria-live": "polite" });
    const barBlock = el("section", { class: "bar-block" }, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Uitkomst per gemeente" }, bars), this.why);

    this.tableTitle = el("h3", {});
    this.table = el("div", { class: "scroll wide", tabindex: "0", role: "region", "aria-label": "IJktabel: gemeente en aandachtsgroep" });
    const tableBlock = el("section", { class: "table-block" }, this.tableTitle, this.table);

    this.root.classList.add("panel");
    this.root.append(controls, el("div", { class: "result" },
      el("header", {}, this.finding, this.summary, this.warnings, this.status, this.spoken),
      el("div", { class: "views" }, mapBlock, barBlock), tableBlock));
  }

  picker(label, choices, property) {
    const set = element("fieldset", { class: "picker" }, element("legend", {}, label));
    for (const [value, text] of Object.entries(choices)) {
      const input = element("input", { type: "radio", name: property, value, checked: this[property] === value });
      input.addEventListener("change", () => {
        this[property] = value;
        this.draw();
      });
      set.append(element("label", {}, input, element("span", {}, text)));
    }
    return set;
  }

  // -- what Streamlit hands over ----------------------------------------------------------------------------------------

  receive(data, commit) {
    this.commit = commit;
    const place = [data.region_name, data.year, data.group.key].join();
    const isNewPlace = place !== this.place;
    const incoming = identity(data.message.scenario);
    if (!isNewPlace && this.awaiting && incoming !== this.awaiting) return this.mapReady;
    if (!isNewPlace && this.isMoving) return this.mapReady;
    if (incoming === this.awaiting) this.awaiting = null;
    this.data = data;
    this.place = place;
    this.scenario = data.message.scenario;
    this.message = data.message;
    if (isNewPlace) this.prepare();
    this.showKey();
    this.sort();
    this.draw();
    return this.mapReady;
  }

  /** Everything that depends on region, year and group only. */
  prepare() {
    const { data } = this, el = element;
    this.problem("");
    const option = (value, text) => el("option", { value }, text);
    this.preset.replaceChildren(option("", "Eigen sleutel"), ...data.presets.map((p) => option(p.key, p.name)));
    this.reference.replaceChildren(...Object.entries(data.references).map(([key, words]) => option(key, words)));
    this.ownLabel.textContent = `Eigen weging voor ${data.group.people}`;
    this.inputs = {};
    this.sliders.replaceChildren(...data.criteria.filter((c) => !c.missing).map((criterion) => this.slider(criterion)));
    const missing = data.criteria.filter((c) => c.missing);
    if (missing.length) {
      this.sliders.append(el("details", { class: "left-out" },
        el("summary", {}, `${missing.length === 1 ? "Eén maatstaf telt" : `${missing.length} maatstaven tellen`} niet mee`),
        ...missing.map((c) => el("p", {}, el("strong", {}, c.name), `: ${c.missing} ${c.text}`))));
    }
    this.codeIndex = new Map(data.message.codes.map((code, i) => [code, i]));
    if (!this.codeIndex.has(this.selected)) this.selected = null;
    this.rows.clear();
    data.message.codes.forEach((code, i) => this.rows.set(code, this.row(code, data.names[i])));
    this.barTop = 0;
  }

  slider(criterion) {
    const el = element, id = `c-${criterion.key}`;
    const range = el("input", { type: "range", min: 0, max: 10, step: 1, id, "aria-describedby": `${id}-share` });
    const box = el("input", { type: "number", min: 0, max: 10, step: "any", "aria-label": `Gewicht van ${criterion.name}, 0 tot 10` });
    const share = el("output", { id: `${id}-share`, for: id });
    const text = el("p", { class: "hint", id: `${id}-text`, hidden: true }, criterion.text);
    const info = el("button", { type: "button", class: "info", "aria-expanded": "false", "aria-controls": `${id}-text`, "aria-label": `Uitleg bij ${criterion.name}` }, "?");
    info.addEventListener("click", () => {
      text.hidden = !text.hidden;
      info.setAttribute("aria-expanded", String(!text.hidden));
    });
    range.addEventListener("input", () => this.setWeight(criterion.key, Number(range.value), false));
    range.addEventListener("change", () => this.setWeight(criterion.key, Number(range.value), true));
    box.addEventListener("change", () => {
      const value = Number(box.value.replace(",", "."));
      if (box.value === "" || !Number.isFinite(value) || value < 0 || value > 10) {
        this.problem(`Het gewicht van ${criterion.name} moet een getal van 0 tot en met 10 zijn.`);
        box.value = range.value;
      } else this.setWeight(criterion.key, value, true);
    });
    this.inputs[criterion.key] = { range, box, share };
    return el("div", { class: "slider" }, el("label", { for: id }, criterion.name), info, share, range, box, text);
  }

  row(code, name) {
    const el = element;
    const button = el("button", { type: "button", class: "plain", "aria-pressed": "false" }, name);
    button.addEventListener("click", () => this.select(this.selected === code ? null : code));
    const fill = el("i", { class: "fill" }), mark = el("i", { class: "mark" });
    const cell = (kind) => el("td", { class: kind });
    const reference = cell("figure"), now = cell("figure now"), difference = cell("figure difference");
    const tr = el("tr", { "data-id": code }, el("th", { scope: "row" }, button), el("td", { class: "bar", "aria-hidden": "true" }, el("div", {}, fill, mark)), reference, now, difference);
    return { tr, button, fill, mark, reference, now, difference };
  }

  // -- what people do ----------------------------------------------------------------------------------------------------

  key() {
    return this.scenario.group_weights?.[this.data.group.key] ?? this.scenario.weights;
  }

  setKey(weights) {
    const group = this.data.group.key;
    if (this.scenario.group_weights?.[group]) this.scenario = { ...this.scenario, group_weights: { ...this.scenario.group_weights, [group]: weights } };
    else this.scenario = { ...this.scenario, weights };
  }

  setWeight(criterion, value, released) {
    this.setKey({ ...this.key(), [criterion]: value });
    this.showKey();
    this.moved(released);
  }

  usePreset(key) {
    const preset = this.data.presets.find((p) => p.key === key);
    if (!preset) return this.showKey();
    this.setKey({ ...preset.weights });
    this.showKey();
    this.moved(true);
  }

  useOwnKey(isOwn) {
    const own = { ...this.scenario.group_weights };
    if (isOwn) own[this.data.group.key] = { ...this.key() };
    else delete own[this.data.group.key];
    this.scenario = { ...this.scenario, group_weights: own };
    this.showKey();
    this.moved(true);
  }

  select(code) {
    this.selected = code;
    this.draw();
  }

  /** The sliders show the key; the percentages come with the engine's answer. */
  showKey() {
    const weights = this.key();
    for (const [key, { range, box }] of Object.entries(this.inputs)) {
      const weight = weights[key] ?? 0;
      if (Number(range.value) !== weight) range.value = weight;
      if (Number(box.value) !== weight || box.value === "") box.value = weight;
    }
    this.own.checked = Boolean(this.scenario.group_weights?.[this.data.group.key]);
    this.reference.value = this.scenario.reference;
    const text = JSON.stringify(positive(weights));
    const preset = this.data.presets.find((p) => JSON.stringify(positive(p.weights)) === text);
    this.preset.value = preset?.key ?? "";
    this.presetText.textContent = preset?.text ?? "";
    this.presetText.hidden = !preset;
  }

  // -- the engine -----------------------------------------------------------------------------------------------------

  moved(released) {
    this.isMoving = true;
    if (released) this.isReleased = true;
    this.ask();
  }

  async ask() {
    if (this.asking) return void (this.askAgain = true);
    this.asking = true;
    this.askAgain = false;
    const { scenario, place } = this, released = this.isReleased;
    let again = false;
    try {
      const answer = await fetch(this.data.api, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ scenario, group: this.data.group.key }),
      });
      const message = await answer.json();
      if (place !== this.place) return;
      if (answer.ok) {
        this.problem("");
        this.message = message;
        if (released && scenario === this.scenario) this.release(scenario);
        this.draw();
      } else {
        this.problem(message.fout ?? "De server kon dit niet uitrekenen. De laatste uitkomst blijft staan.");
        this.isMoving = this.isReleased = false;
      }
    } catch {
      this.problem("Geen verbinding met de server. De laatste uitkomst blijft staan; we proberen het opnieuw.");
      again = true;
    } finally {
      this.asking = false;
      if (again) setTimeout(() => this.ask(), RETRY_MS);
      else if (this.askAgain || scenario !== this.scenario) this.ask();
    }
  }

  release(scenario) {
    this.isMoving = this.isReleased = false;
    this.awaiting = identity(this.message.scenario);
    this.sort();
    this.spoken.textContent = `${this.message.finding} ${this.message.summary}`;
    this.commit(this.message.scenario);
  }

  problem(text) {
    this.status.textContent = text;
    this.root.classList.toggle("stale", Boolean(text));
  }

  // -- drawing -----------------------------------------------------------------------------------------------------------

  sort() {
    const { codes, numbers, reference } = this.message;
    const order = codes.map((_, i) => i).sort((a, b) => numbers[b] - numbers[a] || reference[b] - reference[a]);
    const nodes = order.map((i) => this.rows.get(codes[i]).tr);
    if (nodes.some((node, i) => this.barBody.children[i] !== node)) this.barBody.replaceChildren(...nodes);
  }

  draw() {
    const { message, data } = this;
    this.finding.textContent = message.finding;
    this.summary.textContent = message.summary;
    const notes = message.warnings.join("\n");
    if (this.warnings.dataset.key !== notes) {
      this.warnings.dataset.key = notes;
      this.warnings.replaceChildren(...message.warnings.map((text) => element("li", {}, text)));
    }
    for (const [key, { share }] of Object.entries(this.inputs)) {
      share.textContent = key in message.weights ? `${count.format(Math.round(100 * message.weights[key]))} %` : "0 %";
    }
    this.drawMap();
    this.drawBars();
    this.drawWhy();
    this.drawTable();
    this.root.dataset.drawn = identity(message.scenario);
  }

  drawMap() {
    const { message, data, measure } = this;
    const used = data.scales[measure];
    const words = data.references[message.scenario.reference];
    const title = {
      verschil: `Verschil met de verdeling ${words}`,
      per_1000: `${capital(data.group.noun)} per 1.000 inwoners`,
      aantal: `Aantal ${data.group.noun}`,
    }[measure];
    this.mapTitle.textContent = title;
    const areas = {};
    message.codes.forEach((code, i) => {
      const difference = message.numbers[i] - message.reference[i];
      areas[code] = {
        class: message.classes[measure][i],
        label: measure === "verschil" ? signed(difference) : measure === "aantal" ? number(message.numbers[i]) : rate(message.per_1000[i]),
        name: data.names[i],
        tip: [`${number(message.numbers[i])} ${data.group.unit}`, `${words}: ${number(message.reference[i])} (${signed(difference)})`, `${rate(message.per_1000[i])} per 1.000 inwoners`],
        selected: code === this.selected,
      };
    });
    drawLegend(this.legend, measure === "verschil" ? "Afwijking van de referentie" : title, used.legend, false);
    this.mapReady = this.map.update({
      layer: data.layer, mode: this.mode, areas, colors: used.legend.map((item) => item.color), ink: used.ink, selectable: true,
      title: `Kaart van ${data.region_name}: ${title}. ${message.finding} Kies een gemeente met de pijltjestoetsen en Enter.`,
    });
  }

  drawBars() {
    const { message, data } = this;
    const top = Math.max(1, ...message.numbers, ...message.reference);
    if (top > this.barTop || top < this.barTop / 2) this.barTop = top * BAR_ROOM;
    this.barCaption.textContent = `${data.group.name}, ${data.group.unit}: balk is nu, streep is de referentie`;
    this.barHead.textContent = "Referentie";
    message.codes.forEach((code, i) => {
      const row = this.rows.get(code), difference = message.numbers[i] - message.reference[i];
      row.fill.style.width = `${(100 * message.numbers[i]) / this.barTop}%`;
      row.mark.style.left = `${(100 * message.reference[i]) / this.barTop}%`;
      put(row.reference, number(message.reference[i]));
      put(row.now, number(message.numbers[i]));
      put(row.difference, `${arrow(difference)} ${signed(difference)}`);
      row.tr.classList.toggle("up", difference > 0);
      row.tr.classList.toggle("down", difference < 0);
      row.tr.classList.toggle("selected", code === this.selected);
      row.button.setAttribute("aria-pressed", String(code === this.selected));
    });
  }

  /** Why the number of the chosen municipality is what it is: the steps from the reference, which add up. */
  drawWhy() {
    const { message, data } = this, i = this.codeIndex.get(this.selected);
    if (i === undefined) {
      put(this.why, "Kies een gemeente op de kaart of in de lijst. Dan leest u hier waarom het getal zo is.");
      return;
    }
    const steps = Object.entries(message.steps).filter(([key, values]) => key === "reference" || values[i] !== 0);
    const item = (name, value) => element("li", {}, element("span", {}, name), element("b", {}, value));
    const words = data.references[message.scenario.reference];
    this.why.replaceChildren(
      element("h3", {}, `Waarom ${number(message.numbers[i])} voor ${data.names[i]}?`),
      element("ol", {},
        ...steps.map(([key, values]) => key === "reference" ? item(capital(words), one.format(values[i])) : item(data.step_names[key], signed(values[i], one))),
        item("Samen", number(message.numbers[i]))));
    this.why.querySelector("li:last-child").className = "sum";
  }

  drawTable() {
    const { message, data } = this, el = element;
    const key = [this.place, message.groups, Object.keys(this.scenario.group_weights ?? {}), this.selected].join("|");
    if (this.table.dataset.key !== key) this.buildTable(key);
    const columns = this.tableColumns;
    message.table.forEach((numbers, i) => columns.forEach((column, c) => put(this.cells[i][c], number(sum(column.map((g) => numbers[g]))))));
    columns.forEach((column, c) => put(this.totals[c], number(sum(message.table.map((numbers) => sum(column.map((g) => numbers[g])))))));
  }

  buildTable(key) {
    const { message, data } = this, el = element, table = this.table;
    table.dataset.key = key;
    const index = new Map(message.groups.map((group, g) => [group, g]));
    const blocks = data.sums.map((block) => block.filter((group) => index.has(group))).filter((block) => block.length > 1);
    this.tableColumns = [...message.groups.map((_, g) => [g]), ...blocks.map((block) => block.map((group) => index.get(group)))];
    const own = this.scenario.group_weights ?? {};
    const heads = message.groups.map((group) => el("th", { scope: "col", class: group === data.group.key ? "current" : "" },
      data.groups[group].short, el("small", {}, data.groups[group].unit + (own[group] ? " · eigen weging" : ""))));
    const sums = blocks.map((block) => el("th", { scope: "col", class: "block" }, "Samen", el("small", {}, data.groups[block[0]].unit)));
    const cell = (c) => el("td", { class: `figure${message.groups[c] === data.group.key ? " current" : ""}${c >= message.groups.length ? " block" : ""}` });
    this.cells = message.codes.map(() => this.tableColumns.map((_, c) => cell(c)));
    this.totals = this.tableColumns.map((_, c) => cell(c));
    const byName = message.codes.map((_, i) => i).sort((a, b) => data.names[a].localeCompare(data.names[b], "nl"));
    const rows = byName.map((i) => el("tr", { class: message.codes[i] === this.selected ? "selected" : "" }, el("th", { scope: "row" }, data.names[i]), ...this.cells[i]));
    table.replaceChildren(el("table", { class: "ijktabel" },
      el("caption", {}, "Hele getallen die optellen tot de opgave. Groepen met een verschillende eenheid tellen we niet bij elkaar op."),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Gemeente"), ...heads, ...sums)),
      el("tbody", {}, ...rows),
      el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, "Totaal"), ...this.totals))));
    this.tableTitle.textContent = `IJktabel: elke aandachtsgroep, ${data.region_name}`;
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const put = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

export default function render({ parentElement, data, setStateValue }) {
  const panel = mount(parentElement, "live_panel", (root) => new LivePanel(root));
  return panel.receive(data, (scenario) => setStateValue("scenario", scenario)).then(() => undefined);
}
