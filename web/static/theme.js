// Chooses the theme before the first paint, so that a dark page never flashes white.
// A plain script in <head>: a module would run only after the page had been painted.
(() => {
  const KEY = "ecs-playground-theme";

  const chosen = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      // Some browsers refuse storage altogether, for instance with cookies blocked.
      return null;
    }
  };

  const preferred = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  const theme = chosen();
  document.documentElement.dataset.theme = theme === "light" || theme === "dark" ? theme : preferred();
})();
