// The live panel of /verdelen: sliders, finding, map, bars and table, all drawn from one message of the engine.
// While a slider moves the panel asks the engine; on release it commits the key.

import { EnginePanel, arrow, capital, number, one, percent, positive, put, rate, signed, sum, told } from "./engine_panel.js";
import { MunicipalMap, drawLegend, element as el, mount, write } from "./municipal_map.js";

const BAR_ROOM = 1.1;
const CHUNK = 10; // rows of a table that are shown or skipped together
const REST_MS = 150; // after this long without a move, parts out of sight are drawn too
const band = (low, high) => (high >= 20 ? [low, high].map((value) => number(Math.round(value))) : [low, high].map((value) => one.format(value))).join(" – ");
const ruler = document.createElement("canvas").getContext("2d");
/** Width of a text in the font of the page [px]. */
function width(text, size, weight = 400) {
  ruler.font = `${weight} ${size}px "Source Sans", "Source Sans 3", sans-serif`;
  return ruler.measureText(text).width;
}
/** Room for the longest word of a head of the ijktabel, and for a number below it [px]. */
const headWidth = (head) => Math.max(68, ...[...head.childNodes].flatMap((part) => part.textContent.split(" ")).map((word) => width(word, 13, 600))) + 20;
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

class LivePanel extends EnginePanel {
  constructor(root) {
    super(root);
    this.measure = "verschil";
    this.mode = "kaart";
    this.build();
  }

  // -- building, once ------------------------------------------------------------------------------------------------

  build() {
    this.finding = el("h2", { class: "finding" });
    this.summary = el("p", { class: "summary" });
    this.firm = el("p", { class: "firm" });
    this.warnings = el("ul", { class: "warnings" });
    this.root.classList.add("panel");
    this.root.append(this.buildControls(), el("div", { class: "result" },
      el("header", {}, this.finding, this.summary, this.firm, this.warnings, this.status, this.spoken),
      el("div", { class: "views" }, this.buildMap(), this.buildBars()), this.buildTableBlock()), this.dialog);
  }

  buildControls() {
    this.preset = el("select", { id: "preset" });
    this.presetText = el("p", { class: "hint" });
    this.preset.addEventListener("change", () => this.usePreset(this.preset.value));
    const reset = el("button", { type: "button", class: "plain" }, "Begin opnieuw");
    reset.addEventListener("click", () => this.startOver());
    this.own = el("input", { type: "checkbox", id: "own" });
    this.own.addEventListener("change", () => this.useOwnKey(this.own.checked));
    this.ownLabel = el("label", { for: "own" });
    this.sliders = el("div", { class: "sliders" });
    this.reference = el("select", { id: "reference" });
    this.reference.addEventListener("change", () => this.change({ reference: this.reference.value }, true));
    const controls = el("details", { class: "controls", open: true },
      el("summary", {}, el("span", { role: "heading", "aria-level": "2" }, "Wat telt mee?")),
      el("div", { class: "field row" }, el("label", { for: "preset" }, "Voorbeelden"), reset, this.preset, this.presetText),
      el("div", { class: "own" }, this.own, this.ownLabel),
      this.sliders,
      el("div", { class: "field" }, el("label", { for: "reference" }, "Vergelijk met"), this.reference),
      this.buildRules());
    if (window.matchMedia("(max-width: 800px)").matches) controls.open = false;
    return controls;
  }

