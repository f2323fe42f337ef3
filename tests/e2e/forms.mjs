// The forms of the set-up, found by role and name.

import { definition, finished, openSection, pasteHere, scenarioBox } from "./page.mjs";

export const service = (page, name) => page.getByRole("group", { name: `Service ${name}`, exact: true });
export const panel = (page, name) => page.getByRole("tabpanel", { name, exact: false });
/** Opens a part that is folded away. One in which something is wrong opens by itself, perhaps just now. */
export async function unfold(place, title) {
  const summary = place.locator("summary").filter({ hasText: new RegExp(`^${title}(,| |$)`) }).first();
  const isOpen = () => summary.evaluate((element) => element.parentElement.open);
  for (let tries = 0; tries < 3 && !(await isOpen()); tries += 1) {
    await summary.click();
  }
}
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const field = (page, name) => page.getByLabel(name, { exact: true });
/** What the preview of a part says. */
export const told = (page, name) => page.getByRole("group", { name }).getByRole("status");

export const scenario = (over = {}) => ({
  version: 1,
  taskDefinitions: [definition({}, { cpu: 256, memory: 256, portMappings: [] })],
  services: [{ serviceName: "shop", taskDefinition: "shop", desiredCount: 6 }],
  containerInstances: [{ instanceType: "m5.large", availabilityZone: "us-east-1a", count: 3 }],
  ...over,
});

/** A scenario whose service has everything. */
export const scaled = (over = {}) =>
  scenario({
    alarms: [
      {
        AlarmName: "busy",
        Namespace: "AWS/ECS",
        MetricName: "CPUUtilization",
        Dimensions: [
          { Name: "ClusterName", Value: "default" },
          { Name: "ServiceName", Value: "shop" },
        ],
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 50,
        ComparisonOperator: "GreaterThanThreshold",
      },
    ],
    scalableTargets: [{ ResourceId: "service/default/shop", MinCapacity: 2, MaxCapacity: 8 }],
    ...over,
  });

/** Opens a scenario, also one with mistakes in it, and a tab of its set-up. */
export async function opened(page, text, section, parts = []) {
  await finished(page);
  await openSection(page, "JSON");
  await pasteHere(page, text, scenarioBox);
  await openSection(page, section);
  for (const part of parts) {
    await unfold(panel(page, section), part);
  }
}

/** What is said on a tab, wherever it stands there. */
export const said = (page, words) => page.getByRole("tabpanel").filter({ visible: true }).getByText(words).first();
