// The map of municipalities: geometry fetched once, values per update, usable by mouse, touch, keyboard and screen reader.
// Used by every page; the live panel draws the same map with this class.

const SVG = "http://www.w3.org/2000/svg";
const ZOOM_STEP = 1.5, ZOOM_MAX = 12;
const LABEL_PX = 11.5, LINE_PX = 13;
const layers = new Map();

/** Write an attribute, unless it says so already. */
export const write = (node, name, value) => node.getAttribute(name) === value || node.setAttribute(name, value);
export const element = (name, attributes = {}, ...children) => grow(document.createElement(name), attributes, children);
const shape = (name, attributes = {}, ...children) => grow(document.createElementNS(SVG, name), attributes, children);

function grow(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** The root in which a component draws, with its stylesheet: made once per place on the page, kept through every update. */
export function mount(parent, name, build) {
  let root = parent.querySelector(".fs-root");
  if (!root) {
    root = element("div", { class: "fs-root" });
    const sheet = element("link", { rel: "stylesheet", href: new URL(`${name}.css`, import.meta.url).href });
    root.style.visibility = "hidden";
    sheet.onload = sheet.onerror = () => (root.style.visibility = "");
    parent.append(sheet, root);
    root.view = build(root);
  }
  return root.view;
}

function fetchLayer(url) {
  if (!layers.has(url)) {
    const loading = fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${url}`);
      return answer.json();
    });
    loading.catch(() => layers.delete(url));
    layers.set(url, loading);
  }
  return layers.get(url);
}

/** Fetch a layer that will be drawn soon. */
export const prefetch = (url) => void fetchLayer(url).catch(() => undefined);

export class MunicipalMap {
  /** @param host element to draw in; @param onSelect called with the id of the area that was chosen, or null */
  constructor(host, onSelect) {
    this.host = host;
    this.onSelect = onSelect;
    const picture = (more = {}) => shape("svg", { preserveAspectRatio: "xMidYMid meet", ...more });
    // What never changes has a picture of its own, below and above the areas: a move then paints areas and words alone.
    this.svg = picture({ role: "group" });
    this.ground = picture();
    this.above = picture();
    this.words = picture();
    this.tip = element("div", { class: "tip", "aria-hidden": "true", hidden: true });
    this.note = element("p", { class: "map-note", role: "status" });
    const button = (text, label, act) => {
      const node = element("button", { type: "button", title: label, "aria-label": label }, text);
      node.addEventListener("click", act);
      return node;
    };
    this.tools = element("div", { class: "zoom" },
      button("+", "Inzoomen", () => this.zoom(ZOOM_STEP)),
      button("−", "Uitzoomen", () => this.zoom(1 / ZOOM_STEP)),
      button("⤢", "Hele kaart", () => this.resetView()));
    this.frame = element("div", { class: "map-frame" }, this.svg);
    const silent = (svg) => element("div", { class: "map-layer", "aria-hidden": "true" }, svg);
    host.append(silent(this.ground), this.frame, silent(this.above), silent(this.words), this.tools, this.tip, this.note);
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.frame);
  }

  /** Draw `data`: {layer, mode, title, areas: {id: {class, label, name, tip, selected}}, colors, ink, selectable}. */
  async update(data) {
    this.data = data;
    if (this.url !== data.layer) {
      this.url = data.layer;
      try {
        const layer = await fetchLayer(data.layer);
        if (this.url !== data.layer) return;
        this.build(layer);
        this.note.textContent = "";
      } catch {
        this.url = null;
        this.note.textContent = "De kaart kon niet worden opgehaald. Ververs de pagina om het opnieuw te proberen.";
        return;
      }
    }
    this.paint();
  }

  build(layer) {
    this.layer = layer;
    this.drawn = null;
    this.nodes = new Map();
    this.svg.replaceChildren();
    const group = (name, ...children) => shape("g", { class: name }, ...children);
    this.areaGroup = group("areas");
    this.labelGroup = group("labels");
    this.arrowGroup = group("arrows");
    const path = (item) => shape("path", { d: item.d });
    this.backdrop = group("backdrop",
      group("land", ...(layer.land ? [shape("path", { d: layer.land })] : [])),
      group("context", ...(layer.context ?? []).map(path)),
      group("provinces", ...(layer.provinces ?? []).map(path)));
    this.lines = group("lines",
      group("subregions", ...(layer.subregions ?? []).map(path)),
      group("outline", ...(layer.outline ? [shape("path", { d: layer.outline })] : [])));
    this.ground.replaceChildren(this.backdrop);
    this.above.replaceChildren(this.lines);
    this.words.replaceChildren(this.arrowGroup, this.labelGroup);
    this.svg.append(this.areaGroup);
    for (const area of layer.areas ?? layer.regions) {
      const node = shape("path", { class: "area", tabindex: "-1", "data-id": area.id });
      const label = shape("text", {});
      this.areaGroup.append(node);
      this.labelGroup.append(label);
      this.nodes.set(area.id, { area, node, label, shown: {} });
    }
    this.view = null;
  }

  isTiles() {
    return this.data.mode === "tegels" && Boolean(this.layer.tile_view);
  }

  paint() {
    const tiles = this.isTiles();
    if (this.drawn !== tiles) {
      this.drawn = tiles;
      this.backdrop.style.display = this.lines.style.display = tiles ? "none" : "";
      for (const { area, node } of this.nodes.values()) node.setAttribute("d", tiles ? tilePath(area.tile) : area.d);
      this.resetView();
    }
    write(this.svg, "aria-label", this.data.title);
    this.tools.hidden = this.data.zoom === false;
    const { areas, colors, ink } = this.data, selectable = Boolean(this.data.selectable);
    for (const [id, { node, shown }] of this.nodes) {
      const value = areas[id], isNew = shown.selectable !== selectable;
      if (shown.isThere !== Boolean(value)) node.style.display = (shown.isThere = Boolean(value)) ? "" : "none";
      if (!value) continue;
      const fill = colors[value.class] ?? "", selected = Boolean(value.selected), words = [value.name, ...value.tip].join(", ");
      if (shown.fill !== fill) node.style.fill = shown.fill = fill;
      if (shown.class !== value.class) {
        shown.class = value.class;
        node.classList.toggle("missing", value.class < 0);
        node.style.setProperty("--ink", ink[value.class] ?? "");
      }
      if (isNew) node.setAttribute("role", (shown.selectable = selectable) ? "button" : "img");
      if (shown.selected !== selected || isNew) {
        shown.selected = selected;
        node.classList.toggle("selected", selected);
        if (selectable) node.setAttribute("aria-pressed", String(selected));
      }
      if (shown.words !== words) node.setAttribute("aria-label", (shown.words = words));
    }
    this.rove(this.focused && areas[this.focused] ? this.focused : this.first());
    this.label();
    this.drawArrows();
    if (this.pointed) this.showTip(this.pointed, this.pointedAt);
  }

  /** Curved arrows from giver to taker; the thicker, the more. `data.arrows`: [{from, to, number}]. */
  drawArrows() {
    const arrows = this.data.arrows ?? [];
    this.labelGroup.classList.toggle("haloed", arrows.length > 0);
    if (!this.scale || (!arrows.length && !this.arrowGroup.childElementCount)) return;
    const most = Math.max(1, ...arrows.map((arrow) => arrow.number));
    this.arrowGroup.replaceChildren(...arrows.map(({ from, to, number }) => {
      const [x0, y0] = this.place(this.nodes.get(from)), [cx1, cy1] = this.place(this.nodes.get(to));
      const whole = Math.hypot(cx1 - x0, cy1 - y0) || 1, short = Math.max(0.4, 1 - 14 / this.scale / whole);
      const x1 = x0 + (cx1 - x0) * short, y1 = y0 + (cy1 - y0) * short;
      const length = Math.hypot(x1 - x0, y1 - y0) || 1, ux = (x1 - x0) / length, uy = (y1 - y0) / length;
      const width = (1 + 4.5 * Math.sqrt(number / most)) / this.scale, head = 2.4 * width + 4 / this.scale;
      const [ex, ey] = [x1 - ux * head, y1 - uy * head];
      const [cx, cy] = [(x0 + ex) / 2 - uy * length * 0.12, (y0 + ey) / 2 + ux * length * 0.12];
      const tip = `M${x1} ${y1}L${ex - uy * head * 0.55} ${ey + ux * head * 0.55}L${ex + uy * head * 0.55} ${ey - ux * head * 0.55}z`;
      return shape("g", {}, shape("path", { class: "shaft", d: `M${x0} ${y0}Q${cx} ${cy} ${ex} ${ey}`, "stroke-width": width }), shape("path", { class: "head", d: tip }));
    }));
  }

  first() {
    const ids = [...this.nodes.keys()].filter((id) => this.data.areas[id]);
    return ids.find((id) => this.data.areas[id].selected) ?? ids[0];
  }

  /** One area can be reached with Tab, the others with the arrow keys. */
  rove(id) {
    if (this.focused === id && this.nodes.get(id)?.node.tabIndex === 0) return;
    this.focused = id;
    for (const [other, { node }] of this.nodes) node.setAttribute("tabindex", other === id ? "0" : "-1");
  }

  place({ area }) {
    return this.isTiles() ? [area.tile[0] + 0.5, area.tile[1] + 0.5] : area.label;
  }

  /** Names and values on the map: lines are laid out anew only when their place or their number changes. */
  label() {
    if (!this.scale) return;
    const tiles = this.isTiles(), size = LABEL_PX / this.scale;
    for (const [id, item] of this.nodes) {
      const { area, label, shown } = item;
      const value = this.data.areas[id];
      const radius = (tiles ? 0.5 : area.radius ?? 0) * this.scale;
      const lines = [];
      if (value && (radius > 17 || value.named)) lines.push(...(value.named ? [value.short] : fitName(value.short ?? value.name, tiles ? 0.92 * this.scale : radius * 2.3, tiles ? 2 : 1)));
      if (value?.label && radius > 7) lines.push(value.label);
      const place = lines.length ? [tiles, this.scale, lines.length, Boolean(value.named)].join() : "";
      if (shown.place !== place) {
        shown.place = place;
        label.replaceChildren();
        if (lines.length) this.layOut(item, value, lines.length, size);
      }
      if (!lines.length) continue;
      lines.forEach((text, i) => {
        const line = label.childNodes[i], isValue = text === value.label;
        if (line.firstChild.nodeValue !== text) line.firstChild.nodeValue = text;
        if (isValue !== (line.getAttribute("class") === "value")) isValue ? line.setAttribute("class", "value") : line.removeAttribute("class");
      });
      const ink = value.named ? "" : this.data.ink[value.class] ?? "";
      if (shown.ink !== ink) label.style.fill = shown.ink = ink;
    }
  }

  /** So many empty lines on the label point of an area; the name of a region stands above it. */
  layOut(item, value, count, size) {
    const { node, label } = item, [x, top] = this.place(item);
    const y = value.named ? node.getBBox().y - size : top;
    for (let i = 0; i < count; i++) {
      const line = shape("tspan", { x, y: y + ((i - (count - 1) / 2) * LINE_PX + LABEL_PX * 0.35) / this.scale });
      line.append(document.createTextNode(""));
      label.append(line);
    }
    label.setAttribute("font-size", size);
    label.classList.toggle("named", Boolean(value.named));
  }

  // -- view ---------------------------------------------------------------------------------------------------------

  full() {
    return [...(this.isTiles() ? this.layer.tile_view : this.layer.view)];
  }

  resetView() {
    this.view = this.full();
    this.fit();
  }

  zoom(factor) {
    const [fx, fy, fw, fh] = this.full();
    const [x, y, w, h] = this.view;
    const width = Math.min(fw, Math.max(fw / ZOOM_MAX, w / factor)), height = (width * fh) / fw;
    this.view = clampView([x + (w - width) / 2, y + (h - height) / 2, width, height], [fx, fy, fw, fh]);
    this.fit();
  }

  fit() {
    if (!this.layer || !this.view) return;
    const { clientWidth, clientHeight } = this.svg;
    if (!clientWidth || !clientHeight) return;
    this.show();
    this.scale = Math.min(clientWidth / this.view[2], clientHeight / this.view[3]);
    this.label();
    this.drawArrows();
  }

  // -- hands --------------------------------------------------------------------------------------------------------

  listen() {
    const idOf = (event) => event.target.closest?.(".area")?.dataset.id;
    this.svg.addEventListener("pointermove", (event) => {
      if (this.drag) return this.pan(event);
      this.showTip(idOf(event), event);
    });
    this.svg.addEventListener("pointerleave", () => this.showTip(null));
    this.svg.addEventListener("focusin", (event) => {
      const id = idOf(event);
      if (!id) return;
      this.rove(id);
      if (event.target.matches(":focus-visible")) this.showTip(id);
    });
    this.svg.addEventListener("focusout", () => this.showTip(null));
    this.svg.addEventListener("pointerdown", (event) => {
      if (this.view && this.view[2] < this.full()[2] * 0.99) this.drag = { x: event.clientX, y: event.clientY, view: this.view, moved: false };
    });
    const stop = () => (this.drag = null);
    window.addEventListener("pointerup", () => setTimeout(stop));
    window.addEventListener("pointercancel", stop);
    this.svg.addEventListener("click", (event) => {
      if (this.drag?.moved) return;
      const id = idOf(event);
      if (id) this.choose(id);
    });
    this.svg.addEventListener("keydown", (event) => {
      const id = idOf(event);
      if (!id) return;
      const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
      if (move) this.step(id, move);
      else if (event.key === "Enter" || event.key === " ") this.choose(id);
      else if (event.key === "Escape") this.choose(null);
      else if (event.key === "+" || event.key === "=") this.zoom(ZOOM_STEP);
      else if (event.key === "-") this.zoom(1 / ZOOM_STEP);
      else if (event.key === "0") this.resetView();
      else return;
      event.preventDefault();
    });
  }

  choose(id) {
    if (!this.data.selectable) return;
    this.onSelect(id && !this.data.several && this.data.areas[id]?.selected ? null : id);
  }

  pan(event) {
    const { x, y, view } = this.drag;
    const dx = (event.clientX - x) / this.scale, dy = (event.clientY - y) / this.scale;
    if (Math.hypot(event.clientX - x, event.clientY - y) > 4) this.drag.moved = true;
    this.view = clampView([view[0] - dx, view[1] - dy, view[2], view[3]], this.full());
    this.show();
  }

  show() {
    for (const svg of [this.svg, this.ground, this.above, this.words]) svg.setAttribute("viewBox", this.view.join(" "));
  }

  /** To the nearest area in the direction of the arrow key. */
  step(id, [dx, dy]) {
    const [x, y] = this.place(this.nodes.get(id));
    let best = null, least = Infinity;
    for (const [other, item] of this.nodes) {
      if (other === id || !this.data.areas[other]) continue;
      const [ox, oy] = this.place(item);
      const along = (ox - x) * dx + (oy - y) * dy, aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (along > 0 && along + 2 * aside < least) [best, least] = [other, along + 2 * aside];
    }
    if (best) this.nodes.get(best).node.focus();
  }

  showTip(id, event) {
    this.pointed = id && this.data?.areas[id] ? id : null;
    this.pointedAt = event;
    this.tip.hidden = !this.pointed;
    if (!this.pointed) return;
    const value = this.data.areas[id];
    this.tip.replaceChildren(element("strong", {}, value.name), ...value.tip.map((line) => element("span", {}, line)));
    const frame = this.frame.getBoundingClientRect(), box = this.nodes.get(id).node.getBoundingClientRect();
    const x = (event ? event.clientX : box.left + box.width / 2) - frame.left;
    const y = (event ? event.clientY : box.top + box.height / 2) - frame.top;
    const width = this.tip.offsetWidth, height = this.tip.offsetHeight;
    this.tip.style.left = `${Math.max(4, Math.min(frame.width - width - 4, x + 14))}px`;
    this.tip.style.top = `${y + 18 + height > frame.height ? Math.max(4, y - height - 12) : y + 18}px`;
  }
}

const tilePath = ([column, row]) => `M${column + 0.03} ${row + 0.03}h.94v.94h-.94z`;

function clampView([x, y, w, h], [fx, fy, fw, fh]) {
  return [Math.max(fx, Math.min(fx + fw - w, x)), Math.max(fy, Math.min(fy + fh - h, y)), w, h];
}

/** A name over at most `lines` lines of `width` px, or nothing when it does not fit. */
function fitName(name, width, lines) {
  const room = Math.floor(width / (LABEL_PX * 0.56));
  if (name.length <= room) return [name];
  if (lines < 2) return [];
  const cut = Math.max(name.lastIndexOf(" ", room - 1), name.lastIndexOf("-", room - 1));
  const parts = cut > 0 ? [name.slice(0, cut + 1).trim(), name.slice(cut + 1)] : [name.slice(0, room - 1) + "-", name.slice(room - 1)];
  return [parts[0], parts[1].length <= room ? parts[1] : parts[1].slice(0, room - 1) + "…"];
}

/** The legend: a colour, and what it stands for in words. */
export function drawLegend(host, title, items, missing) {
  const key = JSON.stringify([title, items, missing]);
  if (host.dataset.key === key) return;
  host.dataset.key = key;
  const swatch = (color, label) => element("li", {}, element("i", { style: `background:${color}`, class: color ? "" : "missing" }), label);
  host.replaceChildren(
    element("span", { class: "legend-title" }, title),
    element("ul", {}, ...items.map((item) => swatch(item.color, item.label)), ...(missing ? [swatch("", "geen cijfer")] : [])));
}

/** Streamlit component: one map with its title, legend and source. */
export default function render({ parentElement, data, setTriggerValue }) {
  const view = mount(parentElement, "municipal_map", (root) => {
    const title = element("h3", { class: "map-title" });
    const host = element("div", { class: "map-host" });
    const legend = element("div", { class: "legend" });
    const source = element("p", { class: "source" });
    root.append(element("figure", { class: "map-figure" }, title, host, legend, source));
    const view = { title, host, legend, source };
    view.map = new MunicipalMap(host, (id) => view.select(id));
    return view;
  });
  view.select = (id) => setTriggerValue("picked", id ?? "");
  view.title.textContent = data.title;
  view.title.hidden = !data.title;
  view.host.style.height = data.height;
  view.source.textContent = data.source;
  view.source.hidden = !data.source;
  view.legend.hidden = !data.legend;
  if (data.legend) drawLegend(view.legend, data.legend.title, data.legend.items, data.legend.missing);
  return view.map.update({ ...data, title: data.description ?? data.title }).then(() => undefined);
}