  buildRules() {
    this.combine = el("select", { id: "combine" });
    this.combineText = el("p", { class: "hint" });
    this.combine.addEventListener("change", () => this.change({ combine: this.combine.value }, true));
    this.existing = this.rule("existing", "Bestaand aanbod telt mee", 0, 1);
    this.existingText = el("p", { class: "hint" });
    this.floor = this.rule("floor", "Ondergrens", 0, 1);
    this.cap = this.rule("cap", "Bovengrens", 1, 3);
    this.ownRules = el("input", { type: "checkbox", id: "own-rules" });
    this.ownRules.addEventListener("change", () => this.useOwnRules(this.ownRules.checked));
    this.certainty = el("select", { id: "certainty" });
    this.certainty.addEventListener("change", () => {
      this.scenario = { ...this.scenario }; // another question about the same scenario
      this.moved(true);
    });
    return el("details", { class: "rules" }, el("summary", {}, "Spelregels en zekerheid"),
      el("div", { class: "field" }, el("label", { for: "combine" }, "Zo tellen maatstaven samen"), this.combine, this.combineText),
      this.existing.row, this.existingText, this.floor.row, this.cap.row,
      el("p", { class: "hint" }, "Grenzen gelden ten opzichte van de referentie: 80 % betekent dat elke gemeente ten minste 80 % van haar deel op zich neemt."),
      el("div", { class: "own" }, this.ownRules, el("label", { for: "own-rules" }, "Eigen spelregels voor deze groep")),
      el("div", { class: "field" }, el("label", { for: "certainty" }, "Hoe zeker bent u van de gewichten?"), this.certainty));
  }

  /** A rule of the game: switched on by a checkbox, set by a slider from `low` to `high` (fractions of 1). */
  rule(key, label, low, high) {
    const on = el("input", { type: "checkbox", id: `rule-${key}` });
    const range = el("input", { type: "range", min: 100 * low, max: 100 * high, step: 5, "aria-label": `${label} in procent` });
    const share = el("output", {});
    const row = el("div", { class: "rule" }, on, el("label", { for: `rule-${key}` }, label), share, range);
    on.addEventListener("change", () => this.setRule(key, on.checked ? { existing: 1, floor: 0.8, cap: 1.2 }[key] : null, true));
    range.addEventListener("input", () => this.setRule(key, range.value / 100, false));
    range.addEventListener("change", () => this.setRule(key, range.value / 100, true));
    return { on, range, share, row };
  }

  buildMap() {
    this.mapTitle = el("h3", {});
    this.mapHost = el("div", { class: "map-host" });
    this.legend = el("div", { class: "legend" });
    this.map = new MunicipalMap(this.mapHost, (id) => this.select(id));
    const measures = this.picker("Kleur", { verschil: "Verschil", per_1000: "Per 1.000 inwoners", aantal: "Aantal" }, "measure");
    const modes = this.picker("Vorm", { kaart: "Kaart", tegels: "Tegels" }, "mode");
    return el("section", { class: "map-block" }, this.mapTitle, el("div", { class: "pickers" }, measures, modes), this.mapHost, this.legend, this.source);
  }

  picker(label, choices, property) {
    const set = el("fieldset", { class: "picker" }, el("legend", {}, label));
    for (const [value, text] of Object.entries(choices)) {
      const input = el("input", { type: "radio", name: property, value, checked: this[property] === value });
      input.addEventListener("change", () => {
        this[property] = value;
        this.draw();
      });
      set.append(el("label", {}, input, el("span", {}, text)));
    }
    return set;
  }

