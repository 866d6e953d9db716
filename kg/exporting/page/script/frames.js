// Within the frame of a notebook the address is not the page's own, and a link to a part of the page would leave it.

export function keepFragmentsInside() {
  if (location.protocol !== "about:") return;
  document.addEventListener("click", (event) => {
    const part = document.querySelector(event.target.closest?.('a[href^="#"]')?.getAttribute("href") ?? "#none");
    if (!part) return;
    event.preventDefault();
    part.scrollIntoView();
    part.focus();
  });
}
