// The panel of /onderhandelen: try another number, see who takes over how much, and make it an agreement or a swap.
// While a number is tried out the panel asks the engine; a move is committed by a button and can be undone.

import { EnginePanel, arrow, capital, number, put, signed, sum, told } from "./engine_panel.js";
import { MunicipalMap, drawLegend, element as el, mount } from "./municipal_map.js";

const INVERSE = "/api/omgekeerd";
const lowerFirst = (text) => text.charAt(0).toLowerCase() + text.slice(1);

class NegotiationPanel extends EnginePanel {
  constructor(root) {
    super(root);
    this.build();
  }

  // -- building, once ------------------------------------------------------------------------------------------------

  build() {
    this.finding = el("h2", { class: "finding" });
    this.balance = el("p", { class: "summary balance" });
    this.root.classList.add("panel", "negotiation");
    this.root.append(
      el("div", { class: "controls-column" }, this.buildOffer(), this.buildSwap(), this.buildInverse(), this.buildLog()),
      el("div", { class: "result" },
        el("header", {}, this.finding, this.balance, this.status, this.spoken),
        el("div", { class: "views" }, this.buildMap(), this.buildTable())),
      this.dialog);
  }

  block(title, isOpen, ...children) {
    return el("details", { class: "controls", open: isOpen }, el("summary", {}, el("span", { role: "heading", "aria-level": "2" }, title)), ...children);
  }

  field(label, node) {
    const id = `f-${label.replace(/\W+/g, "-").toLowerCase()}`;
    node.id = id;
    return el("div", { class: "field" }, el("label", { for: id }, label), node);
  }

  button(text, act, kind = "") {
    const node = el("button", { type: "button", class: kind }, text);
    node.addEventListener("click", act);
    return node;
  }

  buildOffer() {
    this.who = el("select");
    this.who.addEventListener("change", () => this.select(this.who.value));
    this.amount = el("input", { type: "number", min: 0, step: 1 });
    this.range = el("input", { type: "range", min: 0, step: 1, "aria-label": "Aantal, schuif" });
    this.reason = el("input", { type: "text", maxlength: 200, placeholder: "Mag leeg blijven" });
    this.range.addEventListener("input", () => this.tryOut(Number(this.range.value)));
    this.amount.addEventListener("input", () => this.amount.value !== "" && this.tryOut(Number(this.amount.value)));
    this.keep = this.button("Leg vast", () => this.agree(), "primary");
    this.drop = this.button("Laat los", () => this.letGo(this.who.value));
    this.cancel = this.button("Annuleer", () => this.putBack());
    this.hint = el("p", { class: "hint" });
    return this.block("Een ander aantal", true, this.field("Gemeente", this.who), this.field("Aantal", this.amount), this.range, this.hint,
      this.field("Reden", this.reason), el("div", { class: "buttons" }, this.keep, this.cancel, this.drop));
  }

  buildSwap() {
    this.swap = { giver: el("select"), group: el("select"), number: el("input", { type: "number", min: 1, step: 1 }), taker: el("select"), back: el("select"), return: el("input", { type: "number", min: 0, step: 1 }) };
    const s = this.swap;
    this.swapTable = el("div", { class: "swap-table", "aria-live": "polite" });
    for (const node of Object.values(s)) node.addEventListener("change", () => this.previewSwap());
    return this.block("Een uitruil", false,
      this.field("Deze gemeente geeft", s.giver), this.field("Hoeveel gaat over", s.number), this.field("Van welke groep", s.group),
      this.field("Aan", s.taker), this.field("En krijgt terug (0 mag)", s.return), this.field("Terug van welke groep", s.back),
      this.swapTable, el("div", { class: "buttons" }, this.button("Ruil", () => this.makeSwap(), "primary"), this.button("Annuleer", () => this.putBack())));
  }

  buildInverse() {
    this.goal = { who: el("select"), number: el("input", { type: "number", min: 0, step: 1 }), criterion: el("select") };
    this.answer = el("p", { class: "answer", role: "status" });
    return this.block("Wat moet er veranderen?", false,
      this.field("Zodat deze gemeente", this.goal.who), this.field("Uitkomt op", this.goal.number), this.field("Door het gewicht van", this.goal.criterion),
      el("div", { class: "buttons" }, this.button("Reken uit", () => this.askInverse())), this.answer);
  }

