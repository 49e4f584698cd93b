"use strict";
// Asks every few seconds whether a file was saved, and shows what is wrong with it. Every page works without this.
const status = document.getElementById("status");
const problems = document.getElementById("problems");
const stale = document.getElementById("stale");
const EVERY = 2000;
let shown = "";

async function look() {
  if (document.hidden) return;
  let found;
  try {
    const answer = await fetch("/desk/status", { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    found = await answer.json();
  } catch {
    found = { state: "bad lost", status: "The bot cannot be reached just now, so this page may be out of date.", live: null };
  }
  const fresh = JSON.stringify(found);
  if (fresh === shown) return;
  const first = shown === "";
  shown = fresh;
  status.className = "status " + found.state;
  // the server escaped every text in these; a status that reads the same is left alone, so that nothing is read out twice
  if (found.live === null) status.textContent = found.status;
  else if (!first || status.innerHTML !== found.status) status.innerHTML = found.status;
  if (problems && found.problems !== undefined) problems.innerHTML = found.problems;
  if (found.live && found.live !== status.dataset.live && stale.hidden) {
    const again = document.createElement("a");
    again.href = location.pathname + location.search;
    again.textContent = "Show the new words";
    stale.replaceChildren("Other words are live since this page was loaded. ", again);
    stale.hidden = false;
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
look();