  buildBars() {
    this.rows = new Map();
    this.barBodies = [];
    this.barCaption = el("caption", {});
    const head = (text, kind) => el("th", { scope: "col", role: "columnheader", class: kind }, text);
    const bars = el("table", { class: "bars steady", role: "table" }, this.barCaption,
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head("Gemeente", ""), el("td", { class: "bar", "aria-hidden": "true" }),
        head("Referentie", "figure reference"), head("Nu", "figure now"), head("Verschil", "figure difference"), head("Bandbreedte", "figure band-text"))));
    this.why = el("div", { class: "why", "aria-live": "polite" });
    this.bars = bars;
    return el("section", { class: "bar-block" },
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Uitkomst per gemeente" }, bars), this.why);
  }

  buildTableBlock() {
    this.tableTitle = el("h3", {});
    this.table = el("div", { class: "scroll wide", role: "region", "aria-label": "IJktabel: gemeente en aandachtsgroep" });
    this.table.addEventListener("click", (event) => this.openCell(event.target.closest("td[data-group]")));
    this.table.addEventListener("keydown", (event) => this.moveInTable(event));
    this.sight = this.watch();
    return el("section", { class: "table-block" }, this.tableTitle, this.table);
  }

  /** Tells which tens of rows nobody can see. */
  watch() {
    return new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) target.classList.toggle("out-of-sight", !isIntersecting);
    });
  }

  // -- per region, year and group ----------------------------------------------------------------------------------------

  prepare() {
    const { data } = this;
    const options = (items) => Object.entries(items).map(([value, text]) => el("option", { value }, text));
    this.preset.replaceChildren(el("option", { value: "" }, "Eigen sleutel"), ...data.presets.map((p) => el("option", { value: p.key }, p.name)));
    this.reference.replaceChildren(...options(data.references));
    this.combine.replaceChildren(...options(Object.fromEntries(Object.entries(data.combinations).map(([key, c]) => [key, c.name]))));
    const certainty = this.certainty.value || "gemiddeld";
    this.certainty.replaceChildren(...options(data.certainties));
    this.certainty.value = certainty;
    put(this.ownLabel, `Eigen weging voor ${data.group.people}`);
    this.existing.on.disabled = !data.has_existing;
    put(this.existingText, data.has_existing ? "" : "Er zijn nog geen cijfers over bestaand aanbod voor deze groep.");
    this.inputs = {};
    const missing = data.criteria.filter((c) => c.missing);
    this.sliders.replaceChildren(...data.criteria.filter((c) => !c.missing).map((criterion) => this.slider(criterion)));
    if (missing.length) {
      this.sliders.append(el("details", { class: "left-out" },
        el("summary", {}, `${missing.length === 1 ? "Eén maatstaf telt" : `${missing.length} maatstaven tellen`} niet mee`),
        ...missing.map((c) => el("p", {}, el("strong", {}, c.name), `: ${c.missing} ${c.text}`))));
    }
    put(this.source, data.source);
    this.rows.clear();
    data.codes.forEach((code, i) => this.rows.set(code, this.row(code, data.names[i])));
    this.buildBarBodies();
    this.nameWidth = Math.ceil(Math.max(...data.names.map((name) => width(name, 14.5))) + 12);
    this.bars.style.setProperty("--name", `${this.nameWidth}px`);
    this.bars.style.setProperty("--digits", Math.max(4, number(sum(this.message.numbers)).length));
    this.barTop = 0;
  }

  /** Empty tens for the rows of the bars; `adopt` puts the rows in. */
  buildBarBodies() {
    const count = this.rows.size;
    this.barSight ??= this.watch();
    this.barSight.disconnect();
    for (const body of this.barBodies) body.remove();
    this.barBodies = Array.from({ length: Math.ceil(count / CHUNK) }, (_, k) =>
      el("tbody", { role: "rowgroup", style: `--rows:${Math.min(CHUNK, count - k * CHUNK)}` }));
    this.bars.append(...this.barBodies);
    for (const body of this.barBodies) this.barSight.observe(body);
  }

  slider(criterion) {
    const id = `c-${criterion.key}`;
    const range = el("input", { type: "range", min: 0, max: 10, step: 1, id, "aria-describedby": `${id}-share` });
    const box = el("input", { type: "number", min: 0, max: 10, step: "any", "aria-label": `Gewicht van ${criterion.name}, 0 tot 10` });
    const share = el("output", { id: `${id}-share`, for: id });
    const real = el("small", { class: "real" });
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
    this.inputs[criterion.key] = { range, box, share, real };
    return el("div", { class: "slider" }, el("label", { for: id }, criterion.name), info, real, share, range, box, text);
  }

  row(code, name) {
    const button = el("button", { type: "button", class: "plain", "aria-pressed": "false" }, name);
    button.addEventListener("click", () => this.select(this.selected === code ? null : code));
    const fill = el("i", { class: "fill" }), band = el("i", { class: "band" }), mark = el("i", { class: "mark" });
    const cell = (kind) => el("td", { class: kind, role: "cell" });
    const reference = cell("figure"), now = cell("figure now"), difference = cell("figure difference"), range = cell("figure band-text");
    const tr = el("tr", { "data-id": code, role: "row" }, el("th", { scope: "row", role: "rowheader" }, button),
      el("td", { class: "bar", "aria-hidden": "true" }, el("div", {}, fill, band, mark)), reference, now, difference, range);
    return { tr, button, fill, band, mark, reference, now, difference, range };
  }

  // -- what people do ----------------------------------------------------------------------------------------------------

  view() {
    return { certainty: this.certainty.value || "gemiddeld" };
  }

  /** Other values in the scenario; letting go of a slider that stays where it is asks nothing new. */
  change(values, released) {
    if (this.isNew) return;
    const isOther = Object.entries(values).some(([name, value]) => JSON.stringify(value) !== JSON.stringify(this.scenario[name]));
    if (isOther) this.scenario = { ...this.scenario, ...values };
    this.showKey();
    this.moved(released);
  }

  moved(released) {
    this.root.classList.add("moving");
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.root.classList.remove("moving"), REST_MS);
    super.moved(released);
  }

  key() {
    return this.scenario.group_weights?.[this.data.group.key] ?? this.scenario.weights;
  }

  withKey(weights) {
    const group = this.data.group.key;
    if (this.scenario.group_weights?.[group]) return { group_weights: { ...this.scenario.group_weights, [group]: weights } };
    return { weights };
  }

  setWeight(criterion, value, released) {
    this.change(this.withKey({ ...this.key(), [criterion]: value }), released);
  }

  usePreset(key) {
    const preset = this.data.presets.find((p) => p.key === key);
    if (preset) this.change(this.withKey({ ...preset.weights }), true);
    else this.showKey();
  }

  startOver() {
    const { version, region, year, tasks, agreements, swaps, name, note } = this.scenario;
    const kept = Object.fromEntries(Object.entries({ version, region, year, tasks, agreements, swaps, name, note }).filter(([, v]) => v !== undefined));
    this.scenario = { ...kept, combine: "shares", reference: Object.keys(this.data.references)[0], weights: { ...this.data.presets[0].weights } };
    this.showKey();
    this.moved(true);
  }

  useOwnKey(isOwn) {
    const own = { ...this.scenario.group_weights };
    if (isOwn) own[this.data.group.key] = { ...this.key() };
    else delete own[this.data.group.key];
    this.change({ group_weights: own }, true);
  }

  rules() {
    const { existing = 0, floor = null, cap = null, group_rules } = this.scenario;
    return { existing, floor, cap, ...group_rules?.[this.data.group.key] };
  }

  withRules(rules) {
    const group = this.data.group.key;
    if (this.scenario.group_rules?.[group]) return { group_rules: { ...this.scenario.group_rules, [group]: rules } };
    return rules;
  }

  setRule(key, value, released) {
    this.change(this.withRules({ ...this.rules(), [key]: key === "existing" ? value ?? 0 : value }), released);
  }

  useOwnRules(isOwn) {
    const own = { ...this.scenario.group_rules };
    if (isOwn) own[this.data.group.key] = this.rules();
    else delete own[this.data.group.key];
    this.change({ group_rules: own }, true);
  }

  openCell(cell) {
    if (cell) this.explain(cell.dataset.code, cell.dataset.group);
  }

  /** Arrow keys walk through the ijktabel; Enter asks why. */
  moveInTable(event) {
    const cell = event.target.closest("td[data-group]");
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") this.openCell(cell);
    else if (ARROWS[event.key]) {
      const [down, right] = ARROWS[event.key];
      const rows = [...this.table.querySelectorAll("tbody tr")];
      const row = rows[rows.indexOf(cell.parentNode) + down];
      const next = row?.children[[...cell.parentNode.children].indexOf(cell) + right];
      if (next?.dataset.group) {
        cell.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    } else return;
    event.preventDefault();
  }

  // -- drawing -----------------------------------------------------------------------------------------------------------

  /** The sliders and rules show the scenario; the percentages come with the engine's answer. */
  showKey() {
    const { scenario, data } = this, weights = this.key();
    for (const [key, { range, box }] of Object.entries(this.inputs)) {
      const weight = weights[key] ?? 0;
      if (Number(range.value) !== weight) range.value = weight;
      if (Number(box.value) !== weight || box.value === "") box.value = weight;
    }
    this.own.checked = Boolean(scenario.group_weights?.[data.group.key]);
    this.reference.value = scenario.reference;
    this.combine.value = scenario.combine;
    put(this.combineText, data.combinations[scenario.combine].text);
    const text = JSON.stringify(positive(weights));
    const preset = data.presets.find((p) => JSON.stringify(positive(p.weights)) === text);
    this.preset.value = preset?.key ?? "";
    put(this.presetText, preset?.text ?? "");
    this.presetText.hidden = !preset;
    this.ownRules.checked = Boolean(scenario.group_rules?.[data.group.key]);
    for (const [key, value] of Object.entries(this.rules())) {
      const { on, range, share } = this[key], isOn = value != null && !(key === "existing" && value === 0);
      on.checked = isOn;
      range.hidden = !isOn;
      if (isOn && Number(range.value) !== Math.round(100 * value)) range.value = 100 * value;
      put(share, isOn ? percent(value) : "uit");
    }
  }

  adopt() {
    this.showKey();
    const { numbers, reference } = this.message, { codes } = this.data;
    const order = codes.map((_, i) => i).sort((a, b) => numbers[b] - numbers[a] || reference[b] - reference[a]);
    const nodes = order.map((i) => this.rows.get(codes[i]).tr);
    this.barBodies.forEach((body, k) => {
      const rows = nodes.slice(k * CHUNK, (k + 1) * CHUNK);
      if (rows.some((row, i) => body.children[i] !== row)) body.replaceChildren(...rows);
    });
  }

  draw() {
    const { message } = this;
    put(this.finding, message.finding);
    put(this.summary, message.summary);
    put(this.firm, message.firm);
    const notes = message.warnings.join("\n");
    if (this.warnings.dataset.key !== notes) {
      this.warnings.dataset.key = notes;
      this.warnings.replaceChildren(...message.warnings.map((text) => el("li", {}, text)));
    }
    for (const [key, { share, real }] of Object.entries(this.inputs)) {
      put(share, key in message.weights ? percent(message.weights[key]) : "0 %");
      const part = message.importance[key];
      put(real, !part ? "" : `${percent(Math.abs(part))} van het verschil${part < 0 ? ", andersom" : ""}`);
    }
    this.drawMap();
    this.drawBars();
    this.drawWhy();
    this.drawTable();
    this.root.dataset.drawn = told(message.scenario);
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
    put(this.mapTitle, title);
    const areas = {};
    data.codes.forEach((code, i) => {
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
    const top = Math.max(1, ...message.numbers, ...message.reference, ...message.high);
    if (top > this.barTop || top < this.barTop / 2) this.barTop = top * BAR_ROOM;
    const share = (value) => value / this.barTop;
    put(this.barCaption, `${data.group.name}, ${data.group.unit}: balk is nu, streep is de referentie, dunne lijn is de bandbreedte (5–95 %)`);
    data.codes.forEach((code, i) => {
      const row = this.rows.get(code), difference = message.numbers[i] - message.reference[i], isSelected = code === this.selected;
      row.fill.style.transform = `scaleX(${share(message.numbers[i])})`;
      row.band.style.transform = `translateX(${100 * share(message.low[i])}%) scaleX(${share(message.high[i] - message.low[i])})`;
      row.mark.style.left = `${100 * share(message.reference[i])}%`;
      put(row.reference, number(message.reference[i]));
      put(row.now, number(message.numbers[i]));
      put(row.difference, `${arrow(difference)} ${signed(difference)}`);
      put(row.range, message.high[i] - message.low[i] < 0.05 ? "–" : band(message.low[i], message.high[i]));
      write(row.tr, "class", `${difference > 0 ? "up" : difference < 0 ? "down" : ""}${isSelected ? " selected" : ""}`);
      write(row.button, "aria-pressed", String(isSelected));
    });
  }

  drawWhy() {
    const { message, data } = this, i = this.codeIndex.get(this.selected);
    if (i === undefined) return put(this.why, "Kies een gemeente op de kaart of in de lijst. Dan leest u hier waarom het getal zo is.");
    const above = `In ${percent(message.above[i])} van de denkbare wegingen neemt ${data.names[i]} meer op zich dan ${data.references[message.scenario.reference]}.`;
    this.why.replaceChildren(this.waterfall(message, i, `Waarom ${number(message.numbers[i])} voor ${data.names[i]}?`), el("p", {}, above));
  }

  drawTable() {
    const { message, data } = this;
    const key = [this.place, message.groups, Object.keys(this.scenario.group_weights ?? {})].join("|");
    if (this.table.dataset.key !== key) this.buildTable(key);
    const columns = this.tableColumns, totals = columns.map(() => 0);
    message.table.forEach((numbers, i) => {
      const cells = this.cells[i], shown = this.tableShown[i];
      columns.forEach((column, c) => {
        const value = column.length === 1 ? numbers[column[0]] : sum(column.map((g) => numbers[g]));
        totals[c] += value;
        if (shown[c] !== value) put(cells[c], number((shown[c] = value)));
      });
      write(this.tableRows[i], "class", data.codes[i] === this.selected ? "selected" : "");
    });
    totals.forEach((value, c) => put(this.totals[c], number(value)));
  }

  /** The ijktabel: a grid of rows with fixed columns, so that a number that changes moves nothing. */
  buildTable(key) {
    const { message, data, table } = this;
    table.dataset.key = key;
    const index = new Map(message.groups.map((group, g) => [group, g]));
    const blocks = data.sums.map((block) => block.filter((group) => index.has(group))).filter((block) => block.length > 1);
    this.tableColumns = [...message.groups.map((_, g) => [g]), ...blocks.map((block) => block.map((group) => index.get(group)))];
    const own = this.scenario.group_weights ?? {};
    const head = (kind, name, below) => el("th", { scope: "col", role: "columnheader", class: kind }, name, el("small", {}, below));
    const heads = message.groups.map((group) => head(group === data.group.key ? "current" : "", data.groups[group].short, data.groups[group].unit + (own[group] ? " · eigen weging" : "")));
    const sums = blocks.map((block) => head("block", "Samen", data.groups[block[0]].unit));
    const cell = (c, code) => {
      const group = message.groups[c];
      const kind = `figure${group === data.group.key ? " current" : ""}${group ? "" : " block"}`;
      return el("td", { role: "gridcell", class: kind, ...(code && group ? { "data-code": code, "data-group": group, tabindex: "-1", title: "Waarom dit getal?" } : {}) });
    };
    const row = (name, cells) => el("tr", { role: "row" }, el("th", { scope: "row", role: "rowheader" }, name), ...cells);
    this.cells = data.codes.map((code) => this.tableColumns.map((_, c) => cell(c, code)));
    this.totals = this.tableColumns.map((_, c) => cell(c));
    this.tableShown = data.codes.map(() => []);
    this.tableRows = data.codes.map((_, i) => row(data.names[i], this.cells[i]));
    const byName = data.codes.map((_, i) => i).sort((a, b) => data.names[a].localeCompare(data.names[b], "nl"));
    this.cells[byName[0]][0].tabIndex = 0;
    const chunks = Array.from({ length: Math.ceil(byName.length / CHUNK) }, (_, k) => byName.slice(k * CHUNK, (k + 1) * CHUNK));
    const bodies = chunks.map((rows) => el("tbody", { role: "rowgroup", style: `--rows:${rows.length}` }, ...rows.map((i) => this.tableRows[i])));
    const widths = [this.nameWidth + 14, ...[...heads, ...sums].map(headWidth)].map(Math.ceil);
    const columns = `--width:${sum(widths)}px;--columns:${widths.map((wide) => `minmax(${wide}px, 1fr)`).join(" ")}`;
    table.replaceChildren(el("table", { class: "ijktabel", role: "grid", style: columns },
      el("caption", {}, "Hele getallen die optellen tot de opgave. Kies een getal en lees waarom het zo is. Groepen met een verschillende eenheid tellen we niet bij elkaar op."),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, el("th", { scope: "col", role: "columnheader" }, "Gemeente"), ...heads, ...sums)),
      ...bodies,
      el("tfoot", { role: "rowgroup" }, row("Totaal", this.totals))));
    this.sight.disconnect();
    for (const body of bodies) this.sight.observe(body);
    put(this.tableTitle, `IJktabel: elke aandachtsgroep, ${data.region_name}`);
  }
}

export default function render({ parentElement, data, setStateValue }) {
  const panel = mount(parentElement, "live_panel", (root) => new LivePanel(root));
  return panel.receive(data, (commit) => setStateValue("commit", commit)).then(() => undefined);
}