  buildLog() {
    this.undo = this.button("Ongedaan maken", () => this.step("undo"));
    this.redo = this.button("Opnieuw", () => this.step("redo"));
    this.log = el("ol", { class: "log" });
    return this.block("Verloop", true, el("div", { class: "buttons" }, this.undo, this.redo), this.log);
  }

  buildMap() {
    this.mapTitle = el("h3", {});
    this.mapHost = el("div", { class: "map-host" });
    this.legend = el("div", { class: "legend" });
    this.map = new MunicipalMap(this.mapHost, (id) => id && this.select(id));
    return el("section", { class: "map-block" }, this.mapTitle, this.mapHost, this.legend, this.source);
  }

  buildTable() {
    this.rows = new Map();
    this.body = el("tbody", {});
    this.totals = ["Volgens de sleutel", "Nu", "Verschil"].map(() => el("td", { class: "figure" }));
    this.caption = el("caption", {});
    const head = (text, kind = "figure") => el("th", { scope: "col", class: kind }, text);
    const table = el("table", { class: "bars" }, this.caption,
      el("thead", {}, el("tr", {}, head("Gemeente", ""), head("Volgens de sleutel"), head("Nu"), head("Verschil"), head("Deze zet"), head("Afspraak"))),
      this.body, el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, "Totaal"), ...this.totals, el("td"), el("td"))));
    this.why = el("div", { class: "why", "aria-live": "polite" });
    return el("section", { class: "bar-block" }, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Wie doet wat" }, table), this.why);
  }

  // -- per region, year and group ----------------------------------------------------------------------------------------

  view() {
    return { by_key: true };
  }

  prepare() {
    const { data } = this;
    const byName = data.codes.map((code, i) => [code, data.names[i]]).sort((a, b) => a[1].localeCompare(b[1], "nl"));
    const towns = () => byName.map(([code, name]) => el("option", { value: code }, name));
    const groups = () => Object.entries(data.groups).map(([key, group]) => el("option", { value: key }, `${group.name} (${group.unit})`));
    const was = this.who.value;
    for (const node of [this.who, this.swap.giver, this.swap.taker, this.goal.who]) node.replaceChildren(...towns());
    for (const node of [this.swap.group, this.swap.back]) node.replaceChildren(...groups());
    this.swap.group.value = this.swap.back.value = data.group.key;
    this.swap.taker.value = byName[1]?.[0] ?? "";
    this.goal.criterion.replaceChildren(...data.criteria.filter((c) => !c.missing).map((c) => el("option", { value: c.key }, c.name)));
    put(this.answer, "");
    put(this.source, data.source);
    if (data.codes.includes(was)) this.who.value = was;
    else this.who.value = data.codes[this.message.numbers.indexOf(Math.max(...this.message.numbers))];
    this.selected = this.who.value;
    this.rows.clear();
    this.body.replaceChildren(...byName.map(([code, name]) => this.row(code, name)));
    this.before = null;
  }

  row(code, name) {
    const button = this.button(name, () => this.select(code), "plain");
    const cell = (kind = "figure") => el("td", { class: kind });
    const cells = { key: cell(), now: cell("figure now"), difference: cell("figure difference"), move: cell() };
    const lock = this.button("Zet vast", () => (this.agreed(code) === undefined ? this.lock(code) : this.letGo(code)), "lock");
    const tr = el("tr", { "data-id": code }, el("th", { scope: "row" }, button), ...Object.values(cells), el("td", { class: "figure" }, lock));
    this.rows.set(code, { tr, button, lock, ...cells });
    return tr;
  }

  /** After a move, or a message from the server: what stands is the start of the next move. */
  adopt() {
    this.base = this.message;
    this.isTrying = false;
    this.setOffer();
    const { data } = this;
    this.log.replaceChildren(...data.log.map((move) => el("li", { class: move.stands ? "" : "undone" }, move.text, ...(move.reason ? [el("small", {}, `Reden: ${move.reason}`)] : []), ...(move.stands ? [] : [el("small", {}, "ongedaan gemaakt")]))));
    if (!data.log.length) this.log.replaceChildren(el("li", { class: "none" }, "Hier komen de zetten die u doet."));
    this.undo.disabled = !data.can_undo;
    this.redo.disabled = !data.can_redo;
  }

  // -- what people do ----------------------------------------------------------------------------------------------------

  select(code) {
    if (!code) return;
    if (this.isTrying) this.putBack();
    this.selected = code;
    this.who.value = code;
    this.setOffer();
    this.draw();
  }

  setOffer() {
    const i = this.codeIndex.get(this.who.value), now = this.base.numbers[i];
    const most = Math.min(sum(this.base.numbers), Math.max(20, 2 * Math.max(now, this.base.by_key[i][this.column()])));
    this.range.max = most;
    this.amount.max = sum(this.base.numbers);
    this.range.value = this.amount.value = now;
  }

  column() {
    return this.message.groups.indexOf(this.data.group.key);
  }

  agreed(code, group = this.data.group.key, scenario = this.scenario) {
    return (scenario.agreements ?? []).find((a) => a.municipality === code && a.group === group)?.number;
  }

  withAgreement(code, value, reason) {
    const group = this.data.group.key;
    const others = (this.scenario.agreements ?? []).filter((a) => a.municipality !== code || a.group !== group);
    const kept = value === null ? others : [...others, { municipality: code, group, number: value, ...(reason ? { reason } : {}) }];
    return { ...this.scenario, agreements: kept };
  }

  tryOut(value) {
    if (!Number.isInteger(value) || value < 0) return this.problem("Vul een heel aantal in van 0 of hoger.");
    this.range.value = this.amount.value = value;
    this.isTrying = true;
    this.cancel.disabled = false;
    this.scenario = this.withAgreement(this.who.value, value);
    this.moved(false);
  }

  agree() {
    const value = Number(this.amount.value);
    if (this.amount.value === "" || !Number.isInteger(value) || value < 0) return this.problem("Vul een heel aantal in van 0 of hoger.");
    this.scenario = this.withAgreement(this.who.value, value, this.reason.value.trim());
    this.moved(true);
  }

  lock(code) {
    if (this.isTrying) this.putBack(); // a try-out is not an agreement
    this.scenario = this.withAgreement(code, this.base.numbers[this.codeIndex.get(code)]);
    this.selected = this.who.value = code;
    this.moved(true);
  }

  letGo(code) {
    if (this.isTrying && code !== this.who.value) this.putBack();
    if (this.agreed(code, undefined, this.base.scenario) === undefined) return this.putBack();
    this.scenario = this.withAgreement(code, null);
    this.moved(true);
  }

  /** Forget what was tried out. */
  putBack() {
    this.scenario = this.base.scenario;
    this.message = this.base;
    this.isMoving = this.isReleased = this.isTrying = false;
    this.problem("");
    this.setOffer();
    this.swapTable.replaceChildren();
    this.draw();
  }

  swapped() {
    const s = this.swap, there = Number(s.number.value), back = Number(s.return.value || 0);
    if (s.giver.value === s.taker.value) return "Kies twee verschillende gemeenten.";
    if (!Number.isInteger(there) || there < 1 || !Number.isInteger(back) || back < 0) return "Vul hele aantallen in.";
    const one = { from: s.giver.value, to: s.taker.value, group: s.group.value, number: there };
    const other = back ? [{ from: s.taker.value, to: s.giver.value, group: s.back.value, number: back }] : [];
    return [...(this.base.scenario.swaps ?? []), one, ...other];
  }

  /** Both sides of a swap before it is made: every group that moves, and how far each is from the key. */
  async previewSwap() {
    const swaps = this.swapped(), base = this.base;
    if (typeof swaps === "string") return void this.swapTable.replaceChildren();
    try {
      const message = await this.question({ ...base.scenario, swaps }, this.data.group.key);
      if (base !== this.base || this.isMoving) return;
      this.swapTable.replaceChildren(this.sides(message));
      this.problem("");
    } catch (error) {
      this.problem(error.isRefusal ? error.message : "Geen verbinding met de server. Probeer het zo nog eens.");
    }
  }

  sides(message) {
    const s = this.swap, groups = [...new Set([s.group.value, s.back.value])];
    const rows = [s.giver.value, s.taker.value].flatMap((code) => groups.map((group) => {
      const i = this.codeIndex.get(code), g = message.groups.indexOf(group);
      const cell = (text) => el("td", { class: "figure" }, text);
      return el("tr", {}, el("th", { scope: "row" }, `${this.data.names[i]}, ${lowerFirst(this.data.groups[group].short)}`),
        cell(number(this.base.table[i][g])), cell(number(message.table[i][g])), cell(signed(message.table[i][g] - message.by_key[i][g])));
    }));
    const head = (text) => el("th", { scope: "col", class: "figure" }, text);
    return el("table", {}, el("caption", {}, "Beide kanten van de ruil"), el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Wie en wat"), head("Was"), head("Wordt"), head("t.o.v. sleutel"))), el("tbody", {}, ...rows));
  }

  makeSwap() {
    const swaps = this.swapped();
    if (typeof swaps === "string") return this.problem(swaps);
    this.swapTable.replaceChildren();
    this.scenario = { ...this.base.scenario, swaps };
    this.moved(true);
  }

  async askInverse() {
    const g = this.goal;
    put(this.answer, "Even rekenen …");
    try {
      const answer = await fetch(INVERSE, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ scenario: this.base.scenario, group: this.data.group.key, municipality: g.who.value, criterion: g.criterion.value, number: g.number.value === "" ? null : Number(g.number.value) }),
      });
      const told = await answer.json();
      put(this.answer, told.antwoord ?? told.fout);
    } catch {
      put(this.answer, "Geen verbinding met de server. Probeer het zo nog eens.");
    }
  }

  release() {
    this.before = this.base;
    super.release();
    this.reason.value = "";
  }

  // -- drawing -----------------------------------------------------------------------------------------------------------

  /** What this move changes: from the state that stands, or, right after a move, from the state before it. */
  shifts() {
    const from = this.isTrying ? this.base : this.before;
    return this.message.numbers.map((value, i) => (from ? value - from.numbers[i] : 0));
  }

  draw() {
    const { message, data } = this, shifts = this.shifts();
    put(this.finding, this.sentence(shifts));
    const agreements = (message.scenario.agreements ?? []).filter((a) => a.group === data.group.key);
    const fixed = sum(agreements.map((a) => a.number)), total = sum(message.numbers);
    put(this.balance, agreements.length
      ? `Afgesproken: ${number(fixed)} van ${number(total)} ${data.group.unit}, bij ${number(agreements.length)} ${agreements.length === 1 ? "gemeente" : "gemeenten"}. De andere gemeenten delen ${number(total - fixed)}. Samen blijft het ${number(total)}: de opgave is rond.`
      : `Er zijn nog geen afspraken over ${data.group.people}. Samen ${number(total)} ${data.group.unit}: de opgave is rond.`);
    const before = this.isTrying ? this.base : null;
    put(this.hint, before ? "Dit is een proef. Leg het vast of annuleer." : "");
    this.keep.disabled = !this.isTrying;
    this.cancel.disabled = !this.isTrying;
    this.drop.disabled = this.agreed(this.who.value, undefined, this.base.scenario) === undefined;
    this.drawMap(shifts);
    this.drawTable(shifts);
    const i = this.codeIndex.get(this.selected);
    if (i !== undefined) this.why.replaceChildren(this.waterfall(message, i, `Waarom ${number(message.numbers[i])} voor ${data.names[i]}?`));
    this.root.dataset.drawn = told(message.scenario);
  }

  /** Who gives and who takes over, in one sentence. */
  sentence(shifts) {
    const { data } = this, i = this.codeIndex.get(this.selected), change = shifts[i] ?? 0;
    if (!shifts.some(Boolean)) return `Wat als een gemeente meer of minder ${data.group.noun} op zich neemt?`;
    const others = shifts.map((value, j) => [value, data.names[j], j]).filter(([value, , j]) => value && j !== i).sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]));
    const told = others.slice(0, 4).map(([value, name]) => `${name} ${signed(value)}`).join(", ");
    const rest = others.length > 4 ? ` en ${number(others.length - 4)} andere gemeenten samen ${signed(sum(others.slice(4).map(([value]) => value)))}` : "";
    if (!change) return `Het aantal verschuift: ${told}${rest}.`;
    return `${data.names[i]} neemt ${number(Math.abs(change))} ${change < 0 ? "minder" : "meer"} op zich. Bij de anderen: ${told}${rest}.`;
  }

  drawMap(shifts) {
    const { message, data } = this, used = data.scales.verschil, c = this.column();
    const givers = shifts.map((value, i) => [data.codes[i], -value]).filter(([, value]) => value > 0);
    const takers = shifts.map((value, i) => [data.codes[i], value]).filter(([, value]) => value > 0);
    const moved = sum(takers.map(([, value]) => value)) || 1;
    const arrows = givers.flatMap(([from, given]) => takers.map(([to, taken]) => ({ from, to, number: (given * taken) / moved }))).filter((a) => a.number >= 0.5);
    const title = shifts.some(Boolean) ? "Wie geeft en wie neemt over" : "Verschil met de sleutel";
    put(this.mapTitle, title);
    const areas = {};
    data.codes.forEach((code, i) => {
      const value = shifts.some(Boolean) ? shifts[i] : message.numbers[i] - message.by_key[i][c];
      areas[code] = {
        class: message.classes.verschil[i],
        label: value ? signed(value) : "",
        name: data.names[i],
        tip: [`${number(message.numbers[i])} ${data.group.unit}`, `volgens de sleutel ${number(message.by_key[i][c])}`, `deze zet ${signed(shifts[i])}`],
        selected: code === this.selected,
      };
    });
    drawLegend(this.legend, "Kleur: afwijking van de referentie. Pijl: van wie geeft naar wie overneemt.", used.legend, false);
    this.mapReady = this.map.update({
      layer: data.layer, mode: "kaart", areas, arrows, colors: used.legend.map((item) => item.color), ink: used.ink, selectable: true,
      title: `Kaart van ${data.region_name}: ${title}. ${this.sentence(shifts)} Kies een gemeente met de pijltjestoetsen en Enter.`,
    });
  }

  drawTable(shifts) {
    const { message, data } = this, c = this.column();
    put(this.caption, `${capital(data.group.noun)} per gemeente: volgens de sleutel, en na afspraken en uitruil`);
    data.codes.forEach((code, i) => {
      const row = this.rows.get(code), difference = message.numbers[i] - message.by_key[i][c], agreed = this.agreed(code, undefined, this.base.scenario);
      put(row.key, number(message.by_key[i][c]));
      put(row.now, number(message.numbers[i]));
      put(row.difference, `${arrow(difference)} ${signed(difference)}`);
      put(row.move, shifts[i] ? signed(shifts[i]) : "");
      put(row.lock, agreed === undefined ? "Zet vast" : `Laat los (${number(agreed)})`);
      row.lock.setAttribute("aria-label", `${data.names[i]}: ${agreed === undefined ? "zet dit aantal vast" : `laat de afspraak van ${number(agreed)} los`}`);
      row.tr.classList.toggle("selected", code === this.selected);
      row.tr.classList.toggle("locked", agreed !== undefined);
    });
    const key = sum(message.by_key.map((numbers) => numbers[c])), now = sum(message.numbers);
    [number(key), number(now), `${arrow(now - key)} ${signed(now - key)}`].forEach((text, k) => put(this.totals[k], text));
  }
}

export default function render({ parentElement, data, setStateValue, setTriggerValue }) {
  const panel = mount(parentElement, "live_panel", (root) => new NegotiationPanel(root));
  panel.step = (way) => setTriggerValue("step", way);
  return panel.receive(data, (move) => setStateValue("move", { ...move, reason: panel.reason.value.trim() })).then(() => undefined);
}
