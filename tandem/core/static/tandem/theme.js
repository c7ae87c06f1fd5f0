// Sets the theme before the page is first drawn. The choice (light, dark or auto) stays in this browser.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let kept = null;
  try {
    kept = localStorage.getItem("tandem-theme");
  } catch {
    // Storage can be forbidden; the theme then follows the system.
  }
  const choice = () => root.dataset.themeChoice;
  const apply = () => {
    const dark = choice() === "dark" || (choice() === "auto" && system.matches);
    root.setAttribute("data-bs-theme", dark ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("tandem:theme"));
  };
  const choose = (wanted) => {
    root.dataset.themeChoice = ["light", "dark"].includes(wanted) ? wanted : "auto";
    try {
      localStorage.setItem("tandem-theme", choice());
    } catch {
      // As above.
    }
    apply();
  };
  root.dataset.themeChoice = ["light", "dark"].includes(kept) ? kept : "auto";
  system.addEventListener("change", apply);
  // Paper is white: what is printed from a dark screen is light.
  window.addEventListener("beforeprint", () => {
    root.setAttribute("data-bs-theme", "light");
    document.dispatchEvent(new CustomEvent("tandem:theme"));
  });
  window.addEventListener("afterprint", apply);
  apply();
  window.tandemTheme = { choice, choose };
})();
