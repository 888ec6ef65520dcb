// Small comforts; every page works without them. No inline code, so the content security policy stays strict.

// One open menu at a time; a click outside or Escape closes it and gives the focus back.
const openMenus = () => document.querySelectorAll("details.hs-menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector(".hs-search input");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

// Theme: the link works by itself (the server remembers the choice); this only spares the reload.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-theme-choice]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const theme = link.dataset.themeChoice;
  fetch(link.href, { redirect: "manual" });
  document.documentElement.dataset.theme = theme;
  for (const other of document.querySelectorAll("a[data-theme-choice]")) {
    if (other.dataset.themeChoice === theme) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  const menu = link.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Stepper: change the number in place and say so, instead of submitting the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-step]");
  if (!button) return;
  event.preventDefault();
  const input = button.closest(".hs-step").querySelector("input");
  const present = Number.parseFloat(input.value.replace(",", ".")) || 0;
  const next = Math.max(Number(input.dataset.smallest), present + Number(button.dataset.step));
  input.value = String(Math.round(next * 10000) / 10000).replace(/(\.\d{3})$/, "$10");
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// htmx sends the button pressed last along with everything that follows; a changed field is no pressed button.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type === "change") event.detail.formData.delete("do");
});

// When the pressed button is gone after an exchange, the keyboard goes on at what was chosen with it.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) document.querySelector("[data-refocus]")?.focus({ preventScroll: true });
});

// A select that sends its own form; without scripts the button beside it does.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-autosubmit]")) event.target.form.requestSubmit();
});
