// Says at once what a number is; without a script the same is said when the form is sent.
const WAIT_MS = 400;

for (const place of document.querySelectorAll("[data-recognises]")) {
  const field = document.getElementById(place.dataset.recognises);
  let timer;
  let asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams({
      text: field.value,
      field: place.dataset.field,
      csrfmiddlewaretoken: field.form.elements.csrfmiddlewaretoken.value,
    });
    try {
      const answer = await fetch(place.dataset.address, { method: "POST", body, signal: asked.signal });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // No network for a moment: the form says the same when it is sent.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
}

// A pasted bank message fills the payment at once.
for (const button of document.querySelectorAll("[data-fills]")) {
  document
    .getElementById(button.dataset.fills)
    .addEventListener("paste", () => setTimeout(() => button.click()));
}
