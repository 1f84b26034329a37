// A form made of data in a real browser: node form_flow.mjs BASE_URL. An information request without logging in: questions that appear, what is wrong told
// when a field is left, nothing lost, check-your-answers; the same without scripts. Prints "N passed, N failed".
import { launch, patience } from "./support/site.mjs";

const base = process.argv[2];
if (!base) {
  console.error("give the address of a running site: node form_flow.mjs http://localhost:8080");
  process.exit(2);
}
let passed = 0, failed = 0;
const check = (what, good, seen = "") => {
  if (good) passed++;
  else {
    failed++;
    console.log(`${what}${seen === "" ? "" : `: ${seen}`}`);
  }
};
const browser = await launch();

async function start(scripts) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: scripts, serviceWorkers: "block" });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on("pageerror", (problem) => check("no script fails", false, problem.message));
  await page.goto(`${base}/et/apply/information-request`);
  await page.click('main form[action$="/apply/information-request"] [type=submit]');
  return page;
}
const next = (page) => page.click('#apply-form button[data-variant="primary"]');

try {
  {
    const page = await start(true);
    const basis = page.locator('[data-form-part="request.basis"]');
    check("a question of a later answer is hidden", await basis.isHidden());
    check("and is not sent", (await page.locator('[name="request.basis"]').count()) === 0);
    await page.focus('[name="request.personal"]');
    await page.check('[name="request.personal"][value="other"]');
    await basis.waitFor({ state: "visible" });
    check("it appears with the answer", await page.locator('[name="request.basis"]').first().isEnabled());
    await page.waitForFunction(() => document.querySelector('.form-fields > [data-part="status"]').textContent.length > 0);
    check("the change is said", true);
    check("nothing is called wrong before it was touched", (await page.locator(".form-fields .field__problem").count()) === 0);
    await page.focus('[name="request.text"]');
    await page.keyboard.type("x");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Tab");
    await page.locator('[data-form-part="request.text"] .field__problem').waitFor();
    check("what is wrong is told when the field is left", (await page.getAttribute('[name="request.text"]', "aria-invalid")) === "true");
    const described = await page.getAttribute('[name="request.text"]', "aria-describedby");
    check("and described to a screen reader", described.split(" ").includes("f-request-text-problem"), described);
    await page.fill('[name="request.text"]', "Linnavalitsuse istungi protokoll 1.10.2026");
    await page.waitForFunction(() => !document.querySelector('[data-form-part="request.text"] .field__problem'));
    check("and is gone when it is right", (await page.getAttribute('[name="request.text"]', "aria-invalid")) === null);
    await page.check('[name="request.personal"][value="no"]');
    await basis.waitFor({ state: "hidden" });
    check("the question goes with the answer", await page.locator('[name="request.basis"]').first().isDisabled());
    await next(page);
    check("the next page of questions comes", !(await page.url()).includes("/request?") && (await page.locator(".error-summary").count()) === 0, page.url());
    await page.context().close();
  }
  {
    const page = await start(false);
    check("without scripts: hidden questions are not there", (await page.locator('[name="request.basis"]').count()) === 0);
    await page.fill('[name="request.text"]', "Protokoll 1.10.2026");
    await page.check('[name="request.personal"][value="other"]');
    await next(page);
    check("without scripts: a question that the answer revealed brings the page again", (await page.locator('[name="request.basis"]').count()) > 0, page.url());
    check("without scripts: nobody is told off for what was not asked", (await page.locator(".error-summary").count()) === 0);
    check("without scripts: what was typed is there", (await page.inputValue('[name="request.text"]')) === "Protokoll 1.10.2026");
    await page.fill('[name="request.text"]', "");
    await next(page);
    check("without scripts: what is wrong is listed first", (await page.locator('.error-summary a[href="#f-request-text"]').count()) === 1);
    await page.fill('[name="request.text"]', "Protokoll 1.10.2026");
    await page.check('[name="request.personal"][value="no"]');
    await next(page);
    check("without scripts: the form goes on", (await page.locator('[name="request.text"]').count()) === 0, page.url());
    await page.context().close();
  }
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
