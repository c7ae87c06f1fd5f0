// Behaviour shared by every page. Everything hangs on data attributes, so that content swapped in by htmx works too.
(() => {
  const body = document.body;
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) act(event, found);
    });

  // --- Toasts
  const toasts = document.getElementById("toasts");
  const leave = (note) => {
    note.classList.add("is-leaving");
    setTimeout(() => note.remove(), 200);
  };
  const settle = (note) => {
    if (!note.classList.contains("tone-bad")) setTimeout(() => leave(note), 7000);
  };
  const toast = (text, tone = "neutral") => {
    const note = document.createElement("div");
    note.className = `toast-note tone-${tone}`;
    note.setAttribute("role", tone === "bad" ? "alert" : "status");
    const words = document.createElement("span");
    words.className = "toast-text";
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast-close";
    close.dataset.toastClose = "";
    close.setAttribute("aria-label", body.dataset.textClose);
    close.textContent = "×";
    note.append(words, close);
    toasts.append(note);
    settle(note);
  };
  toasts.querySelectorAll("[data-toast]").forEach(settle);
  on("click", "[data-toast-close]", (_event, button) => leave(button.closest(".toast-note")));
  // A view may answer with the header HX-Trigger: {"toast": {"message": "…", "tone": "good"}}.
  document.addEventListener("toast", (event) => toast(event.detail.message ?? event.detail.value, event.detail.tone));

  // --- htmx: refusals as toasts, wrong forms shown again
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    const html = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/html");
    if (xhr.status === 422 && html) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    } else if (xhr.status === 409 || xhr.status === 422) {
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      toast(xhr.responseText, "bad");
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    const text = { 401: "textSignedOut", 403: "textMissing", 404: "textMissing" }[status] || "textFailed";
    toast(body.dataset[text], "bad");
    if (status === 403 || status === 404) leaveLostPage();
  });
  // Whose right to a page has ended meanwhile does not go on reading it: loaded again, it says so and leads home.
  const leaveLostPage = async () => {
    const { status } = await fetch(window.location.href, { credentials: "same-origin" });
    if (status === 403 || status === 404) window.location.reload();
  };
  document.addEventListener("htmx:sendError", () => toast(body.dataset.textNetwork, "bad"));

  // --- Questions before an act: data-confirm="sentence" on a button, a link or an htmx element
  const ask = document.getElementById("ask");
  const yes = ask.querySelector("[data-ask-yes]");
  const question = (element) =>
    new Promise((answer) => {
      ask.querySelector("#ask-text").textContent = element.dataset.confirm;
      yes.textContent = element.dataset.confirmLabel || yes.dataset.label;
      yes.classList.toggle("btn-danger", element.dataset.confirmTone === "bad");
      yes.classList.toggle("btn-primary", element.dataset.confirmTone !== "bad");
      ask.returnValue = "no";
      ask.addEventListener("close", () => answer(ask.returnValue === "yes"), { once: true });
      ask.showModal();
    });
  document.addEventListener("htmx:confirm", (event) => {
    const element = event.target.closest("[data-confirm]");
    if (!element) return;
    event.preventDefault();
    question(element).then((agreed) => agreed && event.detail.issueRequest(true));
  });
  const byHtmx = (element) => element.matches("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]");
  on("submit", "form", (event, form) => {
    const element = event.submitter?.closest("[data-confirm]") || form.closest("[data-confirm]");
    if (!element || byHtmx(form) || form.dataset.agreed) return;
    event.preventDefault();
    question(element).then((agreed) => {
      if (!agreed) return;
      form.dataset.agreed = "yes";
      form.requestSubmit(event.submitter);
      delete form.dataset.agreed;
    });
  });

  // --- Forms that stay: <form data-stay> whose answer is another page or a refusal. Where it is refused, what was
  // written stands there still, with the sentence beside it.
  const refuse = (form, sentence) => {
    form.querySelector("[data-refusal]")?.remove();
    const words = "textarea, select, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])";
    const field = form.querySelector(`:is(${words}).is-invalid`) || form.querySelector(words);
    const note = document.createElement("p");
    note.className = "field-error mb-2";
    note.dataset.refusal = "";
    note.id = `refusal-${Date.now()}`;
    note.setAttribute("role", "alert");
    note.textContent = sentence;
    if (!field) {
      form.prepend(note);
      return;
    }
    field.classList.add("is-invalid");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", note.id);
    field.after(note);
    field.focus();
  };
  on("submit", "form[data-stay]", async (event, form) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      const answer = await fetch(form.getAttribute("action") || window.location.href, {
        method: "POST",
        body: new FormData(form, event.submitter),
        headers: { "Tandem-Stay": "yes" },
        credentials: "same-origin",
      });
      const next = answer.headers.get("Tandem-Next");
      if (next) window.location.assign(next);
      else if (answer.status === 409) refuse(form, await answer.text());
      else toast(body.dataset[answer.status === 404 ? "textMissing" : "textFailed"], "bad");
    } catch {
      toast(body.dataset.textNetwork, "bad");
    } finally {
      form.ariaBusy = null;
    }
  });

  // --- The menu on small screens
  const toggle = document.querySelector("[data-menu-toggle]");
  const showMenu = (shown) => {
    body.classList.toggle("menu-shown", shown);
    toggle?.setAttribute("aria-expanded", String(shown));
    if (shown) document.querySelector("#menu a")?.focus();
  };
  on("click", "[data-menu-toggle]", () => showMenu(!body.classList.contains("menu-shown")));
  on("click", "[data-menu-close]", () => showMenu(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && body.classList.contains("menu-shown")) {
      showMenu(false);
      toggle?.focus();
    }
  });

  // --- Theme
  const themes = ["light", "dark", "auto"];
  on("click", "[data-theme-switch]", (_event, button) => {
    const next = themes[(themes.indexOf(window.tandemTheme.choice()) + 1) % themes.length];
    window.tandemTheme.choose(next);
    button.title = button.dataset[next];
  });

  // --- Rows that lead somewhere: <tr data-href="…"> around a first cell that holds the real link
  on("click", "tr[data-href]", (event, row) => {
    if (event.target.closest("a, button, input, label, select, summary") || getSelection().toString()) return;
    if (event.metaKey || event.ctrlKey) window.open(row.dataset.href);
    else window.location.assign(row.dataset.href);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target instanceof Element && event.target.closest("tr[data-href]");
    if (!row || !["ArrowDown", "ArrowUp"].includes(event.key) || !event.target.matches("a")) return;
    const other = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    const link = other?.querySelector("a");
    if (link) {
      event.preventDefault();
      link.focus();
    }
  });

  // --- Tabs loaded by htmx
  const select = (tab) => {
    const list = tab.closest("[role=tablist]");
    list.querySelectorAll("[role=tab]").forEach((other) => {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    });
    document.getElementById(tab.getAttribute("aria-controls"))?.setAttribute("aria-labelledby", tab.id);
  };
  on("click", "[data-tabs] [role=tab]", (_event, tab) => select(tab));
  on("keydown", "[data-tabs] [role=tab]", (event, tab) => {
    const tabs = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    let next = tabs[(tabs.indexOf(tab) + (steps[event.key] || 0) + tabs.length) % tabs.length];
    if (event.key === "Home") next = tabs[0];
    if (event.key === "End") next = tabs[tabs.length - 1];
    if (next !== tab) {
      event.preventDefault();
      next.focus();
      next.click();
    }
  });

  // --- Lists of tabs wider than the screen: the present tab in sight, and a fade where there are more
  const fade = (list) => {
    const after = list.scrollWidth - list.clientWidth - list.scrollLeft;
    list.classList.toggle("more-before", list.scrollLeft > 4);
    list.classList.toggle("more-after", after > 4);
  };
  const settleTabs = () =>
    document.querySelectorAll(".tab-list").forEach((list) => {
      const now = list.querySelector("[aria-current], [aria-selected=true]");
      const [outer, inner] = [list.getBoundingClientRect(), now?.getBoundingClientRect()];
      if (inner && (inner.right > outer.right || inner.left < outer.left)) {
        list.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
      }
      fade(list);
    });
  document.addEventListener("scroll", (event) => event.target.matches?.(".tab-list") && fade(event.target), true);

  // --- A form shown again: its first wrong field, wherever in a long page it stands
  const WRONG = '[aria-invalid="true"], .field-wrong :is(input, select, textarea)';
  const firstWrong = (within) => within.querySelector(WRONG)?.focus();
  firstWrong(document.getElementById("main") || document);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr?.status === 422) firstWrong(event.detail.target);
  });

  // --- Tables wider or higher than their box scroll by keyboard too
  const settleTables = () =>
    document.querySelectorAll(".table-wrap").forEach((wrap) => {
      const fits = wrap.scrollWidth <= wrap.clientWidth && wrap.scrollHeight <= wrap.clientHeight + 1;
      if (wrap.hasAttribute("role") || fits || !wrap.clientWidth) return;
      const heading = wrap.closest(".card")?.querySelector(".card-title") || document.querySelector("h1");
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "region");
      wrap.setAttribute("aria-label", heading?.textContent.trim() || document.title);
    });
  const settleWidths = () => {
    settleTabs();
    settleTables();
  };
  window.addEventListener("resize", settleWidths);
  document.addEventListener("htmx:afterSettle", settleWidths);
  document.addEventListener("toggle", settleWidths, true);
  settleWidths();

  // --- File drop zones: the input covers the zone, so the browser takes the drop itself
  on("change", "[data-dropzone] input", (_event, input) => {
    const zone = input.closest("[data-dropzone]");
    const names = [...input.files].map((file) => file.name).join(", ");
    zone.querySelector("[data-dropzone-chosen]").textContent = names;
    zone.classList.toggle("is-chosen", Boolean(names));
  });
  for (const [type, over] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
    on(type, "[data-dropzone]", (_event, zone) => zone.classList.toggle("is-over", over));
  }

  // --- "/" goes to the search field
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-quick]");
    if (event.key !== "/" || !field || event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    field.focus();
  });

  // --- Answers kept as they are given: a form with data-saves says what is not kept yet, and asks before it is left
  const UNSAVED = "[data-saves].is-unsaved";
  on("input", "[data-saves]", (_event, form) => {
    form.dataset.touched = "yes";
    form.classList.add("is-unsaved");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("[data-saves]");
    if (!form) return;
    // What was typed went with the change that followed: the waiting "input" has nothing new to say.
    if (event.detail.requestConfig.triggeringEvent?.type === "input" && !form.dataset.touched) event.preventDefault();
    else delete form.dataset.touched;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("[data-saves]");
    if (form && event.detail.successful && !form.dataset.touched) form.classList.remove("is-unsaved");
  });
  // data-after-saving: handed in once the last answer is kept, however quickly that is pressed.
  on("submit", "form[data-after-saving]", (event) => {
    if (event.defaultPrevented || !document.querySelector(UNSAVED)) return;
    event.preventDefault();
    const goOn = (saved) => {
      const waiting = document.querySelector(UNSAVED);
      if (waiting && saved.detail.successful) return;
      document.removeEventListener("htmx:afterRequest", goOn);
      if (waiting) return; // it could not be kept, which the page says: whether to hand in is asked anew
      const form = document.querySelector("form[data-after-saving]");
      if (!form) return;
      form.dataset.agreed = "yes";
      form.requestSubmit();
      delete form.dataset.agreed;
    };
    document.addEventListener("htmx:afterRequest", goOn);
    // What is on its way already comes by itself; what has changed since, or could not be kept before, is sent now.
    document.querySelectorAll(UNSAVED).forEach((each) => {
      if (each.dataset.touched || !each.matches(".htmx-request")) each.requestSubmit();
    });
  });
  window.addEventListener("online", () => document.querySelectorAll(UNSAVED).forEach((form) => form.requestSubmit()));
  window.addEventListener("beforeunload", (event) => document.querySelector(UNSAVED) && event.preventDefault());

  // --- Links in a row that scrolls: data-in-sight shows the present one
  const showPresent = () =>
    document.querySelectorAll("[data-in-sight]").forEach((row) => {
      const present = row.querySelector("[aria-current]");
      if (present) row.scrollLeft = present.offsetLeft - row.offsetLeft - 16;
    });
  showPresent();
  document.addEventListener("htmx:oobAfterSwap", showPresent);

  // --- Copying: data-copy names the field whose value goes to the clipboard
  on("click", "[data-copy]", (_event, button) => {
    const field = document.querySelector(button.dataset.copy);
    field.select();
    const copied = () => toast(button.dataset.copied, "good");
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(copied, () => {});
    else if (document.execCommand("copy")) copied();
  });

  // --- Print
  on("click", "[data-print]", () => window.print());

  window.tandem = { toast };
})();
