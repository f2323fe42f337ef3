// The page under a finger: what a mouse drags, a finger drags too, or presses a button for.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, definition, mainButton, openSection, pasteScenario } from "./page.mjs";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const scenario = {
  version: 1,
  taskDefinitions: [definition({}, { cpu: 128, memory: 256, portMappings: [] })],
  services: [
    {
      serviceName: "shop",
      taskDefinition: "shop",
      desiredCount: 1,
      placementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }, { type: "binpack", field: "cpu" }, { type: "random" }],
    },
  ],
  containerInstances: [{ name: "prod", instanceType: "t3.medium", availabilityZone: "us-east-1a", count: 3 }],
};

async function opened(page) {
  await pasteScenario(page, scenario);
  await mainButton(page).tap();
  await announcement(page).filter({ hasText: "Run finished: 1 of 1" }).waitFor();
}

/** Waits until the page has come to rest: it scrolls smoothly. */
const still = (page) =>
  page.evaluate(async () => {
    for (let [last, same] = [scrollY, 0]; same < 5; last = scrollY) {
      await new Promise(requestAnimationFrame);
      same = scrollY === last ? same + 1 : 0;
    }
  });

/** Drags one element onto another with one finger. */
async function drag(page, from, to) {
  const session = await page.context().newCDPSession(page);
  const middle = async (place) => {
    const { x, y, width, height } = await place.boundingBox();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const [start, end] = [await middle(from), await middle(to)];
  const touch = (type, ...touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", start);
  for (let step = 1; step <= 5; step += 1) {
    await touch("touchMove", { x: start.x, y: start.y + ((end.y - start.y) * step) / 5 });
  }
  await touch("touchEnd");
}

pageTest("a task is started on an instance with two taps", phone, async ({ page }) => {
  await opened(page);
  // There is nothing to drag where nothing can be dragged.
  assert.equal(await page.getByText("Drag onto an instance").isVisible(), false);
  await page.getByText("Select an instance to start it there.").waitFor();
  const card = page.getByTestId("instance").nth(2);
  await card.getByRole("heading").getByRole("button").tap();
  const start = page.getByRole("button", { name: "Start it on prod/3" });
  await start.scrollIntoViewIfNeeded();
  await screenshot(page, "touch start");
  await start.tap();
  await card.getByText("family:shop").waitFor();
  await page.getByRole("region", { name: "Timeline" }).getByRole("button", { name: "Remove StartTask shop:1 on prod/3" }).tap();
  await card.getByText("family:shop").waitFor({ state: "detached" });
  await axe(page);
});

pageTest("strategies are put in order with a finger, by their grips and by buttons", phone, async ({ page }) => {
  await opened(page);
  await openSection(page, "Service");
  await page.getByRole("group", { name: "Service shop" }).locator("summary").filter({ hasText: "Placement" }).tap();
  // Touches are answered a moment later than they are made.
  const becomes = (...wanted) =>
    page.evaluate(async (wanted) => {
      const now = () => [...document.querySelectorAll("select[aria-label^='Type, strategy']")].map((select) => select.value).join();
      for (let waited = 0; now() !== wanted && waited < 2000; waited += 20) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return now();
    }, wanted.join());
  const grips = page.getByTestId("grip");
  await page.getByRole("button", { name: "Move down, strategy 1 of shop" }).tap();
  assert.equal(await becomes("binpack", "spread", "random"), "binpack,spread,random");
  // Clear of the foot, which stays at the bottom of the screen.
  await grips.nth(1).evaluate((grip) => grip.scrollIntoView({ block: "center" }));
  await still(page);
  const before = await page.evaluate(() => scrollY);
  await drag(page, grips.nth(2), grips.nth(0));
  assert.equal(await becomes("random", "binpack", "spread"), "random,binpack,spread");
  assert.equal(await page.evaluate(() => scrollY), before, "the page does not scroll along");
  await screenshot(page, "touch strategies");
});
