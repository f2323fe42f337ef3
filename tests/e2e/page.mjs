// What tests do with the page, in the words of somebody who uses it.

/**
 * The box for the task definition: a text area, and the editor once that has been loaded. It is
 * there while the form is open, too.
 */
export const box = (page) => page.getByRole("textbox", { name: "Task definition JSON", includeHidden: true });

/** What stands in the box. */
export const boxText = async (page) => (await lookIntoBox(box(page))).text;

/** What stands in the box behind the caret; nothing where the focus is elsewhere. */
export const behindCaret = async (page) => (await lookIntoBox(box(page))).behind;

/** Waits until the editor has taken the place of the text area. */
export async function editor(page, which = box) {
  await which(page).and(page.locator(".cm-content")).waitFor({ state: "attached" });
  await which(page).and(page.locator("textarea")).waitFor({ state: "detached" });
}

const lookIntoBox = (box) =>
  box.evaluate((area) => {
    const isFocused = document.activeElement === area;
    if (area instanceof HTMLTextAreaElement) {
      return { text: area.value, behind: isFocused ? area.value.slice(area.selectionStart) : undefined };
    }
    if (area.querySelector(".cm-gap")) {
      throw new Error("The editor has drawn only a part of the text.");
    }
    const lines = [...area.querySelectorAll(".cm-line")];
    const text = lines.map((line) => line.textContent).join("\n");
    const { focusNode, focusOffset } = getSelection();
    const number = lines.findIndex((line) => line.contains(focusNode));
    if (!isFocused || number < 0) {
      return { text, behind: undefined };
    }
    const rest = new Range();
    rest.setStart(focusNode, focusOffset);
    rest.setEndAfter(lines[number].lastChild);
    return { text, behind: [rest.toString(), ...lines.slice(number + 1).map((line) => line.textContent)].join("\n") };
  });

/** Opens the task definition as a form. */
export const openForm = (page) => page.getByRole("tab", { name: "Form" }).click();

/** The tab of the task definition's text. */
export const jsonTab = (page) => page.getByRole("tabpanel", { name: "Task", exact: false }).getByRole("tab", { name: "JSON" });

/** The box for the scenario, as `box` is for the task definition. */
export const scenarioBox = (page) => page.getByRole("textbox", { name: "Scenario JSON", includeHidden: true });

/** Pastes a text into the box, in place of what is there. */
export async function paste(page, text) {
  await jsonTab(page).click();
  await pasteHere(page, text);
}

/** The same where the box is in view already. */
export async function pasteHere(page, text, which = box) {
  await editor(page, which);
  await which(page).press("ControlOrMeta+a");
  await which(page).evaluate((area, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, typeof text === "string" ? text : JSON.stringify(text, null, 2));
}

/** Opens a tab of the left panel. */
export const openSection = (page, name) => page.getByRole("tablist", { name: "Set-up" }).getByRole("tab", { name }).click();

/** The main button: it runs, or registers and deploys what was typed. */
export const mainButton = (page) => page.getByRole("button", { name: /^(Run|Register and deploy)$/ });

/** Presses the main button and waits until the run is on the stage. */
export async function run(page) {
  await mainButton(page).click();
  await finished(page);
}

/** Waits until a run is on the stage and its tasks have landed. */
export async function finished(page) {
  await announcement(page).filter({ hasText: "Run finished" }).waitFor({ timeout: 60_000 });
  await settled(page);
}

/** Pastes a scenario into the page once that has started, in place of the one that is there. */
export async function pasteScenario(page, scenario) {
  await finished(page);
  await paste(page, scenario);
  await page.getByText("The pasted scenario has replaced").waitFor();
}

/** The same, and runs it: its run is on the stage. */
export async function openScenario(page, scenario) {
  await pasteScenario(page, scenario);
  await run(page);
}

/**
 * Waits until nothing fades or slides any more, five seconds at the most: half-way in, a task has
 * less contrast than it will have. Not waited for are what never ends by itself, such as a spinner,
 * and what the browser does not draw: there time stands.
 */
export async function settled(page) {
  await page.evaluate(async () => {
    const moves = ({ playState, effect }) =>
      playState === "running" &&
      Number.isFinite(effect?.getComputedTiming().endTime) &&
      effect.target?.checkVisibility({ contentVisibilityAuto: true });
    const latest = performance.now() + 5000;
    while (document.getAnimations().some(moves) && performance.now() < latest) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

/**
 * Opens a scenario of the gallery and waits until its run is on the stage: until then the stage shows
 * what was there before, and its tasks can be pressed.
 */
export async function openFromGallery(page, name) {
  await page.getByRole("button", { name: "Gallery" }).click();
  await page.getByRole("menuitem", { name }).click();
  await page.getByRole("menu").waitFor({ state: "detached" });
  await page.locator("main[aria-busy=false]").waitFor();
}

/**
 * Loads the page again, and stays where the browser asks: the kind of that question, none where there was
 * none and a new page is there.
 */
export async function askedBeforeLeaving(page) {
  // The browser asks nobody who has not touched the page.
  await page.getByText("ECS Playground").first().click();
  const asking = page.waitForEvent("dialog").catch(() => undefined);
  const loading = page.waitForEvent("load").catch(() => undefined);
  // Playwright's own reload waits for a page that does not come where somebody stays.
  await page.evaluate(() => void setTimeout(() => location.reload()));
  const dialog = await Promise.race([asking, loading.then(() => undefined)]);
  if (dialog) {
    await dialog.dismiss();
    return dialog.type();
  }
  await finished(page);
  return undefined;
}

/** What assistive technology was told last. */
export const announcement = (page) => page.getByTestId("announcement");

/**
 * What is where: for each instance its id and the words on its tasks, also where the browser does
 * not draw a card because it is out of sight: there `innerText` is empty.
 */
export async function placement(page) {
  const instances = [];
  for (const card of await page.getByTestId("instance").all()) {
    const id = await card.getByRole("heading").textContent();
    instances.push([id, await card.getByTestId("task").allTextContents()]);
  }
  return instances;
}

/** The words on all tasks that are shown. */
export const tasks = (page) => page.getByTestId("task").allInnerTexts();

/** A task definition with one container. */
export const definition = (over = {}, container = {}) => ({
  family: "shop",
  networkMode: "bridge",
  containerDefinitions: [
    {
      name: "shop",
      image: "shop:1",
      cpu: 512,
      memory: 1024,
      portMappings: [{ containerPort: 80, hostPort: 8080 }],
      ...container,
    },
  ],
  ...over,
});

/** As many instances and tasks as ECS allows in a cluster and a service. */
export const largest = {
  version: 1,
  name: "As large as it gets",
  taskDefinitions: [definition({}, { cpu: 256, memory: 512, portMappings: [] })],
  services: [{ serviceName: "shop", taskDefinition: "shop", desiredCount: 5000 }],
  containerInstances: ["a", "b", "c"].map((zone, number) => ({
    instanceType: "t3.medium",
    availabilityZone: `us-east-1${zone}`,
    count: number === 0 ? 1668 : 1666,
  })),
};
