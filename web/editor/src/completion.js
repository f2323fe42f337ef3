// What can be written at the caret. The page's core says it, from the shapes of the API.

import { autocompletion, pickedCompletion, startCompletion } from "@codemirror/autocomplete";

/**
 * `ask(text, position)` answers in JSON: `{from, to, items: [{label, insert, caret, detail}]}`, or
 * nothing. It is not asked of what is longer than `longest`: handing that over takes too long.
 */
export function completion(ask, longest) {
  const source = ({ state, pos, explicit }) => {
    if (state.doc.length > longest) {
      return null;
    }
    const answer = ask(state.doc.toString(), pos);
    if (answer === undefined) {
      return null;
    }
    const { from, to, items } = JSON.parse(answer);
    if (!explicit && from === pos) {
      // Nothing is typed yet: Enter and the arrow keys are still for the text.
      return null;
    }
    // What is typed is held against labels, which have no quotes.
    const start = state.sliceDoc(from, from + 1) === '"' && from < pos ? from + 1 : from;
    return { from: start, options: items.map((item, number) => option(item, number, from, to)) };
  };
  return autocompletion({ override: [source], icons: false });
}

function option({ label, insert, caret, detail }, number, from, to) {
  return {
    label,
    detail,
    // In the order of the answer where nothing typed prefers one.
    sortText: String(number).padStart(4, "0"),
    apply: (view, picked) => {
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + caret },
        annotations: pickedCompletion.of(picked),
        userEvent: "input.complete",
        scrollIntoView: true,
      });
      if (caret < insert.length || insert.endsWith(" ")) {
        startCompletion(view);
      }
    },
  };
}
