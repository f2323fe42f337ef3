// A cluster as large as ECS allows does not freeze the page.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, finished, largest, mainButton, paste, settled, tasks } from "./page.mjs";

pageTest("5,000 instances and 5,000 tasks run while the page answers", async ({ page }) => {
  await finished(page);
  await paste(page, largest);
  await page.getByText("The pasted scenario has replaced").waitFor();
  await mainButton(page).click();
  // The page answers meanwhile; the run may be over before a progress bar can be seen.
  await page.getByRole("tab", { name: "Details" }).click();
  assert.equal(await page.getByRole("tab", { name: "Details" }).getAttribute("aria-selected"), "true");
  await announcement(page).filter({ hasText: "Run finished: 5,000 of 5,000 tasks placed." }).waitFor({ timeout: 60_000 });
  assert.equal(await page.getByTestId("instance").count(), 72);
  const more = page.getByRole("button", { name: "Show 24 more of 1,644" });
  await more.click();
  await more.waitFor({ state: "detached" });
  assert.ok((await tasks(page)).length >= 72);
  await page.getByText("Of 5,000 instances, CPU is reserved").waitFor({ state: "attached" });
  await settled(page);
  await axe(page);
  await screenshot(page, "large");
});
