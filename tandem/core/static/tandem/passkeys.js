// Says on the page why a passkey did not work; allauth's own scripts tell the console alone.
(() => {
  const REASONS = { NotAllowedError: "cancelled", AbortError: "cancelled", SecurityError: "address", InvalidStateError: "known" };
  document.addEventListener("allauth.error", (event) => {
    const notice = document.querySelector("[data-passkey-problem] .notice");
    if (!notice) return;
    event.preventDefault();
    const reason = window.PublicKeyCredential ? REASONS[event.detail.exception?.name] ?? "failed" : "unsupported";
    notice.querySelector("span").textContent = notice.parentElement.dataset[reason];
    notice.hidden = false;
  });
})();
