// How long the main thread works for each frame while a run is played, from a trace of the browser.

/** 200 instances and 2,000 tasks, of which one starts or stops every second. */
export const busy = {
  version: 1,
  name: "Busy",
  taskDefinitions: [
    { family: "shop", networkMode: "bridge", containerDefinitions: [{ name: "shop", image: "shop:1", cpu: 128, memory: 256 }] },
  ],
  services: Array.from({ length: 10 }, (_, number) => ({ serviceName: `shop-${number}`, taskDefinition: "shop", desiredCount: 200 })),
  containerInstances: ["a", "b", "c", "d"].map((zone) => ({ instanceType: "t3.xlarge", availabilityZone: `us-east-1${zone}`, count: 50 })),
  simulation: {
    durationSeconds: 3600,
    timeline: Array.from({ length: 3000 }, (_, number) => ({
      atSeconds: 30 + number,
      action: "ecs:StopTask",
      input: { task: `service:shop-${number % 10}/${1 + Math.floor(number / 10)}` },
    })),
  },
};

/**
 * Milliseconds of work of every frame while what `act` has begun goes on for `ms`. What the test itself asks
 * of the page, such as where a button is, would take longer than a frame: it is over when the trace begins.
 */
export async function frames(page, act, ms) {
  await act();
  await page.waitForTimeout(500);
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "devtools.timeline.frame"] },
  });
  await page.waitForTimeout(ms);
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  return workPerFrame(events);
}

/**
 * Script, style, layout and paint: what the main thread of the page did from one frame to the next, in the
 * processor's time where the trace has it, because others may use the machine.
 */
function workPerFrame(events) {
  const begins = events.filter((event) => event.name === "FireAnimationFrame");
  const thread = (event) => `${event.pid}/${event.tid}`;
  const own = (kind) => begins.filter((event) => thread(event) === kind);
  const page = [...new Set(begins.map(thread))].sort((one, other) => own(other).length - own(one).length)[0];
  const starts = own(page).map((event) => event.ts).sort((one, other) => one - other);
  const tasks = events.filter((event) => event.name === "RunTask" && thread(event) === page);
  const work = starts.slice(1).map(() => 0);
  for (const task of tasks) {
    const frame = starts.findLastIndex((start) => start <= task.ts + task.dur);
    if (frame >= 0 && frame < work.length) {
      work[frame] += (task.tdur ?? task.dur) / 1000;
    }
  }
  return work;
}

/** The value that so many percent of the numbers do not exceed. */
export function percentile(numbers, percent) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
}
