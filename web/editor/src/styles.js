// CodeMirror writes its style sheet into a <style> element, which the page's Content-Security-Policy
// forbids. A sheet that a script makes and the document adopts is allowed: style-mod does the same by
// itself, but only in a shadow root, where the labels and notes of the page could not be referred to.

import { StyleModule } from "style-mod";

const sheet = new CSSStyleSheet();
let mounted = [];

StyleModule.mount = (_root, modules) => {
  // Later ones win, so the newest list keeps its order; what only an older one had comes last.
  mounted = [...modules, ...mounted.filter((module) => !modules.includes(module))];
  sheet.replaceSync(mounted.map((module) => module.getRules()).join("\n"));
  if (!document.adoptedStyleSheets.includes(sheet)) {
    document.adoptedStyleSheets.push(sheet);
  }
};
