// What the html of every page can do: explain a term, keep the scenario in a link, and show the row that a link asks for.
// Listens on the document, so that it also works for html that comes later and inside components.

const OPEN_AFTER = 150; // ms that a pointer rests on a term
const CLOSE_AFTER = 300; // ms in which a pointer may cross from the term to its explanation
const LOOK_FOR = 15_000; // ms in which a row that a link asks for must appear
const TICK = 150; // ms between two looks
const CALM = 4; // looks in which the row must stay in view
const EDGE = 8; // px between an explanation and the edge of the screen
const OF_THE_LINK = ["deel", "item"]; // parameters that say what a link points at

let timer;
let dismissed = null; // the term whose explanation was closed while pointer or focus are still on it

const find = (event, name) => event.composedPath().find((node) => node.classList?.contains(name));
const tipOf = (term) => term.querySelector(".fs-tip");
const isOpen = (term) => tipOf(term).matches(":popover-open");

function place(term) {
  const button = term.querySelector("button").getBoundingClientRect();
  const tip = tipOf(term);
  const { width, height } = tip.getBoundingClientRect();
  const below = button.bottom + 4;
  const top = below + height > innerHeight - EDGE ? Math.max(EDGE, button.top - height - 4) : below;
  tip.style.left = `${Math.max(EDGE, Math.min(button.left, innerWidth - width - EDGE))}px`;
  tip.style.top = `${top}px`;
}

function open(term) {
  clearTimeout(timer);
  if (!term.isConnected || isOpen(term)) return;
  keep(tipOf(term).querySelector("a"));
  tipOf(term).showPopover();
  place(term);
}

function close(term) {
  if (term.isConnected && isOpen(term)) tipOf(term).hidePopover();
}

// The scenario in the address of this page goes along, unless the link has one of its own.
function keep(link) {
  const url = new URL(link.href);
  if (url.searchParams.has("regio")) return;
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (!OF_THE_LINK.includes(name) && !url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  link.href = url.href;
}

function listen() {
  document.addEventListener("pointerover", (event) => {
    const term = event.pointerType === "mouse" && find(event, "fs-term");
    if (!term) return;
    clearTimeout(timer);
    if (term !== dismissed) timer = setTimeout(() => open(term), OPEN_AFTER);
  });
  document.addEventListener("pointerout", (event) => {
    const term = event.pointerType === "mouse" && find(event, "fs-term");
    if (!term || term.contains(event.relatedTarget)) return;
    clearTimeout(timer);
    if (dismissed === term) dismissed = null;
    if (!term.matches(":focus-within")) timer = setTimeout(() => close(term), CLOSE_AFTER);
  });
  document.addEventListener("focusin", (event) => {
    const term = find(event, "fs-term");
    if (term && term !== dismissed) open(term);
    const link = find(event, "fs-keep");
    if (link) keep(link);
  });
  document.addEventListener("focusout", (event) => {
    const term = find(event, "fs-term");
    if (!term || term.contains(event.relatedTarget)) return;
    if (dismissed === term) dismissed = null;
    close(term);
  });
  document.addEventListener("click", (event) => {
    const term = find(event, "fs-term");
    if (term && event.composedPath()[0].closest("button")) open(term);
  });
  document.addEventListener("pointerdown", (event) => {
    const link = find(event, "fs-keep");
    if (link) keep(link);
  });
  // Escape and a tap elsewhere close an explanation: the browser does that, and says so here.
  document.addEventListener(
    "toggle",
    (event) => {
      const term = find(event, "fs-term");
      if (!term) return;
      const opened = event.newState === "open";
      term.querySelector("button").setAttribute("aria-expanded", String(opened));
      dismissed = !opened && term.matches(":hover, :focus-within") ? term : null;
    },
    true,
  );
  document.addEventListener(
    "scroll",
    () => {
      const term = document.querySelector(".fs-tip:popover-open")?.closest(".fs-term");
      if (term) place(term);
    },
    { capture: true, passive: true },
  );
}

// The page is drawn in parts, and parts above the row may still come: bring it into view until it stays there, or until the
// reader goes elsewhere.
function showAsked() {
  if (!new URLSearchParams(location.search).has("item")) return;
  let calm = 0;
  const looking = setInterval(() => {
    const row = document.querySelector(".fs-here");
    if (!row) return;
    const { top, bottom } = row.getBoundingClientRect();
    calm = top >= 0 && bottom <= innerHeight ? calm + 1 : 0;
    if (calm >= CALM) stop();
    else if (!calm) row.scrollIntoView({ block: "center" });
  }, TICK);
  const stop = () => clearInterval(looking);
  for (const name of ["wheel", "touchstart", "keydown"]) addEventListener(name, stop, { once: true, passive: true });
  setTimeout(stop, LOOK_FOR);
}

if (!window.fsPage) {
  window.fsPage = true;
  listen();
  showAsked();
}
