// How the editor looks: like the text area that it replaces. Every colour is a property of the page's
// style sheet, which changes with the theme.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const severity = (name, tone, sign) => ({
  [`.cm-lintRange-${name}`]: { backgroundImage: "none", textDecoration: `underline ${name === "info" ? "dotted" : "wavy"} var(${tone})`, textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
  [`.cm-lintPoint-${name}:after`]: { borderBottomColor: `var(${tone})` },
  [`.cm-diagnostic-${name}`]: { borderLeft: `3px solid var(${tone})` },
  [`.cm-lint-marker-${name}`]: { content: "normal" },
  [`.cm-lint-marker-${name}:before`]: { content: `"${sign}"`, display: "block", borderRadius: "50%", background: `var(${tone})`, color: "var(--panel)", font: "600 10px/13px var(--sans)", textAlign: "center" },
});

const look = EditorView.theme({
  "&": { border: "1px solid var(--line-strong)", borderRadius: "6px", background: "var(--bg)", color: "var(--ink)", fontSize: "12px", minHeight: "160px", resize: "vertical", overflow: "hidden" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
  "&:has([aria-invalid=true])": { borderColor: "var(--bad)" },
  "&:not(.cm-focused):has([aria-invalid=true])": { outline: "1px solid var(--bad)" },
  // The frame is drawn around the whole, gutters included.
  ".cm-content:is([aria-invalid=true], :focus-visible)": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { border: "0", background: "var(--bg)", color: "var(--soft)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "22px", padding: "0 4px 0 2px" },
  ".cm-gutter-lint": { width: "15px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "2px 0 0 2px" },
  ".cm-lint-marker": { width: "13px", height: "13px" },
  ".cm-lintRange": { paddingBottom: "0" },
  ".cm-lintRange-active": { background: "var(--accent-bg)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-bg)", outline: "1px solid var(--line-strong)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--bad-bg)" },
  ".cm-tooltip": { maxWidth: "min(380px, calc(100vw - 24px))", border: "1px solid var(--line-strong)", borderRadius: "6px", background: "var(--raised)", color: "var(--ink)", boxShadow: "var(--shadow-high)" },
  ".cm-tooltip-lint": { padding: "0" },
  ".cm-diagnostic": { marginLeft: "0", padding: "5px 9px", fontFamily: "var(--sans)", fontSize: "12.5px", overflowWrap: "anywhere" },
  ".cm-diagnostic p + p": { marginTop: "3px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "190px", minWidth: "min(250px, calc(100vw - 24px))", fontFamily: "var(--mono)", fontSize: "12px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent-bg)", color: "var(--ink)", outline: "1px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-completionMatchedText": { color: "var(--accent)", textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": { color: "var(--soft)", fontFamily: "var(--sans)", fontStyle: "normal", fontSize: "11.5px" },
  ".cm-panels": { background: "var(--panel)", color: "var(--ink)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", gap: "4px 6px", alignItems: "center", padding: "6px 28px 6px 6px", fontSize: "12px" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search :is(input, button, label)": { margin: "0", fontSize: "12px" },
  ".cm-panel.cm-search label": { display: "inline-flex", gap: "4px", alignItems: "center" },
  ".cm-textfield": { width: "auto", flex: "1 1 120px", minHeight: "26px", border: "1px solid var(--line-strong)", background: "var(--bg)", color: "var(--ink)" },
  ".cm-button": { minHeight: "26px", padding: "1px 8px", border: "1px solid var(--line)", background: "var(--panel)", color: "var(--ink)" },
  ".cm-searchMatch": { background: "var(--warn-bg)", outline: "1px solid var(--warn-line)" },
  ".cm-searchMatch-selected": { background: "var(--accent-bg)", outline: "2px solid var(--accent)" },
  ...severity("error", "--bad", "×"),
  ...severity("warning", "--warn", "!"),
  ...severity("info", "--soft", "i"),
  "@media (forced-colors: active)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { outline: "2px solid Highlight" },
    ".cm-lint-marker:before": { border: "1px solid" },
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--soft)" },
]);

export const theme = [look, syntaxHighlighting(colours)];
