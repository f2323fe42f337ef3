// The editor that takes the place of the text area once it is here. The page (web/src/platform)
// calls what is exported; the text in the page's state is the one that counts.

import "./styles.js";
import { completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { completion } from "./completion.js";
import { findings, show } from "./findings.js";
import { theme } from "./theme.js";

/** Marks a change that comes from the page and need not be told to it. */
const fromPage = Annotation.define();

/** The whole page runs with Ctrl+Enter. Tab is in no keymap: it leaves the editor. */
const keys = [...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap].filter(({ key }) => key !== "Mod-Enter");

/**
 * Puts an editor into `host` with what stands in the text area `area`: text, selection, scroll
 * position, height, name and focus. It calls `changed(length, text)` when somebody edits, where
 * `text()` hands over the text as it is by then: of a long one, each copy is felt. It calls
 * `ask(text, position)` for completions, and `explain(code)` for a rule. What is longer than `longest`
 * is neither coloured nor completed.
 */
export function openEditor(host, area, changed, ask, explain, longest) {
  const validity = new Compartment();
  let invalid = area.getAttribute("aria-invalid");
  const marked = () => EditorView.contentAttributes.of({ "aria-invalid": invalid });
  const always = extensions(area, changed, ask, longest);
  const state = (text, selection) =>
    EditorState.create({ doc: text, selection, extensions: [always, language(text, longest), validity.of(marked())] });
  const backward = area.selectionDirection === "backward";
  const [anchor, head] = backward ? [area.selectionEnd, area.selectionStart] : [area.selectionStart, area.selectionEnd];
  const view = new EditorView({ state: state(area.value, { anchor, head }), parent: host });
  // What somebody dragged it to; else the page's style sheet says how high either of them is.
  view.dom.style.height = area.style.height;
  view.scrollDOM.scrollTop = area.scrollTop;
  if (document.activeElement === area) {
    view.focus();
  }

  return {
    /** The text of the page. One that is `fresh` has nothing to do with the one before. */
    setText(text, fresh) {
      if (fresh) {
        view.setState(state(text));
        return;
      }
      const change = difference(view.state.doc.toString(), view.state.toText(text).toString());
      if (change !== undefined) {
        view.dispatch({ changes: change, annotations: [fromPage.of(true), isolateHistory.of("full")] });
      }
    },
    /** What there is to say of it, in JSON. */
    setFindings(list) {
      view.dispatch(show(view.state, JSON.parse(list), explain));
    },
    /** Whether it has an error. */
    setInvalid(is) {
      invalid = String(is);
      view.dispatch({ effects: validity.reconfigure(marked()) });
    },
    /** Puts the caret there, into view, and the focus on it. */
    goTo(position) {
      const anchor = Math.min(position, view.state.doc.length);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
    close() {
      view.destroy();
    },
  };
}

function extensions(area, changed, ask, longest) {
  // It has the focus like any editable element; the tabindex says so to tools that do not know that.
  const attributes = { spellcheck: "false", autocapitalize: "off", tabindex: "0" };
  for (const name of ["aria-label", "aria-describedby"]) {
    attributes[name] = area.getAttribute(name);
  }
  return [
    lineNumbers(),
    history(),
    bracketMatching(),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    search(),
    completion(ask, longest),
    findings,
    keymap.of(keys),
    theme,
    EditorView.contentAttributes.of(attributes),
    EditorView.updateListener.of((update) => {
      const isOurs = update.transactions.some((transaction) => transaction.annotation(fromPage));
      if (update.docChanged && !isOurs) {
        changed(update.state.doc.length, () => update.view.state.doc.toString());
      }
    }),
  ];
}

/** JSON in its colours, as long as the text is short enough to be read while somebody types. */
function language(text, longest) {
  const reading = new Compartment();
  const reader = (length) => (length > longest ? [] : json());
  const switching = EditorState.transactionExtender.of(({ docChanged, newDoc, startState }) => {
    const isOther = docChanged && newDoc.length > longest !== startState.doc.length > longest;
    return isOther ? { effects: reading.reconfigure(reader(newDoc.length)) } : null;
  });
  return [reading.of(reader(text.length)), switching];
}

/** The one change that makes `before` into `after`; none where they are equal. */
function difference(before, after) {
  if (before === after) {
    return undefined;
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
