// Starts the page. Trunk's own loader is an inline script, which the Content-Security-Policy
// forbids; this file does the same work. The two links it reads are written into the page at
// build time, because the names of the files change with their content (see Trunk.toml).

const hrefOf = (id) => document.getElementById(id).href;

// WebAssembly cannot import by name: web/src/platform/editor.rs calls this for the editor. A build
// without one has no name for it, and the import fails like any other.
globalThis.importEditor = () =>
  import(new URL(document.querySelector('meta[name="editor"]').content || "no-editor", document.baseURI).href);

// The worker with the core. Its wasm is fetched and compiled while the page itself is on its way, and
// once for all workers, should one ever break down.
let compiled;
const compile = async () => WebAssembly.compileStreaming(fetch(hrefOf("core-wasm")));

function launchCore() {
  const worker = new Worker(new URL(document.querySelector('meta[name="core"]').content, document.baseURI));
  compiled ??= compile();
  compiled.then(
    (module) => worker.postMessage(module),
    (error) => {
      compiled = undefined;
      worker.dispatchEvent(new ErrorEvent("error", { message: String(error) }));
    },
  );
  return worker;
}

let early = launchCore();
const taken = new Promise((resolve) => {
  // For web/src/platform/core.rs: the worker that is on its way, and then another with every call.
  globalThis.startCore = () => {
    const worker = early ?? launchCore();
    early = undefined;
    resolve();
    return worker;
  };
});
// What goes wrong before the page listens is told once it does.
early.addEventListener("error", ({ target, message }) => {
  if (target === early) {
    taken.then(() => target.dispatchEvent(new ErrorEvent("error", { message })));
  }
});

function showFailure(error) {
  const say = (tag, text) => {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  };

  const box = document.createElement("div");
  box.className = "boot-failure";
  box.setAttribute("role", "alert");
  box.append(
    say("h1", "ECS Playground could not start"),
    say("p", "It needs a current browser with WebAssembly switched on. Reload the page to try again."),
    say("p", `The browser says: ${error instanceof Error ? error.message : error}`),
  );
  document.getElementById("app").replaceChildren(box);
}

try {
  const { default: start } = await import(hrefOf("app-js"));
  await start({ module_or_path: hrefOf("app-wasm") });
} catch (error) {
  console.error(error);
  showFailure(error);
}
