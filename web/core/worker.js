// Behind what wasm-bindgen writes: the worker gets its wasm from the page, which has fetched and compiled
// it, and what the page asks before that waits.

const early = [];
const keep = ({ data }) => {
  if (!(data instanceof WebAssembly.Module)) {
    early.push(data);
    return;
  }
  wasm_bindgen({ module_or_path: data }).then(() => {
    removeEventListener("message", keep);
    for (const asked of early) {
      dispatchEvent(new MessageEvent("message", { data: asked }));
    }
  });
};
addEventListener("message", keep);
