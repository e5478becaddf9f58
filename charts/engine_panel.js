// What the panels share: asking the engine (one question under way, the newest next), committing, and explaining a number.

import { element, prefetch } from "./municipal_map.js";

const API = "/api/verdeel";
const RETRY_MS = 1500;
const NUMBERS_MAX = 20_000;
const count = new Intl.NumberFormat("nl-NL");
const decimals = (digits) => new Intl.NumberFormat("nl-NL", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const two = decimals(2);
const minus = (text) => text.replace("-", "−");
export const one = decimals(1);
const numbers = new Map();
/** A whole number the Dutch way; what was written once is not written again. */
export const number = (value) => {
  let text = numbers.get(value);
  if (text === undefined) {
    if (numbers.size > NUMBERS_MAX) numbers.clear();
    numbers.set(value, (text = minus(count.format(value))));
  }
  return text;
};
export const signed = (value, format = null) => (value > 0 ? "+" : "") + (format ? minus(format.format(value)) : number(value));
export const percent = (fraction) => `${count.format(Math.round(100 * fraction))} %`;
export const rate = (value) => (value >= 20 ? count : value >= 2 ? one : two).format(value);
export const arrow = (value) => (value > 0 ? "▲" : value < 0 ? "▼" : "=");
export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** Set the text of an element; the text node stays, so that nothing around it moves. */
export const put = (node, text) => {
  const child = node.firstChild;
  if (!child || child.nextSibling || child.nodeType !== Node.TEXT_NODE) node.textContent = text;
  else if (child.nodeValue !== text) child.nodeValue = text;
};
const sorted = (object) => Object.fromEntries(Object.entries(object ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
export const positive = (weights) => sorted(Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0)));

const texts = new WeakMap();

/** The json of a part of a scenario: written once, however often it is sent. */
function written(part) {
  if (part === null || typeof part !== "object") return JSON.stringify(part);
  if (!texts.has(part)) texts.set(part, JSON.stringify(part));
  return texts.get(part);
}
const json = (scenario) => `{${Object.entries(scenario).filter(([, part]) => part !== undefined).map(([name, part]) => `${JSON.stringify(name)}:${written(part)}`).join()}}`;

/** The key of a scenario and what was agreed, in one line: what the panel tells that it has drawn. */
export function told(scenario) {
  const { members, figures, ...rest } = scenario;
  return JSON.stringify(sorted({ ...rest, weights: positive(scenario.weights) }));
}

/** Names, criteria, colours and so on of a region, year and group: asked for once, whatever page shows them. */
const settings = new Map();

export class EnginePanel {
  constructor(root) {
    this.root = root;
    this.visit = Math.random().toString(36).slice(2, 10);
    this.selected = null;
    this.status = element("p", { class: "status", role: "status" });
    this.spoken = element("p", { class: "only-spoken", "aria-live": "polite" });
    this.source = element("p", { class: "source" });
    this.dialog = element("dialog", { class: "why-dialog", "aria-label": "Waarom dit getal?" });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
  }

  /** What Streamlit hands over after a run; ignored while hands are moving or while the run of a commit is still to come. */
  receive(given, commit) {
    this.commit = commit;
    const place = [given.scenario.region, given.scenario.year, given.group].join(), isNewPlace = place !== this.place;
    if (isNewPlace) this.awaiting = this.wish = null;
    if (this.awaiting && given.turn !== this.awaiting) return this.mapReady;
    this.awaiting = null;
    this.sign = given.sign;
    if (!isNewPlace && this.wish) {
      this.given = given;
      this.tell();
      if (this.awaiting) return this.mapReady;
    }
    if (!isNewPlace && this.isMoving) return this.mapReady;
    this.isNew ||= isNewPlace || given.settings !== this.given?.settings;
    this.given = given;
    this.place = place;
    if (!this.isNew && given.sign === this.message?.sign) {
      this.data = { ...given, ...settings.get(given.settings) };
      this.adopt();
      this.draw();
      return this.mapReady;
    }
    prefetch(given.layer);
    this.scenario = given.scenario;
    this.isMoving = this.isReleased = false;
    return this.ask().then(() => this.mapReady);
  }

  /** The scenario moved, or (`released`) was let go of. */
  moved(released) {
    this.isMoving = true;
    if (released) this.isReleased = true;
    if (released && !this.asking && this.message.scenario === this.scenario) {
      this.release();
      this.draw();
    } else this.ask();
  }

  /** The engine's answer for a scenario and a group, or an Error with its Dutch line. */
  async question(scenario, group, more = {}) {
    const rest = JSON.stringify({ group, brief: true, ...this.view(), ...more });
    const answer = await fetch(API, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: `{"scenario":${json(scenario)},${rest.slice(1)}`,
    });
    if (answer.status === 429 || answer.status >= 500) throw new Error("busy");
    const message = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(message.fout ?? "De server kon dit niet uitrekenen."), { isRefusal: true });
    message.scenario = scenario;
    return message;
  }

  /** Choices that change what the engine tells, next to the scenario. */
  view() {
    return {};
  }

  /** Ask the engine: one question under way, the newest scenario next. */
  async ask() {
    if (this.asking) return;
    this.asking = true;
    this.root.toggleAttribute("data-asking", true);
    const { scenario, place, given } = this;
    let again = false;
    try {
      const message = await this.question(scenario, given.group, settings.has(given.settings) ? {} : { settings: true });
      if (message.settings) settings.set(given.settings, message.settings);
      if (place !== this.place || given.settings !== this.given.settings) return;
      this.problem("");
      this.take(message);
    } catch (error) {
      if (error.isRefusal) {
        this.problem(`${error.message} De laatste uitkomst blijft staan.`);
        if (scenario === this.scenario) this.isMoving = this.isReleased = false;
      } else {
        this.problem("Geen verbinding met de server. De laatste uitkomst blijft staan; we proberen het opnieuw.");
        again = true;
      }
    } finally {
      this.asking = false;
      if (again) setTimeout(() => this.ask(), RETRY_MS);
      else if (scenario !== this.scenario) this.ask();
      this.root.toggleAttribute("data-asking", this.asking);
    }
  }

  /** Draw an answer; the first of a place also brings what stays the same there. */
  take(message) {
    this.message = message;
    this.data = { ...this.given, ...settings.get(this.given.settings) };
    this.isNew = false;
    if (this.prepared !== this.place) {
      this.prepared = this.place;
      this.codeIndex = new Map(this.data.codes.map((code, i) => [code, i]));
      if (!this.codeIndex.has(this.selected)) this.selected = null;
      this.prepare();
    }
    if (!this.isMoving) this.adopt();
    else if (this.isReleased && message.scenario === this.scenario) this.release();
    this.draw();
  }

  release() {
    this.isMoving = this.isReleased = false;
    this.spoken.textContent = `${this.message.finding} ${this.message.summary}`;
    this.adopt();
    this.wish = { scenario: this.scenario, sign: this.message.sign };
    this.tell();
  }

  /** Commit what was released: one commit under way, the newest next, so that no run takes an older link for a newer choice. */
  tell() {
    if (!this.wish || this.awaiting) return;
    const { scenario, sign } = this.wish;
    this.wish = null;
    if (sign === this.sign) return;
    this.turns = (this.turns ?? 0) + 1; // the same move twice is still two moves
    this.awaiting = `${this.visit}-${this.turns}`;
    this.commit({ scenario, turn: this.awaiting });
  }

  /** Take up what was released or handed over: order of rows, position of sliders. */
  adopt() {}

  problem(text) {
    put(this.status, text);
    this.root.classList.toggle("stale", Boolean(text));
  }

  select(code) {
    this.selected = code;
    this.draw();
  }

  // -- why a number is what it is ------------------------------------------------------------------------------------

  /** The path from the reference to the result as a waterfall with its numbers; the steps add up. */
  waterfall(message, i, title) {
    const words = this.data.references[message.scenario.reference];
    const steps = Object.entries(message.steps).filter(([key, values]) => key === "reference" || values[i] !== 0);
    const result = message.numbers[i];
    let level = 0;
    const bars = steps.map(([key, values]) => {
      const from = level;
      level = key === "reference" ? values[i] : level + values[i];
      return { key, value: values[i], from: key === "reference" ? 0 : from, to: level };
    });
    const ends = [0, result, ...bars.flatMap((bar) => [bar.from, bar.to])];
    const low = Math.min(...ends), width = Math.max(...ends) - low || 1;
    const bar = (from, to, kind) => element("td", { class: "fall", "aria-hidden": "true" },
      element("i", { class: kind, style: `left:${(100 * (Math.min(from, to) - low)) / width}%;width:${(100 * Math.abs(to - from)) / width}%` }));
    const row = (name, value, from, to, kind) => element("tr", { class: kind }, element("th", { scope: "row" }, name), bar(from, to, kind), element("td", { class: "figure" }, value));
    return element("table", { class: "waterfall" }, element("caption", {}, title),
      element("tbody", {},
        ...bars.map(({ key, value, from, to }) => key === "reference"
          ? row(capital(words), one.format(value), 0, to, "start")
          : row(this.data.step_names[key], signed(value, one), from, to, value > 0 ? "more" : "less")),
        row("Samen", number(result), 0, result, "sum")));
  }

  /** The same in a sentence. */
  inWords(message, i) {
    const name = this.data.names[i], words = this.data.references[message.scenario.reference];
    const parts = Object.entries(message.steps)
      .filter(([key, values]) => key !== "reference" && values[i] !== 0)
      .map(([key, values]) => `${this.data.step_names[key].toLowerCase()} ${one.format(Math.abs(values[i]))} ${values[i] > 0 ? "erbij" : "eraf"}`);
    const start = `${capital(words)} zou ${name} ${one.format(message.steps.reference[i])} op zich nemen.`;
    return parts.length ? `${start} Daarna: ${parts.join(", ")}. Dat is samen ${number(message.numbers[i])}.` : `${start} Niets verandert dat.`;
  }

  /** A link to where a figure comes from or a word is explained: in another tab, so that a try-out is not lost. */
  away(href, text) {
    return element("a", { href, target: "_blank", rel: "noopener", class: "fs-keep" }, text);
  }

  /** "Waarom dit getal?" for one cell of the ijktabel. */
  async explain(code, group) {
    const i = this.codeIndex.get(code), spec = this.data.groups[group];
    try {
      const message = group === this.message.group ? this.message : await this.question(this.scenario, group);
      const title = `Waarom ${number(message.numbers[i])} voor ${this.data.names[i]}?`;
      const close = element("button", { type: "button", class: "close" }, "Sluiten");
      close.addEventListener("click", () => this.dialog.close());
      this.dialog.replaceChildren(
        element("h3", {}, title),
        element("p", {}, `${spec.name}, ${spec.unit}. ${spec.origin}`),
        this.waterfall(message, i, "Van de referentie naar de uitkomst"),
        element("p", {}, this.inWords(message, i)),
        element("p", {}, this.away(spec.source, "Waar komt de opgave vandaan?"), " ", this.away("/begrippen", "Wat betekenen deze woorden?")), close);
      this.dialog.showModal();
    } catch (error) {
      this.problem(error.isRefusal ? error.message : "Geen verbinding met de server. Probeer het zo nog eens.");
    }
  }
}
