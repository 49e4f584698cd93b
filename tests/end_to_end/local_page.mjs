// Drives the local page in headless Chromium: node local_page.mjs PAGE_URL PLAYWRIGHT_FOLDER PICTURES_FOLDER
// Prints one JSON line a step; exits 1 with the step's name when one does not come true.
import { createRequire } from "node:module";

const [url, modules, pictures] = process.argv.slice(2);
const { chromium } = createRequire(modules + "/")("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let step = "start";
const outside = [];
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 860 } });
  page.on("request", (request) => { if (new URL(request.url()).hostname !== "127.0.0.1" && !request.url().startsWith("data:")) outside.push(request.url()); });
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const said = (look) => page.locator(`#chat .message:last-child .view.${look}`);
  const ask = async (text) => {
    const before = await page.locator("#chat .message").count();
    await page.fill("#text", text);
    await page.press("#text", "Enter");
    await page.locator("#chat .message").nth(before).waitFor({ timeout: 15000 });
  };
  const tell = (name, more) => { console.log(JSON.stringify({ step: name, ...more })); };

  step = "set the clock";
  await page.goto(url);
  await page.fill("#moment", "2026-04-22T08:29");
  await page.click("#clock button[type=submit]");
  await page.waitForFunction(() => document.getElementById("now").textContent.includes("Wednesday 22 April"), null, { timeout: 10000 });

  step = "ask";
  await ask("when is the data session");
  tell("ask", { slack: await said("slack").innerText() });

  step = "teams";
  await page.check("input[value=teams]");
  tell("teams", { teams: await said("teams").innerText() });
  await page.screenshot({ path: pictures + "/local-teams.png" });

  step = "reminder";
  await page.fill("#moment", "2026-04-22T08:30");
  await page.click("#clock button[type=submit]");
  await page.locator("#posts .message").first().waitFor({ timeout: 30000 });
  tell("reminder", { posts: await page.locator("#posts .message .view.teams").allInnerTexts() });

  step = "crisis";
  await page.check("input[value=slack]");
  await ask("i cant do this any more, i want to kill myself");
  tell("crisis", { slack: await said("slack").innerText() });

  step = "button";
  const before = await page.locator("#chat .message").count();
  await said("slack").locator("button").first().click();
  await page.locator("#chat .message").nth(before).waitFor({ timeout: 15000 });
  tell("button", { slack: await said("slack").innerText() });
  await page.screenshot({ path: pictures + "/local-page.png" });

  step = "narrow";
  await page.setViewportSize({ width: 360, height: 740 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  tell("narrow", { width: wide });
  await page.screenshot({ path: pictures + "/local-narrow.png" });
  tell("quiet", { outside, errors });
} catch (error) {
  console.log(JSON.stringify({ failed: step, error: String(error) }));
  process.exitCode = 1;
} finally {
  await browser.close();
}
