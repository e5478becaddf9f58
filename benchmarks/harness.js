// Clocks within the page, so that the time Playwright itself takes stays out. All times in ms.
// `arm` starts looking once per frame for an outcome; the clock starts at the browser's own time stamp of the key or click.

window.bench = (() => {
  const PATIENCE = 30_000;
  const bench = { began: null };
  for (const kind of ["keydown", "click"]) {
    addEventListener(kind, (event) => event.isTrusted && (bench.began ??= event.timeStamp), true);
  }

  const roots = () => [document, ...[...document.querySelectorAll('[data-testid="stBidiComponentIsolated"], [data-testid="stBidiComponentIsolated"] *')]
    .map((node) => node.shadowRoot).filter(Boolean)];
  const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
  const one = (selector) => all(selector)[0];
  const words = (selector) => all(selector).map((node) => node.textContent).join();
  const isRunning = () => !one('[data-testid="stApp"][data-test-script-state="notRunning"]');
  const visibleArea = (within = "") => all(`${within} .area`).some((area) => area.style.display !== "none" && area.getClientRects().length);

  /** Runs `work` after the frame that is being made has been painted. */
  function afterPaint(work) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => work(performance.now());
    channel.port2.postMessage(null);
  }

  const same = (a, b) => Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => a[key] === b[key]);
  const drawnWeights = () => JSON.parse(one(".panel")?.dataset.drawn ?? "{}").weights;

  /** What is on the screen of another page: its sentence, and per map the ids and looks of its areas. */
  const screen = () => ({
    finding: words(".fs-finding"),
    ids: all(".area").filter((area) => area.style.display !== "none").map((area) => area.dataset.id).join(),
    looks: roots().slice(1).map((root) => [...root.querySelectorAll(".area")].map((area) => area.style.fill).join() + [...root.querySelectorAll(".labels .value")].map((n) => n.textContent).join()),
  });
  /** The values that plotly bound to the shapes it has drawn; new ones with every drawing. */
  const bound = () => ["path.choroplethlocation", "g.points path"].map((selector) => document.querySelector(selector)?.__data__);

  let before;
  const tests = {
    live: ({ weights }) => same(drawnWeights() ?? {}, weights),
    naive: ({ key }) => words(".gtitle").includes(key) && words('[data-testid="stCaptionContainer"]').includes(key)
      && bound().every((value, i) => value && value !== before.bound[i]),
    page: ({ title, area, panel }) => one("h1")?.textContent.includes(title) && !isRunning() && one(".fs-footer")
      && (!area || visibleArea(area)) && (!panel || one(".panel")?.dataset.drawn),
    rerun: ({ parts }) => {
      const now = screen();
      return parts.every((part) => part === "looks" ? now.looks.length === before.screen.looks.length && now.looks.every((look, i) => look !== before.screen.looks[i])
        : now[part] && now[part] !== before.screen[part]);
    },
  };

  /** Look for `test` from now on. The outcome: time until it held at the start of a frame, and until that frame was painted. */
  bench.arm = (test, given, began = null) => {
    bench.began = began;
    before = { bound: bound(), screen: screen() };
    const armed = performance.now();
    bench.outcome = new Promise((done, fail) => {
      const look = () => {
        if (bench.began !== null && tests[test](given)) afterPaint((now) => done(now - bench.began));
        else if (performance.now() - armed > PATIENCE) fail(new Error(`no outcome of '${test}' for ${JSON.stringify(given)}`));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    bench.outcome.catch(() => undefined);
  };

  /** When the panel last set all of its DOM, after the clock started. */
  bench.watchDraws = () => {
    new MutationObserver(() => bench.began !== null && (bench.drawn ??= performance.now() - bench.began))
      .observe(one(".panel"), { attributes: true, attributeFilter: ["data-drawn"] });
  };

  /** Drag two sliders for some seconds: an input event per frame; every eleventh moves the second, so that keys are new. */
  bench.drag = async (criteria, seconds) => {
    const panel = one(".panel"), ranges = criteria.map((key) => one(`#c-${key}`));
    const up = ranges.map(() => true), inputs = [], draws = [], frames = [], ask = window.fetch;
    let answered = -1, unpainted = [], wrong = 0;
    window.fetch = async (...question) => {
      const asked = inputs.length - 1, answer = await ask(...question);
      answered = asked;  // one question under way: the next draw is of this answer
      return answer;
    };
    const seen = new MutationObserver(() => {
      const shown = answered;
      if (shown < 0) return;
      const draw = { shown, drawn: performance.now() };
      if (!criteria.every((key) => (drawnWeights()[key] ?? 0) === inputs[shown].weights[key])) wrong += 1;
      draws.push(draw);
      unpainted.push(draw);
    });
    seen.observe(panel, { attributes: true, attributeFilter: ["data-drawn"] });
    const began = performance.now();
    await new Promise((done) => {
      const frame = () => {
        const fresh = unpainted, now = performance.now();
        unpainted = [];
        afterPaint((time) => fresh.forEach((draw) => (draw.painted = time)));
        frames.push(now);
        const isOver = now - began > 1000 * seconds;
        if (isOver && !unpainted.length && (draws.at(-1)?.shown === inputs.length - 1 || now - began > 1000 * seconds + 5000)) return afterPaint(done);
        if (!isOver) move();
        requestAnimationFrame(frame);
      };
      const move = () => {
        const which = inputs.length % 11 === 10 ? 1 : 0, range = ranges[which];
        if (Number(range.value) === (up[which] ? 10 : 0)) up[which] = !up[which];
        range.value = Number(range.value) + (up[which] ? 1 : -1);
        inputs.push({ time: performance.now(), weights: Object.fromEntries(criteria.map((key, i) => [key, Number(ranges[i].value)])) });
        range.dispatchEvent(new Event("input", { bubbles: true }));
      };
      requestAnimationFrame(frame);
    });
    seen.disconnect();
    window.fetch = ask;
    ranges[0].dispatchEvent(new Event("change", { bubbles: true }));
    const first = (i) => draws.find((draw) => draw.shown >= i);
    const dragged = frames.filter((time) => time - began <= 1000 * seconds);
    return {
      drawn: inputs.map((input, i) => (first(i)?.drawn ?? Infinity) - input.time),
      painted: inputs.map((input, i) => (first(i)?.painted ?? Infinity) - input.time),
      draws: draws.length, wrong,
      drawsPerSecond: draws.filter((draw) => draw.drawn - began <= 1000 * seconds).length / seconds,
      framesPerSecond: (1000 * (dragged.length - 1)) / (dragged.at(-1) - dragged[0]),
    };
  };

  return bench;
})();
