// What the panels share: asking the engine (one question under way, the newest next), committing, and explaining a number.

import { element } from "./municipal_map.js";

const RETRY_MS = 1500;
const count = new Intl.NumberFormat("nl-NL");
const decimals = (digits) => new Intl.NumberFormat("nl-NL", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const two = decimals(2);
const minus = (text) => text.replace("-", "−");
export const one = decimals(1);
export const number = (value) => minus(count.format(value));
export const signed = (value, format = count) => (value > 0 ? "+" : "") + minus(format.format(value));
export const percent = (fraction) => `${count.format(Math.round(100 * fraction))} %`;
export const rate = (value) => (value >= 20 ? count : value >= 2 ? one : two).format(value);
export const arrow = (value) => (value > 0 ? "▲" : value < 0 ? "▼" : "=");
export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
export const put = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};
const sorted = (object) => Object.fromEntries(Object.entries(object ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
export const positive = (weights) => sorted(Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0)));

/** Two scenarios are the same when this text is. */
export function identity(scenario) {
  const own = Object.fromEntries(Object.entries(scenario.group_weights ?? {}).map(([group, weights]) => [group, positive(weights)]));
  const rest = { ...scenario, weights: positive(scenario.weights), group_weights: sorted(own), tasks: sorted(scenario.tasks) };
  return JSON.stringify(sorted(rest));
}

export class EnginePanel {
  constructor(root) {
    this.root = root;
    this.selected = null;
    this.status = element("p", { class: "status", role: "status" });
    this.spoken = element("p", { class: "only-spoken", "aria-live": "polite" });
    this.source = element("p", { class: "source" });
    this.dialog = element("dialog", { class: "why-dialog", "aria-label": "Waarom dit getal?" });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
  }

  /** What Streamlit hands over after a run; ignored while hands are moving or while an older answer comes in. */
  receive(data, commit) {
    this.commit = commit;
    const place = [data.region_name, data.year, data.group.key].join();
    const isNewPlace = place !== this.place;
    const incoming = identity(data.message.scenario);
    if (!isNewPlace && this.awaiting && incoming !== this.awaiting) return this.mapReady;
    if (!isNewPlace && this.isMoving) return this.mapReady;
    if (incoming === this.awaiting) this.awaiting = null;
    this.given = incoming;
    this.data = data;
    this.place = place;
    this.scenario = data.message.scenario;
    this.message = data.message;
    this.codeIndex = new Map(data.message.codes.map((code, i) => [code, i]));
    if (!this.codeIndex.has(this.selected)) this.selected = null;
    if (isNewPlace) {
      this.problem("");
      this.prepare();
    }
    this.adopt();
    this.draw();
    return this.mapReady;
  }

  moved(released) {
    this.isMoving = true;
    if (released) this.isReleased = true;
    this.ask();
  }

  /** The engine's answer for a scenario and a group, or an Error with its Dutch line. */
  async question(scenario, group) {
    const answer = await fetch(this.data.api, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ scenario, group, ...this.view() }),
    });
    if (answer.status === 429 || answer.status >= 500) throw new Error("busy");
    const message = await answer.json();
    if (answer.ok) return message;
    throw Object.assign(new Error(message.fout ?? "De server kon dit niet uitrekenen."), { isRefusal: true });
  }

  /** Choices that change what the engine tells, next to the scenario. */
  view() {
    return {};
  }

  async ask() {
    if (this.asking) return void (this.askAgain = true);
    this.asking = true;
    this.askAgain = false;
    const { scenario, place } = this, released = this.isReleased;
    let again = false;
    try {
      const message = await this.question(scenario, this.data.group.key);
      if (place !== this.place) return;
      this.problem("");
      this.message = message;
      if (released && scenario === this.scenario) this.release();
      this.draw();
    } catch (error) {
      if (error.isRefusal) {
        this.problem(`${error.message} De laatste uitkomst blijft staan.`);
        this.isMoving = this.isReleased = false;
      } else {
        this.problem("Geen verbinding met de server. De laatste uitkomst blijft staan; we proberen het opnieuw.");
        again = true;
      }
    } finally {
      this.asking = false;
      if (again) setTimeout(() => this.ask(), RETRY_MS);
      else if (this.askAgain || scenario !== this.scenario) this.ask();
    }
  }

  release() {
    const now = identity(this.message.scenario);
    this.isMoving = this.isReleased = false;
    this.spoken.textContent = `${this.message.finding} ${this.message.summary}`;
    this.adopt();
    if (now === (this.awaiting ?? this.given)) return;
    this.awaiting = now;
    this.turn = (this.turn ?? 0) + 1; // the same move twice is still two moves
    this.commit({ scenario: this.message.scenario, turn: this.turn });
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
        element("p", {}, this.inWords(message, i)), close);
      this.dialog.showModal();
    } catch (error) {
      this.problem(error.isRefusal ? error.message : "Geen verbinding met de server. Probeer het zo nog eens.");
    }
  }
}
