// YAML in the box: it is called by its name, and becomes JSON when asked.

import assert from "node:assert/strict";
import { axe, pageTest, screenshot } from "./harness.mjs";
import { announcement, behindCaret, box, boxText, finished, jsonTab, mainButton, paste, run } from "./page.mjs";

const shop = `# The shop.
family: shop
containerDefinitions:
  - name: shop
    image: shop:1
    cpu: 512
    memory: 1024
    portMappings:
      - {containerPort: 80, hostPort: 8080}
`;

const convert = (page) => page.getByRole("button", { name: "Convert to JSON" });
const findings = (page) => page.getByRole("list", { name: "Findings" });

/** What is fetched of the converter. */
function fetched(page) {
  const files = [];
  page.on("request", (request) => {
    if (request.url().includes("interop")) {
      files.push(request.url());
    }
  });
  return files;
}

pageTest("YAML is converted to JSON and runs", async ({ page }) => {
  const files = fetched(page);
  await finished(page);
  await paste(page, shop);
  await page.getByText("This is YAML.").waitFor();
  await mainButton(page).click({ force: true });
  await announcement(page).filter({ hasText: "Not registered" }).waitFor();
  assert.equal(await boxText(page), shop);
  assert.deepEqual(files, [], "the converter is fetched before anybody asks for it");
  await axe(page);
  await screenshot(page, "yaml");
  await convert(page).click();
  await page.getByText("Converted from YAML, without its comments.").waitFor();
  const { containerDefinitions, family } = JSON.parse(await boxText(page));
  assert.deepEqual([family, containerDefinitions[0].portMappings], ["shop", [{ containerPort: 80, hostPort: 8080 }]]);
  assert.ok(files.length > 0);
  await convert(page).waitFor({ state: "detached" });
  assert.equal(await box(page).evaluate((area) => document.activeElement === area), true);
  await run(page);
  await page.getByRole("button", { name: /^shop \d\/7/ }).waitFor();
  await page.getByText("Converted from YAML").waitFor({ state: "detached" });
});

pageTest("YAML is offered to be converted beside the form, too", async ({ page }) => {
  await finished(page);
  await paste(page, shop);
  await page.getByRole("tab", { name: "Form" }).click();
  await convert(page).click();
  await page.getByText("Converted from YAML").waitFor();
  assert.equal(await jsonTab(page).getAttribute("aria-selected"), "true");
});

pageTest("what YAML 1.1 reads otherwise is said by the YAML's lines", async ({ page }) => {
  await finished(page);
  await paste(page, shop.replace("cpu: 512", "cpu: 512\n    user: no"));
  await convert(page).click();
  await page.getByText(/Line 7 of the YAML: no is read as a string/).waitFor();
  assert.match(await boxText(page), /"user": "no"/);
  await axe(page);
  await screenshot(page, "yaml-remarks");
});

pageTest("YAML that cannot be converted stays, with what is wrong", async ({ page }) => {
  await finished(page);
  const text = shop.replace("shop:1", "!Sub '${AWS::AccountId}.dkr.ecr.us-east-1.amazonaws.com/shop'");
  await paste(page, text);
  await convert(page).click();
  await page.getByText("This YAML cannot be converted as it stands.").waitFor();
  await findings(page).getByText("!Sub is a placeholder").waitFor();
  await findings(page).getByRole("button", { name: "line 5, column 12" }).click();
  assert.match(await behindCaret(page), /^!Sub/);
  assert.equal(await boxText(page), text);
  await axe(page);
  await screenshot(page, "yaml-refused");
  await paste(page, shop);
  await page.getByText("This YAML cannot be converted").waitFor({ state: "detached" });
  await convert(page).click();
  await page.getByText("Converted from YAML").waitFor();
});

pageTest("a converter that cannot be fetched is said, and asked again", async ({ page, errors }) => {
  await finished(page);
  await paste(page, shop);
  await page.route("**/*interop*", (route) => route.abort());
  await convert(page).click();
  await page.getByText("The converter could not be loaded.").waitFor();
  assert.equal(await boxText(page), shop);
  await page.unroute("**/*interop*");
  await convert(page).click();
  await page.getByText("Converted from YAML").waitFor();
  errors.length = 0;
});

for (const colorScheme of ["light", "dark"]) {
  pageTest(`YAML on a phone, ${colorScheme}`, { colorScheme, viewport: { width: 360, height: 780 } }, async ({ page }) => {
    await finished(page);
    await paste(page, shop.replace("cpu: 512", "cpu: 512\n    user: no").replace("shop:1", "!Ref Image"));
    await convert(page).scrollIntoViewIfNeeded();
    await screenshot(page, `yaml-360-${colorScheme}`);
    await convert(page).click();
    await page.getByText("This YAML cannot be converted as it stands.").scrollIntoViewIfNeeded();
    await axe(page);
    await screenshot(page, `yaml-360-refused-${colorScheme}`);
  });
}
