// Draws cards with Microsoft's own renderer in headless Chromium: node cards.mjs CARDS_JSON CLIENTS_FOLDER PICTURES_FOLDER
// Prints one JSON line a card and width: what the renderer complained of, what it shows, and whether anything sticks out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [cards, clients, pictures] = process.argv.slice(2);
const { chromium } = createRequire(clients + "/")("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
try {
  const page = await browser.newPage({ offline: true });
  for (const [name, json] of Object.entries(JSON.parse(readFileSync(cards, "utf8")))) {
    for (const width of [320, 640]) {
      await page.setViewportSize({ width, height: 900 });
      // The renderer anew for each card: its pattern for languages keeps state, and refuses every other "en".
      await page.setContent("<main style='font: 15px DejaVu Sans, sans-serif'></main>");
      await page.addScriptTag({ path: `${clients}/node_modules/adaptivecards/dist/adaptivecards.min.js` });
      const seen = await page.evaluate((payload) => {
        const context = new AdaptiveCards.SerializationContext();
        const card = new AdaptiveCards.AdaptiveCard();
        card.hostConfig = new AdaptiveCards.HostConfig({ actions: { maxActions: 6, actionsOrientation: "horizontal" } });
        card.parse(payload, context);
        const drawn = card.render();
        document.querySelector("main").replaceChildren(drawn);
        return {
          complaints: Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message),
          text: drawn.innerText,
          headings: [...drawn.querySelectorAll("[role=heading]")].map((heading) => heading.innerText),
          buttons: [...drawn.querySelectorAll("button")].map((button) => button.innerText),
          wide: document.documentElement.scrollWidth,
        };
      }, json);
      console.log(JSON.stringify({ name, width, ...seen }));
      if (width === 320) await page.screenshot({ path: `${pictures}/card-${name}.png`, fullPage: true });
    }
  }
} finally {
  await browser.close();
}
