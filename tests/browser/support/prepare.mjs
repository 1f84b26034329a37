// Pages that are there only after somebody did something: a report being written, one that was sent, one that was merged, one with a photo.
import { jpeg, official, person, photo, write_report } from "./site.mjs";

const last_part = (url, part) => new URL(url).pathname.split("/").at(part);

export async function prepare(browser, base) {
  const names = {};
  const context = await person(browser, base, { javaScriptEnabled: true });
  const page = await context.newPage();
  await page.goto("/et/accessibility");
  const picture = jpeg("auk.jpg", await photo(page));

  await write_report(page, { words: "Kõnnitee on katki, helista 5123 4567 (Mari).", kind: "pothole", photos: [picture], email: "mari@example.ee", until: "check" });
  names.draft = last_part(page.url(), -2);

  // Two alike, one merged into the other by an official; the rest still open.
  const sent = await write_report(page, { words: "Suur auk teel, isikukoodi siin ei ole.", kind: "pothole", photos: [picture], email: "mari@example.ee" });
  names.sent_draft = last_part(page.url(), -2);
  names.number = sent.number;
  names.follow = sent.follow.replace(/^\/..(?=\/)/, "");
  const twin = await write_report(page, { words: "Sama auk uuesti.", kind: "pothole" });
  names.merged = twin.number;
  names.merged_follow = twin.follow.replace(/^\/..(?=\/)/, "");
  const { page: desk, context: teed } = await official(browser, base, "teed");
  await desk.goto(`/et/desk/reports/${twin.number}`);
  await desk.evaluate(() => document.querySelector("#act-merge").setAttribute("open", ""));
  await desk.fill("#act-merge input[type=text]", sent.number);
  await Promise.all([desk.waitForNavigation(), desk.click("#act-merge form[method=post] [type=submit]")]);
  await teed.close();

  const waiting = await write_report(page, { words: "Sein on täis soditud.", kind: "graffiti" });
  names.review = waiting.number;
  await context.close();
  return names;
}
