// What there is to say of the text, at its place: a line under it, a sign beside the line, and the
// words when somebody points at it or goes there with F8.

import { forEachDiagnostic, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorView, keymap } from "@codemirror/view";

export const findings = [
  lintGutter({ markerFilter: (marks) => marks.filter((mark) => mark.severity !== "info") }),
  keymap.of([{ key: "F8", run: aloud(nextDiagnostic), shift: aloud(previousDiagnostic) }]),
];

/**
 * The transaction that shows these findings: `{from, to, severity, lines, code}` in the order of
 * the text. `explain(code)` explains the rule.
 */
export function show(state, list, explain) {
  const length = state.doc.length;
  const marks = list.map(({ from, to, severity, lines, code }) => ({
    from: Math.min(from, length),
    to: Math.min(to, length),
    severity,
    message: lines.join(" "),
    renderMessage: () => rendered(lines, code, explain),
  }));
  return setDiagnostics(state, marks);
}

/** The command, which also has assistive technology say what the findings at its place are. */
function aloud(command) {
  return (view) => {
    if (!command(view)) {
      return false;
    }
    const { from } = view.state.selection.main;
    const said = [];
    forEachDiagnostic(view.state, (mark, start, end) => {
      if (start <= from && from <= end && (start === from || from < end)) {
        said.push(mark.message);
      }
    });
    view.dispatch({ effects: EditorView.announce.of(said.join(" ")) });
    return true;
  };
}

function rendered(lines, code, explain) {
  const box = document.createElement("div");
  for (const line of lines) {
    const paragraph = document.createElement("p");
    // What stands between backticks is code.
    line.split("`").forEach((piece, number) => {
      const element = document.createElement(number % 2 === 1 ? "code" : "span");
      element.textContent = piece;
      paragraph.append(element);
    });
    box.append(paragraph);
  }
  const rule = document.createElement("button");
  rule.type = "button";
  rule.className = "link";
  rule.textContent = "Rule";
  rule.setAttribute("aria-label", `Rule ${code}`);
  rule.addEventListener("click", () => explain(code));
  box.append(rule);
  return box;
}
